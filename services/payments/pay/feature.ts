/** The route by which a customer pays: an order, or at a franchise. */
import { paymentsContract } from '../../../contracts/payments.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { pspOf } from '../psp/feature.ts'
import { payRoutes } from './api.ts'

export const payFeature = defineFeature(paymentsContract, {
  routes: context => payRoutes(context, pspOf(context)),
})
