/** Coffee: a bag of the house blend, a smaller one of a single origin, and drip bags with a cup. */
import * as colour from './palette.ts'
import { blossom, coffeeBean, label, leaf, mark, shade, shadow, shine, steam, writing } from './parts.ts'
import { circle, ellipse, group, line, path, picture, placed } from './svg.ts'

/** A bag with a folded top and a tin tie. */
const blendBag = group(
  path('M112 120H268L282 316Q283 332 267 332H113Q97 332 98 316Z', colour.pine),
  shade('M242 120H268L282 316Q283 332 267 332H250Z', 0.16),
  shine('M112 120H124L112 332Q97 332 98 316Z', 0.1),
  path('M110 84Q110 74 120 74H260Q270 74 270 84V126H110Z', colour.pineDark),
  shade('M246 74H260Q270 74 270 84V126H246Z', 0.16),
  line('M110 98H270', colour.pineLight, 1.6, { opacity: 0.5 }),
  path('M92 108Q92 103 97 103H283Q288 103 288 108V113Q288 118 283 118H97Q92 118 92 113Z', colour.persimmon),
  shade('M262 103H283Q288 103 288 108V113Q288 118 283 118H262Z', 0.14),
  circle(190, 148, 8, colour.pineDark),
  circle(190, 148, 3, colour.pineLight),
  label(190, 176, 108, 116, colour.pine),
)

export const coffeeBlend = picture(
  shadow(204, 268),
  blendBag,
  coffeeBean(276, 322, 12, 1.05),
  coffeeBean(318, 326, -24),
  coffeeBean(300, 304, 40, 0.94),
  coffeeBean(84, 326, -8, 0.96),
)

/** Kraft paper, its top rolled in. */
const originBag = group(
  path('M128 138H260L274 318Q275 332 261 332H127Q113 332 114 318Z', colour.kraft),
  shade('M236 138H260L274 318Q275 332 261 332H246Z', 0.12),
  shine('M128 138H138L127 332Q113 332 114 318Z', 0.14),
  path('M132 108Q133 98 143 98H245Q255 98 256 108L260 140H128Z', colour.kraftDark),
  shade('M236 98H245Q255 98 256 108L260 140H238Z', 0.12),
  line('M130 124H258', colour.kraftDeep, 1.8, { opacity: 0.6 }),
  path('M128 140H260L261 154H127Z', { fill: colour.ink, opacity: 0.07 }),
  label(192, 184, 102, 110, colour.kraftDeep, colour.berry),
)

/** A slice of a mandarin, as it is cut. */
const citrus = (x: number, y: number, scale: number) =>
  placed(
    x,
    y,
    -12,
    scale,
    circle(0, 0, 34, colour.persimmon),
    circle(0, 0, 29.5, colour.pith),
    ...[0, 45, 90, 135, 180, 225, 270, 315].map(turn =>
      placed(0, 0, turn, 1, path('M0 -3.5L9.5 -24Q0 -30 -9.5 -24Z', '#f08a3c')),
    ),
    circle(0, 0, 3, colour.pith),
  )

export const coffeeEthiopia = picture(
  shadow(206, 260),
  leaf(104, 300, -128, 1),
  leaf(108, 306, -164, 0.86),
  originBag,
  citrus(284, 298, 0.96),
  blossom(116, 306, 8, 1.05),
  blossom(88, 320, 40, 0.74),
  coffeeBean(226, 327, 10, 0.84),
)

/** A box whose front and side are seen. */
const dripBox = group(
  path('M66 118H186V332H66Z', colour.cream),
  path('M186 118L224 100V314L186 332Z', colour.paperShade),
  path('M66 118L104 100H224L186 118Z', '#2b7d60'),
  path('M66 118H186V172H66Z', colour.pine),
  path('M186 118L224 100V154L186 172Z', colour.pineDark),
  circle(126, 145, 9, colour.persimmon),
  mark(96, 192, 60, colour.pine),
  writing(126, 274, 74, colour.pine),
)

/** A filter of paper hangs in the cup by its wings. */
const dripCup = group(
  line('M336 262C366 256 368 306 328 304', colour.white, 11),
  path('M202 240H340L330 314Q327 332 310 332H232Q215 332 212 314Z', colour.white),
  shade('M308 240H340L330 314Q327 332 310 332H294Z', 0.08),
  ellipse(271, 240, 69, 12, colour.paperShade),
  ellipse(271, 242, 61, 8.6, colour.brew),
  path('M204 236L226 206H316L338 236Q334 242 328 241L308 222H234L214 241Q208 242 204 236Z', colour.paperDark),
  path('M226 172H316L306 250Q271 262 236 250Z', colour.paper),
  shade('M292 172H316L306 250Q296 254 284 255.5Z', 0.08),
  ellipse(271, 172, 45, 9, colour.paperShade),
  path('M229 175Q271 160 313 175Q271 188 229 175Z', colour.beanDark),
  path('M236 175Q271 166 306 174Q271 180 236 175Z', { fill: colour.beanLight, opacity: 0.5 }),
  mark(255, 197, 32, colour.pine),
)

export const coffeeDrip = picture(shadow(210, 312), dripBox, dripCup, steam(272, 152))
