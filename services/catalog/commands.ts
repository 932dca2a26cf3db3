/** What merchants and operators ask of the catalog: add and change products, and count what is on the shelf. */
import {
  type ProductDetails,
  productAdded,
  productChanged,
  stockAdjusted,
  stockReceived,
} from '../../contracts/catalog.ts'
import { toMajor, toMinor } from '../../platform/http/routes/amount.ts'
import { accept, type Command, type Context, type Decision, type States } from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { presentProduct, presentStock } from './presentation.ts'
import { product, productKey } from './product.ts'
import { available, evolveStock, flips, nextMovement, type Stock, stock, stockKey } from './stock.ts'

/** Largest price in minor units: a hundred lines of ninety-nine pieces still have an exact total. */
export const PRICE_MAX = 100_000_000_000
/** Largest change of stock at once, and the most a product may have on hand. */
export const STOCK_CHANGE_MAX = 1_000_000
export const ON_HAND_MAX = 1_000_000_000

/** Who asks: merchants may do with their own products what operators may do with all. */
export interface Caller {
  readonly id: string
  readonly operator: boolean
}

const keysOf = (productId: string): string[] => [productKey(productId), stockKey(productId)]

/** Minor units; refuses what the currency cannot say, nothing, less than nothing and too much. */
export function priceOf(price: number, currency: string): number | Refusal {
  const minor = toMinor(price, currency)
  if (!isRefusal(minor) && minor <= PRICE_MAX) return minor
  if (isRefusal(minor) && minor.code !== 'invalid_amount') return minor
  const details = isRefusal(minor) ? minor.details : { currency }
  return refuse('invalid_amount', { ...details, field: 'price', max: toMajor(PRICE_MAX, currency) })
}

export interface NewProduct extends ProductDetails {
  /** Pieces that are there from the beginning. */
  readonly stock?: number | undefined
}

/** Adds a product under an id that the caller chose. Refused with `product_exists`, `stock_over_limit`. */
export function addProduct({ stock: pieces = 0, ...details }: NewProduct): Command {
  const { productId } = details
  return {
    type: 'catalog.add-product',
    keys: keysOf(productId),
    decide(states, context) {
      if (states.of(productKey(productId)).known) return refuse('product_exists', { productId })
      const added = productAdded.of(productKey(productId), details, [stockKey(productId)])
      const stocked = pieces > 0 ? movement(states.of(stockKey(productId)), pieces, 'initial stock') : []
      if (isRefusal(stocked)) return stocked
      const messages = [added, ...stocked]
      return accept(messages, { status: 201, reply: present(states, context, productId, messages) })
    },
  }
}

/** What is left out stays as it is. */
export interface ProductChange extends Partial<Omit<ProductDetails, 'productId' | 'merchantId' | 'price'>> {
  /** In major units, as it was asked: the currency it is in is the product's own. */
  readonly priceMajor?: number | undefined
}

/** Refused with `product_unknown`, `forbidden`, and what `decide` refuses with. */
const commandOn = (
  productId: string,
  by: Caller,
  type: string,
  decide: (details: ProductDetails, states: States, context: Context) => Decision,
): Command => ({
  type,
  keys: keysOf(productId),
  decide(states, context) {
    const { known, details } = states.of(productKey(productId))
    if (!known) return refuse('product_unknown', { productId })
    return by.operator || by.id === details.merchantId ? decide(details, states, context) : refuse('forbidden')
  },
})

/** Refused with `currency_fixed`, `invalid_amount`. */
export const changeProduct = (productId: string, by: Caller, { priceMajor, ...change }: ProductChange): Command =>
  commandOn(productId, by, 'catalog.change-product', (details, states, context) => {
    if (change.currency !== undefined && change.currency !== details.currency) {
      return refuse('currency_fixed', { currency: details.currency })
    }
    const price = priceMajor === undefined ? details.price : priceOf(priceMajor, details.currency)
    if (isRefusal(price)) return price
    const messages = changed(details, { ...details, ...change, price })
    return accept(messages, { reply: present(states, context, productId, messages) })
  })

/** Takes a product off the shelf; it can be changed back to active. */
export const retireProduct = (productId: string, by: Caller): Command =>
  commandOn(productId, by, 'catalog.retire-product', details =>
    accept(changed(details, { ...details, active: false }), { status: 204 }),
  )

/** The file stays for a day, for who has just read of it. */
export const removePicture = (productId: string, by: Caller): Command =>
  commandOn(productId, by, 'catalog.remove-picture', details =>
    accept(details.picture ? changed(details, { ...details, picture: null }) : [], { status: 204 }),
  )

function changed(before: ProductDetails, after: ProductDetails): NewMessage[] {
  if (JSON.stringify(after) === JSON.stringify(before)) return []
  return [productChanged.of(productKey(before.productId), after, [stockKey(before.productId)])]
}

/** Pieces that came in, or, below zero, that are not there any more. */
export type StockChange = Omit<DataOf<typeof stockReceived>, 'number' | 'onHand'>

/** Refused with `stock_below_reserved`, `stock_over_limit`. */
export const moveStock = ({ productId, change, reason }: StockChange, by: Caller): Command =>
  commandOn(productId, by, 'catalog.move-stock', (_details, states, context) => {
    const before = states.of(stockKey(productId))
    const messages = movement(before, change, reason)
    if (isRefusal(messages)) return messages
    const after = stock.after(before, messages, context.now)
    const { number, onHand } = nextMovement(before, change)
    const kind = change > 0 ? 'received' : 'adjusted'
    const at = context.now.toISOString()
    const moved = { number, kind, change, onHand, reason, orderId: null, actor: context.actor, at }
    return accept(messages, { status: 201, reply: { productId, movement: moved, stock: presentStock(after) } })
  })

/** Pieces that came in or went missing, and whether that makes the product available or not. */
function movement(before: Stock, change: number, reason: string): NewMessage<unknown>[] | Refusal {
  if (!Number.isSafeInteger(change) || change === 0) throw new Error(`not a change of stock: ${change}`)
  if (available(before) + change < 0) return refuse('stock_below_reserved', presentStock(before))
  if (before.onHand + change > ON_HAND_MAX)
    return refuse('stock_over_limit', { onHand: before.onHand, max: ON_HAND_MAX })
  const contract = change > 0 ? stockReceived : stockAdjusted
  const event = contract.of(stockKey(before.productId), { ...nextMovement(before, change), reason })
  return [event, ...flips(before, evolveStock(before, event))]
}

/** The product as it is once these messages are written. */
function present(states: States, { now: at }: Context, productId: string, messages: readonly NewMessage<unknown>[]) {
  const next = product.after(states.of(productKey(productId)), messages, at)
  return presentProduct(next.details, next, stock.after(states.of(stockKey(productId)), messages, at))
}
