/** Tea: a tin of green tea, a jar of yuja, a pouch of roasted barley. */
import * as colour from './palette.ts'
import { label, leaf, shade, shadow, shine, teaBag } from './parts.ts'
import { circle, ellipse, group, line, path, picture, placed } from './svg.ts'

/** A round tin with a lid. */
const tin = group(
  path('M104 142V312C104 340 264 340 264 312V142Z', colour.leaf),
  shade('M232 142V328C252 324 264 318 264 312V142Z', 0.14),
  shine('M116 150H126V320C122 318 118 317 116 316Z', 0.2),
  path('M98 108V150C98 170 270 170 270 150V108Z', colour.leafDark),
  shade('M236 108V163C256 160 270 156 270 150V108Z', 0.16),
  shine('M110 116H119V160L110 157Z', 0.16),
  ellipse(184, 108, 86, 20, colour.leaf),
  ellipse(184, 107, 70, 14.5, { fill: colour.leafLight, opacity: 0.35 }),
  label(184, 186, 104, 114, colour.leafDark),
)

export const teaGreen = picture(
  shadow(208, 288),
  tin,
  leaf(78, 330, -76, 1.05),
  leaf(80, 330, -128, 0.9),
  leaf(80, 330, -34, 0.74, colour.leafLight, colour.leaf),
  teaBag(304, 262, 10, colour.leaf, colour.pine),
)

/** A slice as it lies in the glass. */
const slice = (x: number, y: number, r: number, opacity = 1) =>
  group(
    circle(x, y, r, { fill: colour.yujaDark, opacity }),
    circle(x, y, r * 0.86, { fill: colour.pith, opacity }),
    ...[0, 60, 120, 180, 240, 300].map(turn =>
      placed(x, y, turn, r / 30, path('M0 -3L11 -20Q0 -27 -11 -20Z', { fill: colour.yuja, opacity })),
    ),
  )

const jar = group(
  path(
    'M112 138C96 148 94 160 94 172V304Q94 332 122 332H250Q278 332 278 304V172C278 160 276 148 260 138Z',
    colour.yujaLight,
  ),
  path('M101 178H271V302Q271 325 248 325H124Q101 325 101 302Z', colour.yuja),
  slice(132, 204, 26, 0.85),
  slice(242, 220, 28, 0.8),
  slice(140, 296, 25, 0.75),
  slice(236, 292, 22, 0.75),
  shade('M248 142L260 138C276 148 278 160 278 172V304Q278 332 250 332H240Q256 330 256 304V172Q256 156 248 142Z', 0.09),
  shine('M108 176Q108 160 118 152L126 156Q117 166 117 178V296Q117 312 124 320Q108 318 108 300Z', 0.5),
  path('M108 96H264Q272 96 272 104V132Q272 140 264 140H108Q100 140 100 132V104Q100 96 108 96Z', colour.pine),
  shade('M240 96H264Q272 96 272 104V132Q272 140 264 140H240Z', 0.16),
  ...[118, 136, 154, 172, 190, 208, 226, 244, 258].map(x =>
    line(`M${x} 106V130`, colour.pineLight, 2, { opacity: 0.5 }),
  ),
  label(186, 196, 104, 108, colour.leafDark),
)

/** A whole fruit, dimpled, with its leaf. */
const fruit = group(
  circle(302, 294, 38, colour.yuja),
  shade('M318 260A38 38 0 0 1 286 328A38 38 0 0 0 318 260Z', 0.1),
  ...[
    [286, 284],
    [300, 276],
    [312, 296],
    [292, 304],
    [306, 312],
    [280, 300],
  ].map(([x = 0, y = 0]) => circle(x, y, 1.8, { fill: colour.yujaDark, opacity: 0.75 })),
  path('M302 262Q298 256 303 250L308 253Q304 257 306 262Z', colour.leafDark),
  leaf(305, 254, -18, 0.62),
)

export const teaYuja = picture(shadow(212, 280), jar, fruit)

/** A stand-up pouch with a seal across its top. */
const pouch = group(
  path('M116 104H268Q272 214 284 316Q285 332 269 332H115Q99 332 100 316Q112 214 116 104Z', colour.grainLight),
  shade('M240 104H268Q272 214 284 316Q285 332 269 332H252Q250 210 240 104Z', 0.1),
  shine('M116 104H128Q124 220 114 332Q99 332 100 316Q112 214 116 104Z', 0.28),
  path('M114 82Q114 74 122 74H262Q270 74 270 82V118H114Z', colour.grainDark),
  shade('M246 74H262Q270 74 270 82V118H246Z', 0.14),
  line('M114 92H270', colour.grainLight, 1.8, { opacity: 0.55 }),
  line('M114 102H270', colour.grainLight, 1.8, { opacity: 0.55 }),
  circle(192, 82, 6, colour.grainLight),
  label(192, 146, 108, 114, colour.grainDark),
  path('M140 282Q192 268 244 282V304Q192 318 140 304Z', { fill: colour.cream, opacity: 0.55 }),
  ...[152, 168, 184, 200, 216, 232].map((x, index) => grainCorn(x, 293 + (index % 2) * 3, 60 + index * 17)),
)

function grainCorn(x: number, y: number, degrees: number): string {
  return placed(x, y, degrees, 1, ellipse(0, 0, 8.5, 4.6, colour.kraftDark), line('M-6 0H6', colour.kraftDeep, 1.2))
}

/** An ear with its awns, that leans. */
const ear = (x: number, y: number, degrees: number, scale: number) =>
  placed(
    x,
    y,
    degrees,
    scale,
    line('M0 0C2 -30 0 -60 0 -84', colour.grainDark, 4),
    ...[0, 1, 2, 3, 4, 5].flatMap(step => {
      const top = -72 - step * 15
      return [-1, 1].flatMap(side => [
        line(`M${side * 6} ${top - 8}L${side * 20} ${top - 62}`, colour.grain, 1.8),
        path(
          `M0 ${top}C${side * 17} ${top - 2} ${side * 14} ${top - 20} ${side * 6} ${top - 24}C${side * 1} ${top - 18} 0 ${top - 8} 0 ${top}Z`,
          side < 0 ? colour.grain : colour.grainDark,
        ),
      ])
    }),
    path('M0 -150C7 -156 7 -170 0 -180C-7 -170 -7 -156 0 -150Z', colour.grain),
  )

export const teaBarley = picture(shadow(202, 292), pouch, ear(318, 336, 4, 0.84), ear(312, 336, 24, 0.7))
