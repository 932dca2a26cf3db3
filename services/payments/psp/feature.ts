/** The card PSP: its HTTP client, and the calls that sagas make. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { pspCalls } from './calls.ts'
import { pspOf } from './psp.ts'

export { CardDetailsBody, readCardDetails } from './card.ts'
export {
  type CancelInput,
  type CardDetails,
  type ChargeInput,
  type Psp,
  type PspPayment,
  type PspTransaction,
  pspOf,
} from './psp.ts'

export const pspFeature = defineFeature(paymentsContract, {
  calls: context => pspCalls(pspOf(context)),
})
