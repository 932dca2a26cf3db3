/** CPU time and memory of processes, as Linux counts them. Elsewhere nothing is known, and null says so. */
import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ, the unit of times in /proc: 100 on every architecture that Node runs on. */
const TICKS_PER_S = 100
const KIB = 1024

interface Stat {
  readonly parent: number
  readonly own_s: number
  /** Of children that ended and were waited for. */
  readonly ended_s: number
}

/** The program's name stands in brackets and may itself hold spaces and brackets (proc_pid_stat(5)). */
function statOf(path: string): Stat | null {
  try {
    const text = readFileSync(path, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const seconds = (index: number) => ((fields[index] ?? 0) + (fields[index + 1] ?? 0)) / TICKS_PER_S
    return { parent: fields[1] ?? 0, own_s: seconds(11), ended_s: seconds(13) }
  } catch {
    return null
  }
}

/** CPU seconds of one process with all its threads; of its main thread only, if requested. */
export const cpuOf_s = (pid: number, mainThread = false): number | null =>
  statOf(mainThread ? `/proc/${pid}/task/${pid}/stat` : `/proc/${pid}/stat`)?.own_s ?? null

export const parentOf = (pid: number): number | null => statOf(`/proc/${pid}/stat`)?.parent ?? null

export function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return all.filter(candidate => parentOf(candidate) === pid)
}

/** CPU seconds of each process of a family; the parent's also count children that have ended. */
export function familyCpu_s(parent: number): Map<number, number> {
  const times = new Map<number, number>()
  for (const pid of [parent, ...childrenOf(parent)]) {
    const stat = statOf(`/proc/${pid}/stat`)
    if (stat) times.set(pid, pid === parent ? stat.own_s + stat.ended_s : stat.own_s)
  }
  return times
}

export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** Bytes. PSS shares what several processes map among them, so that only PSS can be added up. */
export interface Memory {
  readonly rss: number | null
  readonly pss: number | null
  /** The part of PSS that is memory shared on purpose, such as PostgreSQL's buffers. */
  readonly shared: number | null
}

const noMemory: Memory = { rss: null, pss: null, shared: null }

function memoryOfOne(pid: number): Memory {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const bytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * KIB
    return { rss: bytes('Rss'), pss: bytes('Pss'), shared: bytes('Pss_Shmem') }
  } catch {
    return noMemory
  }
}

/** The sum over processes; null when one of them cannot be read. */
export function memoryOf(pids: readonly number[]): Memory {
  const each = pids.map(memoryOfOne)
  const sum = (pick: (memory: Memory) => number | null) =>
    each.reduce<number | null>((total, memory) => {
      const bytes = pick(memory)
      return total === null || bytes === null ? null : total + bytes
    }, 0)
  if (pids.length === 0) return noMemory
  return { rss: sum(memory => memory.rss), pss: sum(memory => memory.pss), shared: sum(memory => memory.shared) }
}
