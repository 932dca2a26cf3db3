/** Two plots: how latency spreads below the maximum, and the rates beside the baseline. */
import { counted, type LoadResult } from '../load-run.ts'
import { medianOf } from '../turns.ts'
import type { ScenarioResult } from './report.ts'
import { COLOURS, drawing, INK, label, line, round } from './svg.ts'

const WIDTH = 800
const LEFT = 60
const RIGHT = 640
const TOP = 30
const BOTTOM = 330

interface Curve {
  readonly name: string
  readonly points: readonly (readonly [number, number])[]
}

/** Of each scenario an open loop below its maximum, of several the one in the middle: answers, and endings where they come later. */
function curvesOf(results: readonly ScenarioResult[]): Curve[] {
  return results.flatMap(({ name, loads }) => {
    const below = counted(loads).filter(({ label: its }) => its.startsWith('at '))
    const middle = medianOf(below, ({ latency }) => latency.p95_ms)
    const load = below.find(({ latency }) => latency.p95_ms === middle)
    return load ? curvesIn(name, load) : []
  })
}

function curvesIn(name: string, { latency, tail }: LoadResult): Curve[] {
  const answers = { name, points: latency.curve }
  return tail ? [answers, { name: `${name}, to its end`, points: tail.latency.curve }] : [answers]
}

const TICKS = [50, 90, 99, 99.9, 99.99]

/** Percentiles stand by the nines they have: 90 is as far from 99 as 99 from 99.9. */
const nines = (percentile: number): number => -Math.log10(1 - percentile / 100)

export function latencyPlot(results: readonly ScenarioResult[]): string {
  const curves = curvesOf(results)
  const top = Math.max(10, ...curves.flatMap(({ points }) => points.map(([, ms]) => ms)))
  const decades = Math.ceil(Math.log10(top))
  const x = (percentile: number) => LEFT + (nines(percentile) / nines(99.99)) * (RIGHT - LEFT)
  const y = (ms: number) => BOTTOM - (Math.log10(Math.max(0.1, ms) / 0.1) / (decades + 1)) * (BOTTOM - TOP)
  const parts = [label(LEFT, 16, 'Latency below the maximum: milliseconds by percentile')]
  for (let decade = -1; decade <= decades; decade += 1) {
    parts.push(line(LEFT, y(10 ** decade), RIGHT, y(10 ** decade)))
    parts.push(label(LEFT - 6, y(10 ** decade) + 4, String(10 ** decade), 'end'))
  }
  for (const tick of TICKS) {
    parts.push(line(x(tick), TOP, x(tick), BOTTOM), label(x(tick), BOTTOM + 18, `p${tick}`, 'middle'))
  }
  for (const [index, { name, points }] of curves.entries()) {
    const colour = COLOURS[index % COLOURS.length]!
    const path = points.map(([percentile, ms], at) => `${at === 0 ? 'M' : 'L'}${round(x(percentile))} ${round(y(ms))}`)
    const dashes = index >= COLOURS.length ? ' stroke-dasharray="6 3"' : ''
    parts.push(`<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`)
    parts.push(`<rect x="${RIGHT + 12}" y="${TOP + index * 20}" width="10" height="10" fill="${colour}"/>`)
    parts.push(label(RIGHT + 28, TOP + index * 20 + 10, name))
  }
  return drawing(WIDTH, Math.max(BOTTOM + 30, TOP + curves.length * 20 + 10), parts)
}

const BAR = 24

/** Rows that are rates, as long as they are many. */
export function ratePlot(results: readonly ScenarioResult[]): string {
  const rates = results.flatMap(({ name, rows }) =>
    rows
      .filter(({ unit }) => unit === '/s')
      .map(({ what, value, goal }) => ({ name: `${name}: ${what}`, value, goal })),
  )
  const baseline = results.find(each => each.baseline)?.baseline
  const bars = [...(baseline ? [{ name: 'baseline', value: baseline.perSecond, goal: null }] : []), ...rates]
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const from = 300
  const x = (value: number) => from + (value / most) * (WIDTH - from - 80)
  const parts = [label(8, 16, 'Per second')]
  for (const [index, { name, value, goal }] of bars.entries()) {
    const y = TOP + index * BAR
    const colour = name === 'baseline' ? INK : goal?.reached === false ? COLOURS[1] : COLOURS[0]
    parts.push(label(from - 8, y + 13, name, 'end'))
    parts.push(`<rect x="${from}" y="${y}" width="${round(x(value) - from)}" height="${BAR - 8}" fill="${colour}"/>`)
    parts.push(label(x(value) + 6, y + 13, Math.round(value).toLocaleString('en-US')))
  }
  return drawing(WIDTH, TOP + bars.length * BAR + 10, parts)
}
