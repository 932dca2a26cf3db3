/** `If-Match`: a write happens only to the version that its caller has seen (RFC 9110 §13.1.1). */
import type { Command } from '../../kit/command.ts'
import { isRecordedRefusal } from '../../kit/command.ts'
import { invalidForm } from '../../kit/invalid.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/refusal.ts'
import type { Edit } from '../routes/etag.ts'

export const IF_MATCH_HEADER = 'if-match'
export const IF_MATCH_LENGTH_MAX = 1_000
const TAG = '(?:W/)?"[\\x21\\x23-\\x7e]*"'
export const IF_MATCH_PATTERN = `^(?:\\*|${TAG}(?:, *${TAG})*)$`

const wellFormed = new RegExp(IF_MATCH_PATTERN)
const each = new RegExp(TAG, 'g')

/** The header as it was sent; null where there is none. Refuses what is no list of tags. */
export function conditionIn(header: string | string[] | undefined): string | null | Refusal {
  if (header === undefined) return null
  const valid = typeof header === 'string' && header.length <= IF_MATCH_LENGTH_MAX && wellFormed.test(header)
  return valid ? header : invalidForm('header', IF_MATCH_HEADER)
}

/** A weak tag matches nothing. `*` matches whatever there is. */
const matches = (condition: string, tag: string): boolean =>
  condition === '*' || [...condition.matchAll(each)].some(([given]) => given === tag)

/** What would be refused anyhow is refused for that, and not for its version (§13.2.1). */
export function onlyIf(condition: string, { key, tagIn }: Edit, command: Command): Command {
  return {
    ...command,
    keys: command.keys.includes(key) ? command.keys : [...command.keys, key],
    decide(states, context) {
      const decision = command.decide(states, context)
      if (isRefusal(decision) || isRecordedRefusal({ status: decision.status ?? 200 })) return decision
      const tag = tagIn(states)
      return tag !== null && matches(condition, tag) ? decision : refuse('precondition_failed')
    },
  }
}
