/** What a saga of another service asks to be told to a member. */

import { send } from '../../../contracts/notifications.ts'
import type { Command } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { tell } from '../inbox/feature.ts'
import { findTemplate } from '../templates/feature.ts'

const refusing = (refusal: Refusal): Command => ({ type: send.type, keys: [], decide: () => refusal })

/** Refusals: template_unknown, params_invalid. */
export function sendCommand({ memberId, template, params, sourceId, collapseKey }: DataOf<typeof send>): Command {
  const found = findTemplate(template)
  if (!found) return refusing(refuse('template_unknown', { template }))
  const notice = found.noticeOf(params, { sourceId, ...(collapseKey !== undefined && { collapseKey }) })
  return notice ? tell(memberId, [notice]) : refusing(refuse('params_invalid', { template }))
}
