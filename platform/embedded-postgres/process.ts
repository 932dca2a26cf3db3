/** What can be known about another process: whether it runs, what it runs, and when it began. */
import { readFileSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // A process of another user is alive although we may not signal it.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return statusOf(pid)?.state !== 'Z'
}

/** A mark that tells two processes with the same pid apart; empty where the system does not say. */
export function startOf(pid: number): string {
  return statusOf(pid)?.start ?? ''
}

/** Its command line; null where the system does not say. Unlike its working folder, anyone may read it. */
export function commandOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return null
  }
}

/** Linux only. The program's name stands in brackets and may itself hold spaces and brackets (proc_pid_stat(5)). */
function statusOf(pid: number): { state: string; start: string } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', start: fields[19] ?? '' }
  } catch {
    return null
  }
}
