/** What can be learnt about another process: whether it runs, and which program. */
import { readFileSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // A process of another user is alive although it may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

/** The command line; null where the system does not provide it. Unlike the working folder, any user may read it. */
export function commandOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return null
  }
}

/**
 * The process has ended and its parent has not noticed yet. The state follows the name, which is in brackets and may
 * contain brackets.
 */
function isZombie(pid: number): boolean {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')')).startsWith(') Z')
  } catch {
    return false
  }
}
