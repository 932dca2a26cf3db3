/** A command asks one service to change its state. It names the heads it needs, and decides from their state only. */

import { type Static, Type } from 'typebox'
import type { Sealer } from '../vault/vault.ts'
import type { HeadKey } from './head-key.ts'
import type { Message, NewMessage, Origin } from './message.ts'
import { type Catalogue, isRefusal, type Refusal } from './refusal.ts'

/** The states of the heads a command named, as they are after every earlier command of the batch. */
export interface States {
  /** State of a head, or its aggregate's initial state if the stream is new. Throws for a head that was not named. */
  of<S>(key: HeadKey<S> | string): S
  /** Version of a head: 0 if nothing was ever written to it. */
  version(key: string): number
}

/** The same states, with some of them replaced by those of the pending decision. */
export const statesWith = (states: States, changed: ReadonlyMap<string, unknown>): States => ({
  of: <S>(key: HeadKey<S> | string) => (changed.has(key) ? (changed.get(key) as S) : states.of<S>(key)),
  version: key => states.version(key),
})

export interface Context extends Origin {
  readonly now: Date
  readonly newId: (prefix: string) => string
  /** The command message that is being handled, if there is one. */
  readonly message?: Message<CommandData>
}

export interface NewTimer {
  readonly id: string
  readonly at: Date
  /** The type of a command that this service accepts, and its input. */
  readonly type: string
  readonly input: unknown
}

export interface Accepted {
  readonly messages: readonly NewMessage[]
  /** The HTTP body, or the `result` of a reply message. */
  readonly reply?: unknown
  /** HTTP status; default 200. */
  readonly status?: number
  readonly setTimers?: readonly NewTimer[]
  readonly clearTimers?: readonly string[]
  /** True when the reply to a command message comes later, from another command (see `replyTo`). */
  readonly deferred?: boolean
}

export type Decision = Accepted | Refusal

export interface Command {
  readonly type: string
  /** Heads to lock and load, `aggregate:id`. */
  readonly keys: readonly string[]
  /**
   * Keys whose id was created for this command: nothing can have been written to them, so they are not looked up. If
   * the assumption is wrong, the insert of the events conflicts and the command is decided again on the stored state.
   */
  readonly fresh?: readonly string[]
  readonly decide: (states: States, context: Context) => Decision
  /**
   * The answer holds personal data or tokens: it is stored encrypted under the key of the person. Null once the key is
   * destroyed; then the answer cannot hold any.
   */
  readonly sealed?: Sealer | null
}

/** Identifies a command for replays, and what must match. */
export interface IdempotencyKey {
  /** Scope and key together, hashed: base64url, 22 characters. */
  readonly key: string
  /** Hash of the request, same form. */
  readonly fingerprint: string
}

/** The outcome of a command. `body` is the exact text that was stored, so a replay is byte-identical. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly status: number; readonly body: string; readonly replayed: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly replayed: boolean }

/** A refusal that must write something (a wrong password is counted) is accepted, with the status of a refusal. */
export const isRecordedRefusal = ({ status }: { readonly status: number }): boolean => status >= 400

/**
 * A command that is refused changes nothing. So one that has something to write is accepted, and what is stored of its
 * answer is the refusal, which is put into words when it is sent.
 */
export const recordRefusal = (
  { code, details }: Refusal,
  catalogue: Catalogue,
  messages: readonly NewMessage[],
): Accepted => {
  const status = catalogue[code]?.status
  if (status === undefined || !isRecordedRefusal({ status })) throw new Error(`no catalogue lists the refusal ${code}`)
  return { messages, status, reply: { code, ...details } }
}

/** The refusal that was recorded as this body. */
export function recordedRefusal(body: string): Refusal {
  const { code, ...details }: { code: string } & Readonly<Record<string, unknown>> = JSON.parse(body)
  return Object.keys(details).length === 0 ? { refused: true, code } : { refused: true, code, details }
}

/** Data of a `command` message: the command, its input, and the address for the reply. */
export interface CommandData {
  readonly command: string
  readonly input: unknown
  readonly replyTo: ReplyTo | null
}

/** The address of a reply, for a service that keeps it until it replies. */
export const ReplyToSchema = Type.Object({
  service: Type.String(),
  saga: Type.String(),
  step: Type.String(),
  phase: Type.Union([Type.Literal('do'), Type.Literal('undo')]),
  attempt: Type.Integer({ minimum: 1 }),
})
export type ReplyTo = Readonly<Static<typeof ReplyToSchema>>

export type ReplyData = Omit<ReplyTo, 'service'> &
  ({ readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly refusal: Refusal })

/** The message that answers a deferred command message. */
export function replyMessage(
  to: ReplyTo,
  answer: { ok: true; result: unknown } | { ok: false; refusal: Refusal },
): NewMessage<ReplyData> {
  const { service, ...where } = to
  return { kind: 'reply', to: service, type: 'reply', stream: replyStream(to), data: { ...where, ...answer } }
}

/** A deferred reply to whoever awaits it, a result or a refusal; none where nobody does. */
export const replyIfAwaited = (to: ReplyTo | null | undefined, answer: unknown): NewMessage<ReplyData>[] =>
  to ? [replyMessage(to, isRefusal(answer) ? { ok: false, refusal: answer } : { ok: true, result: answer })] : []

export const replyStream = ({ saga, step, phase, attempt }: ReplyTo): string =>
  `reply:${saga}/${step}/${phase}/${attempt}`

export const accept = (messages: readonly NewMessage[], more: Omit<Accepted, 'messages'> = {}): Accepted => ({
  messages,
  ...more,
})
