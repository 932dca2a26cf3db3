/**
 * Counts requests per caller in a window that begins with the caller's first request. In memory and bounded: callers
 * are kept in the order in which their windows began, so expired windows are at the front.
 */
import { isIPv6 } from 'node:net'
import type { Clock } from '../../ports/ports.ts'

interface Window {
  readonly since_ms: number
  count: number
}

export const CALLERS_MAX = 100_000

export class RateLimit {
  readonly #clock: Clock
  readonly #requests_max: number
  readonly #window_ms: number
  readonly #windows = new Map<string, Window>()

  constructor(clock: Clock, requests_max: number, window_ms: number) {
    this.#clock = clock
    this.#requests_max = requests_max
    this.#window_ms = window_ms
  }

  /** Counts one request. Returns 0 if it is within the limit, otherwise the seconds until the window ends. */
  take(caller: string): number {
    const now_ms = this.#clock.now().getTime()
    const window = this.#windows.get(caller)
    if (window === undefined || now_ms - window.since_ms >= this.#window_ms) {
      this.#windows.delete(caller)
      this.#forgetOver(now_ms)
      this.#windows.set(caller, { since_ms: now_ms, count: 1 })
      return 0
    }
    window.count += 1
    if (window.count <= this.#requests_max) return 0
    return Math.ceil((window.since_ms + this.#window_ms - now_ms) / 1000)
  }

  /** When there are too many callers, the oldest window is dropped. */
  #forgetOver(now_ms: number): void {
    for (const [caller, { since_ms }] of this.#windows) {
      if (now_ms - since_ms < this.#window_ms && this.#windows.size < CALLERS_MAX) return
      this.#windows.delete(caller)
    }
  }
}

/** An IPv4 address as it is; the /64 network of an IPv6 address, which is what one household is given. */
export function networkOf(address: string): string {
  if (!address.includes(':') || !isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped !== null) return mapped[1]!
  const [left = '', right = ''] = address.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === '' ? [] : right.split(':')
  const zeros = address.includes('::')
    ? Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
    : []
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}
