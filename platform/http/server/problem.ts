/**
 * Refusals as RFC 9457 problem details. The same refusal in the same language gives the same bytes, so that a replayed
 * refusal cannot be told from the first one; what differs per request goes into headers.
 */

import type { Catalogue, Refusal, RefusalText } from '../../kit/refusal.ts'
import { commonRefusals } from '../../kit/refusal.ts'
import type { Language } from '../routes/route.ts'

export const PROBLEM_TYPE = 'application/problem+json'

export interface Problem {
  readonly status: number
  readonly body: string
}

/** The text of a code: the service's own, else the common one. A code that nobody lists is a fault. */
export function textOf(code: string, own?: Catalogue): RefusalText {
  if (own !== undefined && Object.hasOwn(own, code)) return own[code]!
  if (Object.hasOwn(commonRefusals, code)) return (commonRefusals as Catalogue)[code]!
  throw new Error(`no catalogue lists the refusal ${code}`)
}

/** `type` is relative to the origin of the API, where the code's page would be. */
export function problemOf(refusal: Refusal, language: Language, own?: Catalogue): Problem {
  const { code, details } = refusal
  const text = textOf(code, own)
  const standing = { type: `/problems/${code}`, title: text[language], status: text.status, code }
  return { status: text.status, body: JSON.stringify(details ? { ...standing, ...details, ...standing } : standing) }
}
