/** Where spans lie on the axis of a waterfall: by time, or by their order where no time lies between them. */
import { formatLength } from '../time.ts'
import type { Span } from './spans.ts'

export type AxisMode = 'time' | 'order'

export interface Axis {
  readonly mode: AxisMode
  /** Milliseconds, or places. */
  readonly length: number
  readonly ticks: readonly number[]
}

/** Below this, bars by time would all be dots in one place. */
const TIME_MIN_MS = 5
const TICKS_MAX = 5

export const startOf = (spans: readonly Span[]): number => Math.min(...spans.map(({ from }) => from.at_ms))

export const total_ms = (spans: readonly Span[]): number =>
  spans.length === 0 ? 0 : Math.max(...spans.map(({ to }) => to.at_ms)) - startOf(spans)

/** How it is shown unless the reader chooses. */
export const usualMode = (spans: readonly Span[]): AxisMode => (total_ms(spans) >= TIME_MIN_MS ? 'time' : 'order')

/** 1, 2 or 5 times a power of ten. */
function stepOf(length: number): number {
  const least = length / TICKS_MAX
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1)))
  const step = [1, 2, 5, 10].map(times => times * power).find(each => each >= least)
  return Math.max(1, step ?? power)
}

export function axisOf(spans: readonly Span[], mode: AxisMode): Axis {
  const places = spans.length === 0 ? 1 : Math.max(...spans.map(({ to }) => to.place)) + 1
  const length = Math.max(1, mode === 'time' ? total_ms(spans) : places)
  const step = stepOf(length)
  const ticks = Array.from({ length: Math.ceil(length / step) }, (_, tick) => tick * step)
  return { mode, length, ticks }
}

export interface Bar {
  /** Parts of the whole, 0 to 1. */
  readonly left: number
  readonly width: number
  readonly isMoment: boolean
}

export function barOf(span: Span, axis: Axis, start_ms: number): Bar {
  const [from, to] =
    axis.mode === 'time'
      ? [span.from.at_ms - start_ms, span.to.at_ms - start_ms]
      : [span.from.place, span.to.place + (span.to.place > span.from.place ? 1 : 0)]
  return { left: from / axis.length, width: (to - from) / axis.length, isMoment: to === from }
}

/** What stands beside a bar: how long it took. */
export const lengthOf = ({ from, to }: Span): string => formatLength(to.at_ms - from.at_ms)
