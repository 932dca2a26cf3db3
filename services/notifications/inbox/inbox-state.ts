/** What an inbox remembers, and how much of it. */
import type { Language } from '../../../contracts/identity.ts'
import type { Category } from '../../../contracts/notifications.ts'
import { noSources, type Sources } from './sources.ts'

export interface Inbox {
  /** Of the newest message. */
  readonly seq: number
  /** Numbers of the unread messages, the oldest first. */
  readonly unread: readonly number[]
  /** Those of them that ask for an action. */
  readonly actions: readonly number[]
  /** The message that stands for each collapse key. */
  readonly collapsible: Readonly<Record<string, number>>
  /** What was told lately, as `sourceOf` names it. */
  readonly sources: Sources
  readonly language: Language
  readonly switchedOff: readonly Category[]
  /** Version of the member's stream that language and choices are from. */
  readonly choicesVersion: number
  readonly forgotten: boolean
}

/** At least so many are remembered; older ones are beyond any repetition. */
export const SOURCES_MIN = 500
/** Beyond it the oldest without an action count as read. */
export const UNREAD_MAX = 1_000
/** Beyond it the oldest cannot be replaced any more. */
export const COLLAPSIBLE_MAX = 500

export const empty: Inbox = {
  seq: 0,
  unread: [],
  actions: [],
  collapsible: {},
  sources: noSources,
  language: 'ko',
  switchedOff: [],
  choicesVersion: 0,
  forgotten: false,
}
