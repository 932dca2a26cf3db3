/** Settlements: what franchises have earned is paid out to their bank accounts, day by day. */
import { settlementsContract } from '../../contracts/settlements.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { settlementRoutes } from './api.ts'
import { checks } from './checks.ts'
import { markFailed, markPaid, markTransferring, takeTurn } from './commands.ts'
import { earningsCopy } from './earnings.ts'
import { franchiseById, franchisesCopy } from './franchises.ts'
import { settlementObligations } from './obligations.ts'
import { planTurn } from './plan.ts'
import { refusals } from './refusals.ts'
import { dailyRun, run } from './run.ts'
import { settle } from './settle.saga.ts'
import { settlement, settlementKey } from './settlement.ts'
import { settlementsView } from './views.ts'

export const settlements = defineService(settlementsContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [settlement, run, dailyRun.aggregate],
  views: [settlementsView],
  sagas: [settle],
  commands: {
    runSettlements: async ({ businessDate, runId }, context) =>
      takeTurn(await planTurn(context, businessDate, runId ?? context.ports.ids.next('run'))),
    runDue: dailyRun.runDay,
    transferSettlement: async (input, context) => {
      const head = await context.writer.head(settlementKey(input.settlementId))
      const franchise = await franchiseById(context, head?.state.franchiseId ?? '')
      return markTransferring(input, franchise?.bankAccount ?? null)
    },
    completeSettlement: markPaid,
    failSettlement: markFailed,
  },
  projections: [earningsCopy, franchisesCopy],
  routes: settlementRoutes,
  rpcs: ({ read }) => ({ mayLeave: ({ memberId }) => settlementObligations(read, memberId) }),
  refusals,
  checks,
  start: dailyRun.start,
})
