/** The kinds of requests there are, made in the driver's process from what a scenario sends there. */
import type { RequestSource } from '../driver/job.ts'
import type { Requests } from '../driver/load.ts'
import { CatalogRequests } from './catalog.ts'
import { FactRequests } from './facts.ts'
import { LogInRequests } from './log-ins.ts'
import { OrderRequests } from './orders.ts'
import { TransferRequests } from './transfers.ts'

const kinds = {
  transfers: TransferRequests,
  orders: OrderRequests,
  catalog: CatalogRequests,
  logIns: LogInRequests,
  facts: FactRequests,
}

export type RequestKind = keyof typeof kinds

export const requestsOf = ({ kind, input }: RequestSource): Requests => new kinds[kind](input as never)
