/** What the scenarios of buying share: buyers, a shelf, how an order's end is seen, and the books afterwards. */
import type { Application } from '../../platform/runtime/application.ts'
import type { Endings } from '../endings.ts'
import { acceptedIn, type LoadResult, unsureIn } from '../load-run.ts'
import { depositToEach, type Members, makeMembers } from './members.ts'
import { CURRENCY } from './money.ts'
import { fillShelf, PRICE, type Shelf } from './products.ts'

/** Far more than a buyer spends. */
const PURSE = 10_000_000

export const CONFIRMED = 'orders.order-confirmed'
export const FAILED = 'orders.order-failed'

/** From the moment an order was decided to be placed to the moment its confirmation was seen committed. */
export const orderEndings: Endings = {
  // Limited to one, so that it is looked up for each ending and never planned as a join of whole tables.
  sql: `select extract(epoch from placed.at) * 1000 as begun_ms, ended.type as kind
        from orders.events ended cross join lateral (
          select at from orders.events where stream = ended.stream and version = 1 limit 1) placed
        where ended.xid >= $1::text::xid8 and ended.xid < $2::text::xid8 and ended.type in ('${CONFIRMED}', '${FAILED}')`,
  wanted: [CONFIRMED],
}

export interface Market {
  readonly buyers: Members
  readonly products: readonly string[]
}

export async function openMarket(application: Application, buyers: number, shelf: Shelf): Promise<Market> {
  const members = await makeMembers(application, buyers)
  await depositToEach(application, members.ids, PURSE, CURRENCY)
  return { buyers: members, products: await fillShelf(application, shelf) }
}

export interface Sales {
  readonly confirmed: number
  readonly failed: number
  readonly others: number
  /** Pieces that left the shelf. */
  readonly shipped: number
  readonly reserved: number
  /** Minor units that left the wallets, and that are still held there. */
  readonly spent: number
  readonly held: number
}

export async function salesOf(application: Application): Promise<Sales> {
  const orders = await application.service('orders').read.query<Pick<Sales, 'confirmed' | 'failed' | 'others'>>(
    `select count(*) filter (where status = 'confirmed')::int as confirmed,
            count(*) filter (where status = 'failed')::int as failed,
            count(*) filter (where status not in ('confirmed', 'failed'))::int as others from orders`,
  )
  const stock = await application.service('catalog').read.query<Pick<Sales, 'shipped' | 'reserved'>>(
    `select (select coalesce(-sum(change), 0) from stock_movements where kind = 'shipped')::float8 as shipped,
              (select coalesce(sum(reserved), 0) from stock)::float8 as reserved`,
  )
  const money = await application.service('money').read.query<Pick<Sales, 'spent' | 'held'>>(
    `select coalesce(sum(debits_posted), 0)::float8 as spent, coalesce(sum(debits_pending), 0)::float8 as held
       from accounts where kind = 'wallet'`,
  )
  return { ...orders.rows[0]!, ...stock.rows[0]!, ...money.rows[0]! }
}

/** Every order is one piece at one price, so answers, orders, shelf and wallets must tell the same. */
export function salesDifferences(sales: Sales, loads: readonly LoadResult[]): string[] {
  const { confirmed, failed, others, shipped, reserved, spent, held } = sales
  const differences: string[] = []
  const accepted = acceptedIn(loads)
  const unsure = unsureIn(loads)
  if (confirmed + failed < accepted || confirmed + failed > accepted + unsure)
    differences.push(
      `${accepted} orders were accepted (${unsure} unanswered), ${confirmed} confirmed, ${failed} failed`,
    )
  if (others !== 0) differences.push(`${others} orders are neither confirmed nor failed`)
  if (shipped !== confirmed) differences.push(`${confirmed} orders are confirmed, and ${shipped} pieces left the shelf`)
  if (reserved !== 0) differences.push(`${reserved} pieces are still reserved`)
  if (spent !== confirmed * PRICE)
    differences.push(`${confirmed} orders are confirmed, and ${spent} left the wallets, not ${confirmed * PRICE}`)
  if (held !== 0) differences.push(`${held} are still held in the wallets`)
  return differences
}
