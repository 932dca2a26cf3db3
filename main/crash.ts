/**
 * Ends the process at a named place without cleaning up, as a power failure would, for crash tests. The places are
 * armed by SIGUSR2, so that a test can choose the first request that counts.
 */
import type { Faults } from '../platform/ports/ports.ts'

/** Written to stderr once the places are armed: a request that is sent after the signal may be read before it. */
export const ARMED = 'the places count\n'

/**
 * `PLACE#N`: at the Nth time a place whose name contains PLACE is reached; `*#N` counts every place. With `!` before it, the
 * places count from the start.
 */
export function crashAt(text: string): Faults {
  const [place = '*', nth = '1'] = text.replace(/^!/, '').split('#')
  let left = Number(nth)
  let armed = text.startsWith('!')
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
