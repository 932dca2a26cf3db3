/** Messages for tests: told by the service's own command, many at once. */

import type { Application } from '../../platform/runtime/application.ts'
import { tell } from '../../services/notifications/inbox/feature.ts'
import { moneyTemplates, settlementTemplates } from '../../services/notifications/templates/feature.ts'
import { origin } from '../harness/application.ts'

let told = 0
const source = () => {
  told += 1
  return { sourceId: `evt_${told}` }
}

export const deposit = (amount = 1_000) =>
  moneyTemplates.depositReceived.notice({ transferId: `trf_${told}`, amount, currency: 'KRW' }, source())

/** Asks for an action. */
export const failedSettlement = (settlementId = 'stl_1') =>
  settlementTemplates.failed.notice(
    { settlementId, franchiseId: 'frn_1', businessDate: '2026-11-20', amount: 10_000, currency: 'KRW', reason: 'x' },
    { ...source(), collapseKey: `settlement-failed/${settlementId}` },
  )

/** A platform, or the service by itself. */
export interface Telling {
  readonly application: Application
}

type Notices = Parameters<typeof tell>[1]

export async function tellMember({ application }: Telling, memberId: string, notices: Notices): Promise<void> {
  const { writer } = application.service('notifications')
  const outcome = await writer.run(tell(memberId, notices), origin('system:test'))
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
}

const TOGETHER = 250

/** So many deposits, the oldest first. */
export async function tellMany(madang: Telling, memberId: string, count: number): Promise<void> {
  for (let left = count; left > 0; left -= TOGETHER)
    await tellMember(
      madang,
      memberId,
      Array.from({ length: Math.min(left, TOGETHER) }, () => deposit()),
    )
}

export const upTo = (count: number, from = 1): number[] =>
  Array.from({ length: count - from + 1 }, (_, at) => at + from)
