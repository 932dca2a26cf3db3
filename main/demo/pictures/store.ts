/** What stores use: paper cups, napkins, and the tumbler that is sold there. */
import * as colour from './palette.ts'
import { mark, shade, shadow, shine, writing } from './parts.ts'
import { ellipse, group, line, path, picture, rect } from './svg.ts'

/** Cups in one another: of all but the last only the rims are seen. */
const stack = group(
  ...Array.from({ length: 7 }, (_, index) => {
    const y = 92 + index * 19
    return group(
      path(`M92 ${y}H200L198 ${y + 20}H94Z`, index % 2 === 0 ? colour.cream : colour.paper),
      shade(`M176 ${y}H200L198 ${y + 20}H176Z`, 0.07),
      rect(88, y - 5, 116, 9, 4.5, colour.white),
      shade(`M94 ${y + 4}H198L197.5 ${y + 8}H94.5Z`, 0.08),
    )
  }),
  ellipse(146, 87, 54, 6, colour.paperShade),
  path('M92 225H200L188 320Q186 332 176 332H116Q106 332 104 320Z', colour.cream),
  shade('M172 225H200L188 320Q186 332 176 332H160Z', 0.08),
  rect(88, 220, 116, 9, 4.5, colour.white),
  mark(124, 252, 44, colour.pine),
)

/** One with a lid and a sleeve. */
const cup = group(
  path('M208 176H316L302 318Q300 332 288 332H236Q224 332 222 318Z', colour.white),
  shade('M286 176H316L302 318Q300 332 288 332H274Z', 0.08),
  path('M211 214H313L306 284H218Z', colour.kraft),
  shade('M285 214H313L306 284H279Z', 0.12),
  ...[224, 236, 248, 276, 288, 300].map(x =>
    line(`M${x} 220L${262 + (x - 262) * 0.9} 278`, colour.kraftDark, 1.4, { opacity: 0.35 }),
  ),
  mark(240, 227, 44, colour.cream, colour.persimmon),
  path('M200 160Q200 154 206 154H318Q324 154 324 160V172Q324 178 318 178H206Q200 178 200 172Z', colour.pine),
  path('M212 140Q213 134 219 134H305Q311 134 312 140L314 156H210Z', colour.pine),
  shade('M296 134H305Q311 134 312 140L314 154H318Q324 154 324 160V172Q324 178 318 178H296Z', 0.16),
  shine('M216 140H226L224 154H214Z', 0.16),
)

export const storeCup = picture(shadow(206, 276), stack, cup)

/** Folded sheets, every other one seen from its fold. */
const sheets = group(
  ...Array.from({ length: 7 }, (_, index) => {
    const y = 304 - index * 25
    const inset = index * 3 + (index % 2) * 3
    const [left, right] = [72 + inset, 328 - inset]
    return group(
      path(
        `M${left + 8} ${y}H${right - 8}Q${right} ${y} ${right} ${y + 8}V${y + 20}Q${right} ${y + 28} ${right - 8} ${y + 28}H${left + 8}Q${left} ${y + 28} ${left} ${y + 20}V${y + 8}Q${left} ${y} ${left + 8} ${y}Z`,
        index % 2 === 0 ? colour.white : colour.paper,
      ),
      line(`M${left + 10} ${y + 14}H${right - 10}`, colour.paperShade, 2, { opacity: 0.8 }),
      shade(
        `M${right - 40} ${y}H${right - 8}Q${right} ${y} ${right} ${y + 8}V${y + 20}Q${right} ${y + 28} ${right - 8} ${y + 28}H${right - 40}Z`,
        0.05,
      ),
    )
  }),
)

/** The paper that holds them together. */
const band = group(
  path('M160 150Q160 144 166 144H234Q240 144 240 150V332H160Z', colour.pine),
  shade('M222 144H234Q240 144 240 150V332H222Z', 0.14),
  mark(174, 200, 52, colour.cream),
  writing(200, 270, 46, colour.cream),
)

/** One that was taken, folded to a corner. */
const folded = group(
  path('M222 332L286 256L350 332Z', colour.white),
  path('M286 256L350 332H286Z', colour.paper),
  path('M286 256L312 332H286Z', colour.paperShade),
  line('M234 325L286 264L338 325', colour.sage, 2.4, { opacity: 0.8 }),
)

export const storeNapkin = picture(shadow(208, 308), sheets, band, folded)

/** Steel, lacquered, with a straw. */
export const tumbler = picture(
  shadow(202, 236),
  line('M224 112L240 40', colour.persimmon, 12),
  line('M225 108L240 41', colour.persimmonDark, 3, { opacity: 0.5 }),
  path('M126 136H276L258 314Q256 332 238 332H164Q146 332 144 314Z', colour.pine),
  shade('M238 136H276L258 314Q256 332 238 332H222Z', 0.18),
  shine('M136 146H148L158 318Q156 322 152 318Q150 316 149 310Z', 0.2),
  path('M146.5 300H259.5L258 314Q256 332 238 332H164Q146 332 144 314Z', colour.pineDark),
  path('M120 108Q120 98 130 98H272Q282 98 282 108V130Q282 140 272 140H130Q120 140 120 130Z', colour.pineLight),
  shade('M246 98H272Q282 98 282 108V130Q282 140 272 140H246Z', 0.16),
  shine('M130 106H152V111H130Z', 0.3),
  path('M138 98Q140 88 150 88H252Q262 88 264 98Z', colour.pineDark),
  mark(167, 184, 68, colour.cream),
  writing(201, 264, 44, colour.cream),
)
