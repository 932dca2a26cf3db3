/** What franchises earned and nobody settled yet: a settlement claims it, and lets go of it as settled. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { checks } from './checks.ts'
import { CLAIM_PAYMENTS_MAX, claim, claiming, settleClaimed } from './claim.ts'
import { claimablePayments, claimedPayments, earningsView } from './earnings.ts'

export const settlementFeature = defineFeature(paymentsContract, {
  aggregates: [claiming],
  views: [earningsView],
  commands: {
    claimSettlement: async (input, { read }) => claim(input, await claimablePayments(read, input, CLAIM_PAYMENTS_MAX)),
    settlePayments: async (input, { read }) => settleClaimed(input, await claimedPayments(read, input.settlementId)),
  },
  checks,
})
