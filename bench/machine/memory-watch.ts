/** Memory of a process while something happens. At a single moment it tells more of when garbage was collected last than of the process. */
import { memoryOf } from './processes.ts'

const LOOK_MS = 250

/** `stop` gives what was seen, bytes of PSS, four times a second. */
export function watchMemory(pid: number): { stop(): number[] } {
  const look = () => memoryOf([pid]).pss ?? Number.NaN
  const seen = [look()]
  const timer = setInterval(() => seen.push(look()), LOOK_MS)
  return {
    stop() {
      clearInterval(timer)
      return seen
    },
  }
}
