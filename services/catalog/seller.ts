/** What a seller is called where their products are sold: the name of a business, in both languages. */
import { type Localized, sellerNamed } from '../../contracts/catalog.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { commandOn } from '../../platform/kit/command-on.ts'
import type { DataOf } from '../../platform/kit/contract.ts'

export interface Seller {
  /** Null until they have said it. */
  readonly name: Localized | null
}

export const seller = defineAggregate({
  name: 'seller',
  shape: 1,
  initial: (): Seller => ({ name: null }),
  events: [sellerNamed],
  evolve: (_: Seller, { data: { name } }): Seller => ({ name }),
})

/** The same name again changes nothing. */
export const nameSeller = ({ sellerId, name }: DataOf<typeof sellerNamed>) =>
  commandOn(
    seller,
    sellerId,
    'catalog.name-seller',
    ({ name: before }, key) =>
      before?.ko === name.ko && before.en === name.en ? [] : [sellerNamed.of(key, { sellerId, name })],
    { reply: ({ name: after }) => ({ id: sellerId, name: after }) },
  )
