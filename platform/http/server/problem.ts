/**
 * Refusals as RFC 9457 problem details. The same refusal in the same language gives the same bytes, so a replayed
 * refusal equals the first one. Values that differ per request are in headers.
 */

import type { Catalogue, Refusal, RefusalText } from '../../kit/refusal.ts'
import { commonRefusals } from '../../kit/refusal.ts'
import type { Language } from '../routes/route.ts'
import { translated } from './field-message.ts'

export const PROBLEM_TYPE = 'application/problem+json'

export interface Problem {
  readonly status: number
  readonly body: string
}

/** The text of a code: from the catalogue of the service, otherwise from the common one. An unknown code is a fault. */
export function textOf(code: string, own?: Catalogue): RefusalText {
  if (own !== undefined && Object.hasOwn(own, code)) return own[code]!
  if (Object.hasOwn(commonRefusals, code)) return (commonRefusals as Catalogue)[code]!
  throw new Error(`no catalogue lists the refusal ${code}`)
}

/** Time alone may cure it, so it is not kept under an idempotency key. */
export const isTemporary = ({ status }: RefusalText): boolean => status >= 500 || status === 429

/** `type` is relative to the origin of the API, where the page of the code is. */
export function problemOf(refusal: Refusal, language: Language, own?: Catalogue): Problem {
  const { code, details } = refusal
  const text = textOf(code, own)
  const shown = code === 'invalid_request' ? withMessages(details, language) : details
  const standing = { type: `/problems/${code}`, title: text[language], status: text.status, code }
  return { status: text.status, body: JSON.stringify(shown ? { ...standing, ...shown, ...standing } : standing) }
}

/** Stored refusals have no texts: the same answer may be asked for in another language. */
function withMessages(details: Refusal['details'], language: Language): Refusal['details'] {
  const errors = details?.errors
  return Array.isArray(errors) ? { ...details, errors: translated(errors, language) } : details
}
