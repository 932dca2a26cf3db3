/** What several pictures have: the shadow, the mark, labels, beans, leaves, flowers. The light comes from the upper left. */
import * as colour from './palette.ts'
import { circle, ellipse, faint, group, line, path, placed, rect } from './svg.ts'

/** Things stand on this line. */
export const FLOOR = 330

/** Under a thing of this width. It is as soft on a dark ground. */
export const shadow = (x: number, width: number, y = FLOOR): string =>
  ellipse(x, y, width / 2, Math.max(8, width * 0.055), { fill: colour.ink, opacity: 0.14 })

/** The courtyard with its gate and its fruit, `size` wide, by its upper left corner. */
export const mark = (x: number, y: number, size: number, walls: string, fruit: string = colour.persimmon): string =>
  placed(
    x,
    y,
    0,
    size / 32,
    path(
      'M14 27H8.5A3.5 3.5 0 0 1 5 23.5v-15A3.5 3.5 0 0 1 8.5 5h15A3.5 3.5 0 0 1 27 8.5v15a3.5 3.5 0 0 1-3.5 3.5H21',
      { fill: 'none', stroke: walls, strokeWidth: 4.4 },
    ),
    circle(19.3, 12.7, 3.2, fruit),
  )

/** Two lines of something written. */
export const writing = (x: number, y: number, width: number, fill: string): string =>
  group(
    rect(x - width / 2, y, width, 6, 3, { fill, opacity: 0.75 }),
    rect(x - width * 0.32, y + 13, width * 0.64, 5, 2.5, { fill, opacity: 0.42 }),
  )

/** A paper label with the mark, by its upper edge. */
export const label = (x: number, y: number, width: number, height: number, walls: string, fruit?: string): string =>
  group(
    rect(x - width / 2, y, width, height, 9, colour.cream),
    mark(x - 24, y + height * 0.12, 48, walls, fruit),
    writing(x, y + height * 0.68, width * 0.6, walls),
  )

/** The side away from the light. */
export const shade = (d: string, opacity = 0.11): string => path(d, { fill: colour.ink, opacity })
export const shine = (d: string, opacity = 0.22): string => path(d, { fill: colour.white, opacity })

/** A roasted bean, about 36 wide. */
export const coffeeBean = (x: number, y: number, degrees: number, scale = 1): string =>
  placed(
    x,
    y,
    degrees,
    scale,
    ellipse(0, 0, 18, 12.5, colour.bean),
    path('M-17 -4C-10 -14 8 -15 16 -6C8 -10 -8 -10 -17 -4Z', { fill: colour.beanLight, opacity: 0.8 }),
    line('M-16 3C-8 -4 -4 5 4 0S13 -4 16.5 -3', colour.beanDark, 2.6),
  )

/** A leaf that grows to the right, 60 long. */
export const leaf = (
  x: number,
  y: number,
  degrees: number,
  scale = 1,
  light: string = colour.leaf,
  dark: string = colour.leafDark,
): string =>
  placed(
    x,
    y,
    degrees,
    scale,
    path('M0 0C12 -20 40 -22 60 0C40 -4 20 -4 0 0Z', light),
    path('M0 0C12 18 40 20 60 0C40 -4 20 -4 0 0Z', dark),
    line('M2 0C20 -4 38 -4 54 -1', colour.leafLight, 1.6, { opacity: 0.8 }),
  )

/** A white blossom of five petals, about 40 wide. */
export const blossom = (x: number, y: number, degrees: number, scale = 1): string =>
  placed(
    x,
    y,
    degrees,
    scale,
    ...[0, 72, 144, 216, 288].map(turn =>
      placed(
        0,
        0,
        turn,
        1,
        path('M0 0C-9 -6 -9 -19 0 -22C9 -19 9 -6 0 0Z', colour.white),
        line('M0 -4V-13', colour.paperDark, 1.2),
      ),
    ),
    circle(0, 0, 4.2, colour.yuja),
  )

/** Steam, three wisps that rise from here. */
export const steam = (x: number, y: number): string =>
  faint(
    0.55,
    line(`M${x - 18} ${y}c-8 -10 8 -16 0 -28`, colour.white, 4),
    line(`M${x} ${y - 6}c-8 -12 8 -20 0 -36`, colour.white, 4),
    line(`M${x + 18} ${y}c-8 -10 8 -16 0 -28`, colour.white, 4),
  )

/** A bag of tea on its string, by the middle of its upper edge. `content` is the colour of what is in it. */
export const teaBag = (x: number, y: number, degrees: number, content: string, tag: string): string =>
  placed(
    x,
    y,
    degrees,
    1,
    line('M0 4C2 -26 34 -20 40 -46', colour.paperDark, 2),
    placed(40, -48, 14, 1, rect(-13, -26, 26, 28, 4, tag), mark(-9, -21, 18, colour.cream, colour.cream)),
    path('M-14 2L14 2L25 14V62Q25 68 19 68H-19Q-25 68 -25 62V14Z', colour.paper),
    path('M-20 30H20V56Q20 62 14 62H-14Q-20 62 -20 56Z', { fill: content, opacity: 0.85 }),
    shade('M13 2L14 2L25 14V62Q25 68 19 68H9Z', 0.07),
    line('M-14 12H14', colour.paperShade, 2),
  )
