/**
 * Processor time that was taken by the host of a virtual machine: somebody here was ready to run, and somebody elsewhere ran. In a load it
 * looks like a stall of ours.
 */
import { readFileSync } from 'node:fs'

/** Ticks since the machine's start, of all processors. */
export interface ProcessorTime {
  readonly all: number
  readonly stolen: number
}

/** `cpu user nice system idle iowait irq softirq steal …` (proc_stat(5)); what comes behind is counted in `user` already. */
const COUNTED = 8

/** Null where nothing is known of it. */
export function processorTime(read = () => readFileSync('/proc/stat', 'utf8')): ProcessorTime | null {
  try {
    const [first = ''] = read().split('\n')
    const ticks = first
      .split(/\s+/)
      .slice(1, 1 + COUNTED)
      .map(Number)
    const stolen = ticks.at(-1)
    if (ticks.length < COUNTED || stolen === undefined) return null
    return { all: ticks.reduce((sum, each) => sum + each, 0), stolen }
  } catch {
    return null
  }
}

/** Of all processors between two looks, 0 to 1; null where nothing is known. */
export function stolenBetween(first: ProcessorTime | null, last: ProcessorTime | null): number | null {
  return first && last ? (last.stolen - first.stolen) / Math.max(1, last.all - first.all) : null
}
