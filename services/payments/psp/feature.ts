/** The card PSP: the port to it, its HTTP client, and the calls that sagas make. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { pspCalls } from './calls.ts'
import type { Psp } from './psp.ts'
import { tossPsp } from './toss.ts'

export type { CancelInput, ChargeInput } from './calls.ts'
export { CardDetailsBody, readCardDetails } from './card.ts'
export type { CardDetails, Psp, PspPayment } from './psp.ts'

export const pspOf = ({ settings }: ServiceContext): Psp =>
  tossPsp({
    url: settings.PSP_URL ?? '',
    secretKey: settings.PSP_SECRET_KEY ?? '',
    ...(settings.PSP_ANSWER_LIMIT_MS && { answerLimit_ms: Number(settings.PSP_ANSWER_LIMIT_MS) }),
  })

export const pspFeature = defineFeature(paymentsContract, {
  calls: context => pspCalls(pspOf(context)),
})
