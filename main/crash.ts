/**
 * Ends the process at a named place, without a word, as a power cut would: for tests that look at what comes after. The
 * places count from SIGUSR2 on, so that a test can begin at the request it means.
 */
import type { Faults } from '../platform/ports/ports.ts'

/** Said on stderr once the places count: a request that is sent behind the signal may be read before it. */
export const ARMED = 'the places count\n'

/** `PLACE#N`: at the Nth time a place whose name contains PLACE is reached; `*#N` counts every place. */
export function crashAt(text: string): Faults {
  const [place = '*', nth = '1'] = text.split('#')
  let left = Number(nth)
  let armed = false
  process.once('SIGUSR2', () => {
    armed = true
    process.stderr.write(ARMED)
  })
  return {
    reach(reached) {
      if (!armed || (place !== '*' && !reached.includes(place))) return
      left -= 1
      if (left === 0) process.kill(process.pid, 'SIGKILL')
    },
  }
}
