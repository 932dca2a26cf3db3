/** Payments: for an order, by wallet or by card, or at a franchise; authorized, captured, voided, refunded, settled. */
import { paymentsContract } from '../../contracts/payments.ts'
import { composeService } from '../../platform/service/define-service.ts'
import { franchisesFeature } from './franchises/feature.ts'
import { ordersFeature } from './orders/feature.ts'
import { payFeature } from './pay/feature.ts'
import { paymentFeature } from './payment/feature.ts'
import { pspFeature } from './psp/feature.ts'
import { reconciliationFeature } from './reconciliation/feature.ts'
import { refundsFeature } from './refunds/feature.ts'
import { refusals } from './refusals.ts'
import { settlementFeature } from './settlement/feature.ts'
import { webhooksFeature } from './webhooks/feature.ts'

/** Each feature builds on those before it. */
export const payments = composeService(paymentsContract, {
  migrations: new URL('./migrations/', import.meta.url),
  refusals,
  features: [
    paymentFeature,
    pspFeature,
    ordersFeature,
    franchisesFeature,
    payFeature,
    refundsFeature,
    settlementFeature,
    webhooksFeature,
    reconciliationFeature,
  ],
})
