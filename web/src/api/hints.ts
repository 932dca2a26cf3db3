/** Which queries a hint of the server makes old. Keys of queries begin with the name of what they hold. */
import type { Hint } from './live.ts'
import { queryClient } from './queries.ts'

/** `balance` also stands before a member's transactions. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  balance: ['balance', 'top-ups', 'withdrawals', 'remittances'],
  order: ['orders', 'shipments', 'payments', 'store'],
  product: ['products', 'cart', 'stock'],
  task: ['tasks'],
}

export function follow({ resource }: Hint): void {
  for (const name of QUERIES[resource] ?? []) void queryClient.invalidateQueries({ queryKey: [name] })
}
