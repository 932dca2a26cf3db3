/** Bread and sweets: red bean buns, salt bread, yakgwa. */
import * as colour from './palette.ts'
import { shade, shadow, shine } from './parts.ts'
import { circle, ellipse, line, path, picture, placed } from './svg.ts'

const SESAME = [
  [-10, -6],
  [2, -12],
  [12, -3],
  [-2, 1],
  [6, 7],
  [-13, 5],
] as const

/** A round bun, 110 wide, with sesame. */
const bun = (x: number, y: number, scale: number) =>
  placed(
    x,
    y,
    0,
    scale,
    path('M-56 10C-58 -32 -28 -50 0 -50S58 -32 56 10C55 36 32 42 0 42S-55 36 -56 10Z', colour.crust),
    path('M-56 12C-54 34 -32 42 0 42S54 34 56 12C52 26 30 31 0 31S-52 26 -56 12Z', colour.crustLight),
    shade('M22 -46C46 -38 58 -18 56 10C55 36 32 42 0 42C40 30 46 -16 22 -46Z', 0.12),
    shine('M-42 -8C-40 -26 -24 -38 -6 -40C-18 -34 -30 -24 -34 -8C-36 -2 -42 -2 -42 -8Z', 0.3),
    ...SESAME.map(([dx, dy], index) =>
      placed(dx, dy - 22, 30 + index * 47, 1, ellipse(0, 0, 3.4, 2, index % 3 === 0 ? colour.beanDark : colour.crumb)),
    ),
  )

/** One that was broken: what is in it is seen. */
const halfBun = (x: number, y: number, scale: number) =>
  placed(
    x,
    y,
    0,
    scale,
    path('M-62 8C-62 -34 -32 -52 0 -52S62 -34 62 8C62 34 34 44 0 44S-62 34 -62 8Z', colour.crust),
    path('M-54 8C-54 -26 -28 -42 0 -42S54 -26 54 8C54 28 30 36 0 36S-54 28 -54 8Z', colour.crumb),
    path('M-38 6C-40 -18 -20 -28 -2 -27C18 -30 40 -18 38 6C38 20 22 25 0 25S-37 20 -38 6Z', colour.redbean),
    ...[
      [-20, -6],
      [-6, -14],
      [10, -12],
      [22, -2],
      [2, 0],
      [-14, 10],
      [12, 12],
      [-28, 6],
    ].map(([dx = 0, dy = 0], index) =>
      placed(
        dx,
        dy,
        index * 40,
        1,
        ellipse(0, 0, 6.2, 4.4, colour.redbeanLight),
        ellipse(-1.5, -1.2, 2, 1.2, { fill: colour.white, opacity: 0.35 }),
      ),
    ),
    line('M-47 0C-46 -10 -42 -18 -36 -24', colour.white, 2.4, { opacity: 0.6 }),
    shade('M36 -40C54 -32 62 -14 62 8C62 34 34 44 0 44C50 38 58 2 36 -40Z', 0.1),
  )

export const bakeryRedbean = picture(
  shadow(202, 310),
  bun(140, 206, 1.2),
  bun(262, 198, 1.2),
  bun(112, 278, 1.16),
  halfBun(244, 272, 1.16),
)

/** A roll of dough, thick in the middle, with salt on its back. */
const roll = (x: number, y: number, degrees: number, scale = 1) =>
  placed(
    x,
    y,
    degrees,
    scale,
    path(
      'M-92 16C-88 -8 -62 -46 0 -48C62 -46 88 -8 92 16C90 30 74 34 62 24C44 38 22 42 0 42S-44 38 -62 24C-74 34 -90 30 -92 16Z',
      colour.crust,
    ),
    path(
      'M-92 16C-90 30 -74 34 -62 24C-44 38 -22 42 0 42S44 38 62 24C74 34 90 30 92 16C82 22 70 18 62 12C44 26 24 30 0 30S-44 26 -62 12C-70 18 -82 22 -92 16Z',
      colour.crustLight,
    ),
    shade('M34 -42C66 -34 86 -8 92 16C90 30 74 34 62 24C50 33 38 38 26 40C46 20 50 -14 34 -42Z', 0.1),
    ...[
      'M-66 22C-74 4 -70 -14 -56 -28',
      'M-38 34C-48 8 -44 -20 -30 -42',
      'M-4 41C-14 12 -12 -20 0 -47',
      'M32 37C24 12 26 -16 34 -41',
      'M62 23C56 6 58 -10 62 -24',
    ].map(d => line(d, colour.crustDark, 3.4, { opacity: 0.75 })),
    shine('M-60 -10C-50 -28 -28 -38 -8 -39C-26 -32 -42 -22 -50 -8C-53 -3 -62 -4 -60 -10Z', 0.32),
    ...[
      [-24, -22],
      [-12, -30],
      [2, -24],
      [14, -32],
      [20, -20],
      [-4, -14],
      [-34, -12],
    ].map(([dx = 0, dy = 0], index) => placed(dx, dy, index * 33, 1, path('M-3 -3H3V3H-3Z', colour.white))),
  )

export const bakerySalt = picture(
  shadow(202, 310),
  roll(146, 170, -12, 1.06),
  roll(262, 212, 12, 1.04),
  roll(164, 274, -3, 1.2),
)

const PETALS = 10
const turns = (count: number) => Array.from({ length: count }, (_, index) => (index * 360) / count)

/** A flower pressed of dough and soaked in honey, 130 across. */
const yakgwa = (x: number, y: number, degrees: number, scale = 1) =>
  placed(
    x,
    y,
    degrees,
    scale,
    ...turns(PETALS).map(turn => placed(0, 6, turn, 1, circle(0, -46, 19, colour.honeyDark))),
    circle(0, 6, 50, colour.honeyDark),
    ...turns(PETALS).map(turn => placed(0, 0, turn, 1, circle(0, -46, 19, colour.honey))),
    circle(0, 0, 50, colour.honey),
    ...turns(PETALS).map(turn =>
      placed(
        0,
        0,
        turn,
        1,
        path('M0 -24C-9 -32 -9 -48 0 -54C9 -48 9 -32 0 -24Z', { fill: colour.honeyLight, opacity: 0.6 }),
      ),
    ),
    circle(0, 0, 24, { fill: 'none', stroke: colour.honeyDark, strokeWidth: 3, opacity: 0.7 }),
    ...turns(8).map(turn => placed(0, 0, turn, 1, circle(0, -16, 2.4, { fill: colour.honeyDark, opacity: 0.8 }))),
    path('M-5 -2C-5 -9 5 -9 5 -2C5 6 0 9 0 9S-5 6 -5 -2Z', colour.crumb),
  )

/** The glaze catches the light, however the flower lies. */
const glaze = (x: number, y: number, scale = 1) =>
  placed(x, y, 0, scale, line('M-44 -10C-40 -30 -26 -42 -8 -46', colour.white, 5, { opacity: 0.38 }))

export const bakeryYakgwa = picture(
  shadow(202, 300),
  yakgwa(128, 166, 6, 1.08),
  glaze(128, 166, 1.08),
  yakgwa(272, 176, -8, 1.08),
  glaze(272, 176, 1.08),
  yakgwa(198, 252, 14, 1.16),
  glaze(198, 252, 1.16),
)
