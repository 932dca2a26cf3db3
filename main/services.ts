/** All services, in the order in which they are prepared. */
import type { ServiceDefinition } from '../platform/service/service.ts'
import { banking } from '../services/banking/service.ts'
import { cart } from '../services/cart/service.ts'
import { catalog } from '../services/catalog/service.ts'
import { franchises } from '../services/franchises/service.ts'
import { identity } from '../services/identity/service.ts'
import { money } from '../services/money/service.ts'
import { notifications } from '../services/notifications/service.ts'
import { orders } from '../services/orders/service.ts'
import { payments } from '../services/payments/service.ts'
import { remittances } from '../services/remittance/service.ts'
import { settlements } from '../services/settlements/service.ts'

export const services: readonly ServiceDefinition[] = [
  identity,
  catalog,
  cart,
  money,
  banking,
  franchises,
  payments,
  orders,
  remittances,
  notifications,
  settlements,
]
