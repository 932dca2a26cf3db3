/** What franchises earned and nobody settled yet: a settlement claims it, and lets go of it as settled. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { checks } from './checks.ts'
import { claimCommand, claiming, settleCommand } from './claim.ts'
import { earningsView } from './earnings.ts'

export const settlementFeature = defineFeature(paymentsContract, {
  aggregates: [claiming],
  views: [earningsView],
  commands: { claimSettlement: claimCommand, settlePayments: settleCommand },
  checks,
})
