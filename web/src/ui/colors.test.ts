import { describe, expect, test } from 'vitest'
import { colors, DEEP, HUES, tokens } from './colors.ts'

/** WCAG 2.2: text 4.5, what is not text 3. */
const TEXT = 4.5
const SHAPE = 3

const channels = (hex: string): number[] => [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map(value =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** A colour at a share over another, as `color-mix` gives it. */
function over(top: string, share: number, ground: string): string {
  const mixed = channels(top).map((value, index) => value * share + (channels(ground)[index] ?? 0) * (1 - share))
  return `#${mixed
    .map(value =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

const schemes = [
  ['light', 0],
  ['dark', 1],
] as const

describe.each(schemes)('in the %s scheme', (_, at) => {
  const grounds = [tokens.page[at], tokens.surface[at], tokens.sunken[at]]

  test.each(['ink', 'dimmed', 'placeholder', 'link', 'accent-text', 'danger', 'good'] as const)(
    '%s is read on all grounds',
    name => {
      for (const ground of grounds) expect(contrast(tokens[name][at], ground)).toBeGreaterThanOrEqual(TEXT)
    },
  )

  test("a field's border is seen", () => {
    for (const ground of grounds) expect(contrast(tokens['field-border'][at], ground)).toBeGreaterThanOrEqual(SHAPE)
  })

  test.each(HUES)('a badge in %s is read', hue => {
    const ground = at === 0 ? colors[hue][1] : over(colors[hue][5], 0.2, tokens.surface[1])
    const text = at === 0 ? colors[hue][9] : colors[hue][2]
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(7)
  })

  test.each(['pine', 'persimmon', 'indigo', 'amber', 'plum'] as const)('a bar of a chart in %s is seen', hue => {
    expect(contrast(colors[hue][at === 0 ? 5 : 4], tokens.surface[at])).toBeGreaterThanOrEqual(SHAPE)
  })

  test('white is read on the primary colour', () => {
    expect(contrast('#ffffff', colors.pine[at === 0 ? 7 : 6])).toBeGreaterThanOrEqual(TEXT)
  })
})

test('the purse is read', () => {
  expect(contrast(DEEP.text, DEEP.ground)).toBeGreaterThanOrEqual(7)
  expect(contrast(DEEP.dimmed, DEEP.ground)).toBeGreaterThanOrEqual(TEXT)
})
