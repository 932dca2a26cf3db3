/**
 * Who is logged in. The access token lives in memory only; the refresh token in a cookie that no script can read. Renewal
 * is one promise in a tab and one lock over all tabs.
 */
import { Refusal, Unanswered } from './problem.ts'

export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
}

export interface Session {
  readonly user: User
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAt_ms: number
}

/** A token is renewed this long before it ends, so that no request is sent with one that ends on the way. */
const EARLY_MS = 30_000
const LOCK = 'madang.session'
/** Names the member of this browser's session, for the other tabs. No secret. */
const SUBJECT = 'madang.subject'

let session: Session | null = null
let renewal: Promise<Session | null> | null = null
const listeners = new Set<() => void>()

export const currentSession = (): Session | null => session

export function onSession(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function set(next: Session | null): void {
  session = next
  if (next) localStorage.setItem(SUBJECT, next.user.id)
  else localStorage.removeItem(SUBJECT)
  for (const listener of listeners) listener()
}

interface SessionBody {
  readonly accessToken: string
  readonly expiresIn: number
  readonly user: User
}

async function ask(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      headers: {
        'X-Madang-Session': '1',
        'Accept-Language': document.documentElement.lang,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    throw new Unanswered(null, cause)
  }
}

async function opened(response: Response): Promise<Session> {
  if (response.status >= 500) throw new Unanswered(response)
  const body = await response.json()
  if (!response.ok) throw new Refusal(body, response)
  const { accessToken, expiresIn, user } = body as SessionBody
  return { user, token: accessToken, expiresAt_ms: Date.now() + expiresIn * 1000 }
}

export async function logIn(email: string, password: string): Promise<Session> {
  const next = await opened(await ask('POST', '/session', { email, password }))
  set(next)
  return next
}

export interface NewMember {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly phone?: string
  readonly region?: string
}

/** Becomes a member, and is logged in. */
export async function signUp(member: NewMember): Promise<Session> {
  const next = await opened(await ask('POST', '/session/register', member))
  set(next)
  return next
}

/** The member has another name: what shows it is drawn anew. */
export function renameUser(name: string): void {
  if (session && session.user.name !== name) set({ ...session, user: { ...session.user, name } })
}

/** Ends the session here and at the server. What the page holds of the member goes with it: see `nextPerson`. */
export async function logOut(): Promise<void> {
  set(null)
  await ask('DELETE', '/session').catch(() => undefined)
}

/** A new access token by the cookie; null if nobody is logged in any more. */
export function renew(): Promise<Session | null> {
  renewal ??= underLock(renewNow).finally(() => {
    renewal = null
  })
  return renewal
}

const underLock = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? (navigator.locks.request(LOCK, work) as Promise<T>) : work()

async function renewNow(): Promise<Session | null> {
  const response = await ask('POST', '/session/refresh')
  if (response.status === 401) {
    set(null)
    return null
  }
  const next = await opened(response)
  set(next)
  return next
}

/** The session of this browser at the start of a page, if it has one. */
export async function resume(): Promise<void> {
  if (localStorage.getItem(SUBJECT) === null) return
  await renew().catch(() => null)
}

/** A token that is good for the next request. */
export async function accessToken(): Promise<string | null> {
  if (!session) return null
  if (session.expiresAt_ms - Date.now() > EARLY_MS) return session.token
  const renewed = await renew().catch((error: unknown) => {
    // The server may be away for a moment while the token is still good.
    if (session && session.expiresAt_ms > Date.now()) return session
    throw error
  })
  return renewed?.token ?? null
}

/** Another tab logged in as somebody else, or out: this one sends nothing more and starts anew. */
export function followOtherTabs(reload: () => void): void {
  addEventListener('storage', event => {
    if (event.key === SUBJECT && event.newValue !== (session?.user.id ?? null)) reload()
  })
}

/** Whether the session of this browser is still this tab's. */
export const isOwnSession = (): boolean => (session?.user.id ?? null) === localStorage.getItem(SUBJECT)
