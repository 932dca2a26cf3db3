/** Holds a business date's statement against our payments, and asks the processor about what does not agree at once. */
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { businessDateOf } from '../../../platform/ports/business-date.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type PspPayment, pspOf } from '../psp/feature.ts'
import { type Difference, differenceOf, suspended } from '../webhooks/feature.ts'
import { type Pair, pairsOf, statementOf } from './gather.ts'
import { saysTheSame, statedBy } from './stated.ts'

/** Payments of one day that the processor is asked about one by one, and so many at a time. */
const ASKS_MAX = 2_000
const ASKS_AT_ONCE = 8

export type Found = Exclude<Difference, 'agrees'> | 'not_in_statement' | 'statement_differs'

export interface Item {
  readonly paymentKey: string
  readonly paymentId: string | null
  readonly orderId: string | null
  readonly difference: Found
  /** Minor units. */
  readonly ours: number | null
  readonly processor: number | null
  readonly currency: string
}

export interface Reconciled {
  readonly lines: number
  readonly matched: number
  /** It comes to something by itself. */
  readonly unresolved: readonly Item[]
  readonly differences: readonly Item[]
}

/** Refusal: psp_unavailable. */
export async function reconcile(context: ServiceContext, date: string): Promise<Reconciled | Refusal> {
  const lines = await statementOf(context, date)
  if (isRefusal(lines)) return lines
  const pairs = await pairsOf(context, date, [...statedBy(lines).values()])
  const doubtful = pairs.filter(({ payment, said }) => said === null || !saysTheSame(payment, said))
  if (doubtful.length > ASKS_MAX) throw new Error(`${doubtful.length} payments of ${date} do not agree at once`)
  const items = await itemsOf(context, date, doubtful)
  if (isRefusal(items)) return items
  const unresolved = items.filter(({ difference }) => difference === 'not_settled')
  const differences = items.filter(({ difference }) => difference !== 'not_settled')
  return { lines: lines.length, matched: pairs.length - items.length, unresolved, differences }
}

async function itemsOf(context: ServiceContext, date: string, pairs: readonly Pair[]): Promise<Item[] | Refusal> {
  const items: Item[] = []
  for (let at = 0; at < pairs.length; at += ASKS_AT_ONCE) {
    const asked = await Promise.all(pairs.slice(at, at + ASKS_AT_ONCE).map(pair => itemOf(context, date, pair)))
    for (const item of asked) {
      if (isRefusal(item)) return item
      if (item !== null) items.push(item)
    }
  }
  return items
}

/** Null where the processor itself agrees with us. */
async function itemOf(context: ServiceContext, date: string, pair: Pair): Promise<Item | Refusal | null> {
  const found = await processorsWord(context, pair.paymentKey)
  if (isRefusal(found)) return found
  const difference = await differenceIn(context, date, pair, found)
  return difference === 'agrees' ? null : present(pair, difference)
}

/** Null where it knows no such payment. Refusal: psp_unavailable. */
async function processorsWord(context: ServiceContext, paymentKey: string): Promise<PspPayment | null | Refusal> {
  const answer = await pspOf(context).byKey(paymentKey)
  if (answer.kind === 'done') return answer.value
  return answer.kind === 'refused' ? null : refuse('psp_unavailable')
}

async function differenceIn(context: ServiceContext, date: string, pair: Pair, found: PspPayment | null) {
  if (found === null) return 'not_charged'
  const { paymentKey, payment } = pair
  const difference = differenceOf(payment, found, await suspended(context, { paymentKey }))
  return difference === 'agrees' ? inStatement(pair, found, date) : difference
}

/** The payment itself agrees: whether the statement of the day says so too. */
function inStatement({ payment, said }: Pair, { approvedAt }: PspPayment, date: string): Found | 'agrees' {
  if (said === null) return approvedAt && businessDateOf(new Date(approvedAt)) === date ? 'not_in_statement' : 'agrees'
  const differs = said.charged !== 0 && payment !== null && said.charged !== payment.amount
  return differs ? 'statement_differs' : 'agrees'
}

const present = ({ paymentKey, payment, said }: Pair, difference: Found): Item => ({
  ...{ paymentKey, difference, processor: said?.charged ?? null, ours: payment?.amount ?? null },
  paymentId: payment?.paymentId ?? null,
  orderId: payment?.orderId ?? null,
  currency: payment?.currency ?? said?.currency ?? '',
})
