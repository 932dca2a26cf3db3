/** The kinds of requests there are, made in the driver's process from what a scenario sends there. */
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

/** A kind of requests and what it needs to make them: tokens, ids. */
export interface RequestSource {
  readonly kind: RequestKind
  readonly input: unknown
}

export const requestsOf = ({ kind, input }: RequestSource): Requests => new kinds[kind](input as never)
