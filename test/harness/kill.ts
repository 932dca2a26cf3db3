/**
 * Kills the platform at every place where it has just committed or is about to, one place a time, and starts it again. The
 * same requests are then repeated with the same keys until what was begun is at its end.
 */
import { expect } from 'vitest'
import { type Child, startChild } from './child.ts'

/** An answer, or null when the process died before it came. */
export type Asked = { readonly status: number; readonly text: string } | null

export async function askChild(
  child: Child,
  token: string,
  method: string,
  path: string,
  key?: string,
  body?: unknown,
): Promise<Asked> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key && { 'idempotency-key': key }),
  }
  try {
    const answer = await fetch(`${child.url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    return { status: answer.status, text: await answer.text() }
  } catch {
    return null
  }
}

const LOOKS_MAX = 3_000

/** Looks until it is over; false when the process died before. */
export async function lookUntil(look: () => Promise<Asked>, isOver: (body: any) => boolean): Promise<boolean> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    const shown = await look()
    if (!shown) return false
    if (isOver(JSON.parse(shown.text))) return true
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  throw new Error('what was begun did not come to an end')
}

const PLACES_MAX = 100

export interface Killing<T> {
  readonly environment: Record<string, string>
  /** What is begun for the nth place. */
  readonly begin: (nth: number) => T
  /** Goes as far as the process lives, also from where it died before. True at the end. */
  readonly goOn: (child: Child, begun: T) => Promise<boolean>
}

/** Gives how many places there were to die at. */
export async function killEverywhere<T>({ environment, begin, goOn }: Killing<T>): Promise<number> {
  let unfinished: T | null = null
  for (let nth = 1; nth <= PLACES_MAX; nth += 1) {
    const child = await startChild({ ...environment, MADANG_CRASH_AT: `*#${nth}` })
    await child.ready()
    if (unfinished) expect(await goOn(child, unfinished)).toBe(true)
    const begun = begin(nth)
    child.arm()
    const survived = await goOn(child, begun)
    // After the end nothing more is reached: there is no place left to die at.
    if (survived && !child.ended) {
      await child.kill('SIGTERM')
      return nth - 1
    }
    await child.kill()
    unfinished = begun
  }
  throw new Error(`there are more than ${PLACES_MAX} places to die at`)
}
