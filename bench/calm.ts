/**
 * Measures again what the host disturbed. Whether that is so is known from how much of the processors it took meanwhile, warm-up included,
 * and never by what was measured.
 */
import { processorTime, stolenBetween } from './machine/stolen.ts'

/** A share of all processors. Less is nearly always taken; half a second of both in ten is felt by one request in six. */
const STOLEN_MAX = 0.02

export interface CalmOptions {
  /** How often at most; what was measured last counts. */
  readonly again: number
  readonly say: (step: string) => void
  readonly look?: typeof processorTime
}

/** `setAside` is called with what does not count. */
export async function calmly<T>(
  { again, say, look = processorTime }: CalmOptions,
  measure: () => Promise<T>,
  setAside: () => void = () => {},
): Promise<T> {
  for (let left = again; ; left -= 1) {
    const before = look()
    const measured = await measure()
    const stolen = stolenBetween(before, look()) ?? 0
    if (stolen <= STOLEN_MAX || left === 0) return measured
    say(`the host took ${(stolen * 100).toFixed(0)} % of the processors: once more`)
    setAside()
  }
}
