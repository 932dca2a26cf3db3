/**
 * An attempt to move money: its key and its body are kept until its answer is known. A double click sends once; a page
 * that was reloaded, or whose answer was lost, asks again with the body it sent, whatever its form says by now.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { isFinal, type Refusal } from './problem.ts'
import { currentSession } from './session.ts'

export interface Attempt<B> {
  readonly key: string
  readonly body: B
  /** ISO 8601, when it was sent first. */
  readonly sentAt: string
}

const PREFIX = 'madang.attempt.'

/** Attempts of this tab, by member and form: another member in the same tab never sees them. */
const slotOf = (form: string): string => `${PREFIX}${currentSession()?.user.id ?? '-'}.${form}`

export function keptAttempt<B>(form: string): Attempt<B> | null {
  const text = sessionStorage.getItem(slotOf(form))
  return text === null ? null : (JSON.parse(text) as Attempt<B>)
}

function keep<B>(form: string, body: B): Attempt<B> {
  const attempt = { key: crypto.randomUUID(), body, sentAt: new Date().toISOString() }
  sessionStorage.setItem(slotOf(form), JSON.stringify(attempt))
  return attempt
}

const end = (form: string): void => sessionStorage.removeItem(slotOf(form))

/** Forgets all attempts of this tab, at log-out. */
export function forgetAttempts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
}

export type AttemptState =
  | { readonly phase: 'idle' }
  /** Sent, no answer yet. `again`: it was sent before, and its outcome is asked for. */
  | { readonly phase: 'sending'; readonly again: boolean }
  | { readonly phase: 'refused'; readonly refusal: Refusal }
  /** Sent, and no answer came: it may have happened. `retry` asks with the same key and body. */
  | { readonly phase: 'unknown'; readonly error: unknown }

export interface AttemptOptions<B, R> {
  /** Names the form; with what it is about, where a member may have several open. */
  readonly form: string
  readonly send: (body: B, key: string) => Promise<R>
  readonly onDone: (answer: R) => void | Promise<void>
  /** True if the form shows the refusal itself, at its field. */
  readonly onRefused?: (refusal: Refusal) => boolean
}

export interface UsedAttempt<B> {
  readonly state: AttemptState
  readonly busy: boolean
  readonly submit: (body: B) => void
  readonly retry: () => void
  /** Clears a refusal, for instance when the form changes. */
  readonly reset: () => void
}

type Handlers<B, R> = Pick<AttemptOptions<B, R>, 'send' | 'onDone' | 'onRefused'>

/** The handlers are those of the form as it is when they are needed. */
async function outcomeOf<B, R>(
  form: string,
  { body, key }: Attempt<B>,
  latest: { readonly current: Handlers<B, R> },
): Promise<AttemptState> {
  try {
    const answer = await latest.current.send(body, key)
    end(form)
    await latest.current.onDone(answer)
    return { phase: 'idle' }
  } catch (error) {
    if (!isFinal(error)) return { phase: 'unknown', error }
    end(form)
    return latest.current.onRefused?.(error) ? { phase: 'idle' } : { phase: 'refused', refusal: error }
  }
}

export function useAttempt<B, R>({ form, send, onDone, onRefused }: AttemptOptions<B, R>): UsedAttempt<B> {
  const [state, setState] = useState<AttemptState>({ phase: 'idle' })
  const sending = useRef(false)
  const latest = useRef({ send, onDone, onRefused })
  latest.current = { send, onDone, onRefused }

  const run = useCallback(
    async (attempt: Attempt<B>, again: boolean) => {
      if (sending.current) return
      sending.current = true
      setState({ phase: 'sending', again })
      const next = await outcomeOf(form, attempt, latest)
      sending.current = false
      setState(next)
    },
    [form],
  )

  const retry = useCallback(() => {
    const kept = keptAttempt<B>(form)
    if (kept) void run(kept, true)
  }, [form, run])

  const submit = useCallback(
    (body: B) => {
      if (sending.current) return
      const kept = keptAttempt<B>(form)
      void run(kept ?? keep(form, body), kept !== null)
    },
    [form, run],
  )

  // Opened with an outcome unknown: it is asked for at once.
  useEffect(retry, [retry])

  const reset = useCallback(() => setState(now => (now.phase === 'refused' ? { phase: 'idle' } : now)), [])
  return { state, busy: state.phase === 'sending', submit, retry, reset }
}
