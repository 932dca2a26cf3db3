/**
 * Kills the platform at every place where it has just committed or is about to, one place a time, and starts it again. The
 * same requests are then repeated with the same keys until what was begun is at its end.
 */
import { expect } from 'vitest'
import { type Child, LOOK_AGAIN_MS, startChild } from './child.ts'

/** What the bank's simulator and the platform know each other by. */
export const BANK_API_KEY = 'kill'

/** Each service commits for itself, as in a process of its own: between any two of them there is a place to die at. */
export const APART = { MADANG_GROUP_COMMIT: 'off' }

/** Where a platform that is to be killed keeps everything: outside of its process. */
export const environmentOutside = (databaseUrl: string, directory: string, bankUrl: string) => ({
  DATABASE_URL: databaseUrl,
  MADANG_DATA: directory,
  BANK_URL: bankUrl,
  BANK_API_KEY,
  MADANG_RATE_LIMIT: 'off',
  MADANG_RATE_LIMIT_CREDENTIALS: 'off',
})

/** An answer, or null when the process died before it came. */
export type Response = { readonly status: number; readonly text: string } | null

export async function askChild(
  child: Child,
  token: string,
  method: string,
  path: string,
  key?: string,
  body?: unknown,
): Promise<Response> {
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

const LOOKS_MAX = 1_000

/** Looks until it is over; false when the process died before. */
export async function lookUntil(look: () => Promise<Response>, isTerminal: (body: any) => boolean): Promise<boolean> {
  let response: Response = null
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    response = await look()
    if (!response) return false
    if (isTerminal(JSON.parse(response.text))) return true
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error(`what was begun did not come to an end: ${response?.text.slice(0, 500)}`)
}

export const PLACES_MAX = 150

export interface Killing<T> {
  /** The first place, and the step from one to the next: 1 and 1, unless others do those between. */
  readonly from?: number
  readonly by?: number
  readonly environment: Record<string, string>
  /** What is begun for the nth place. */
  readonly begin: (nth: number) => T
  /** Proceeds as long as the process lives, also from where it died before. True at the end. */
  readonly proceed: (child: Child, begun: T) => Promise<boolean>
}

/** Gives the last place there was to die at, or one that is not far after it. */
export async function killEverywhere<T>({
  environment,
  begin,
  proceed,
  from = 1,
  by = 1,
}: Killing<T>): Promise<number> {
  let unfinished: T | null = null
  for (let nth = from; nth <= PLACES_MAX; nth += by) {
    const child = await startChild({ ...environment, MADANG_CRASH_AT: `*#${nth}` })
    await child.ready()
    if (unfinished) expect(await proceed(child, unfinished)).toBe(true)
    const begun = begin(nth)
    await child.arm()
    const survived = await proceed(child, begun)
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
