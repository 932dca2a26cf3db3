/** Settlements: what franchises have earned is paid out to their bank accounts, day by day. */
import { runSettlements } from '../../contracts/settlements.ts'
import { defineService } from '../../platform/service/service.ts'
import { settlementRoutes } from './api.ts'
import { checks } from './checks.ts'
import { markFailed, markPaid, markTransferring, takeTurn } from './commands.ts'
import { earningsCopy } from './earnings.ts'
import { franchiseById, franchisesCopy } from './franchises.ts'
import { planTurn } from './plan.ts'
import { refusals } from './refusals.ts'
import { run } from './run.ts'
import { beginSchedule, RUN_DUE, runDue, schedule } from './schedule.ts'
import { MARK, settle } from './settle.saga.ts'
import { type Settlement, settlement, settlementKey } from './settlement.ts'
import { settlementsView } from './views.ts'

export const settlements = defineService({
  name: 'settlements',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [settlement, run, schedule],
  views: [settlementsView],
  sagas: [settle],
  accepts: {
    [runSettlements.type]: async ({ businessDate, runId }: { businessDate: string; runId?: string }, context) =>
      takeTurn(await planTurn(context.read, businessDate, runId ?? context.ports.ids.next('run'))),
    [RUN_DUE]: runDue,
    [MARK.transferring]: async (input, context) => {
      const head = await context.writer.head<Settlement>(settlementKey(input.settlementId))
      const franchise = await franchiseById(context.read, head?.state.franchiseId ?? '')
      return markTransferring(input, franchise?.bankAccount ?? null)
    },
    [MARK.paid]: markPaid,
    [MARK.failed]: markFailed,
  },
  projections: [earningsCopy, franchisesCopy],
  routes: settlementRoutes,
  refusals,
  checks,
  start: beginSchedule,
})
