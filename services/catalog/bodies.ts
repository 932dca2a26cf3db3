/** What a product may look like in a request: limits of its texts, and names in one language or in both. */

import { type Static, type TSchema, Type } from 'typebox'
import type { Localized } from '../../contracts/catalog.ts'
import { AmountSchema, CurrencySchema } from '../../platform/http/routes/amount.ts'
import { annotated, Nullable } from '../../platform/http/routes/schemas.ts'
import { name, paragraph, token, words } from '../../platform/http/routes/texts.ts'
import { STOCK_CHANGE_MAX } from './commands.ts'
import { SAMPLE } from './presentation.ts'

const NAME_LENGTH_MAX = 200
const DESCRIPTION_LENGTH_MAX = 5_000
const TAGS_MAX = 20

/** A plain text stands for both languages. */
const inLanguages = <S extends TSchema>(one: S, $id: string, [ko, en]: readonly [string, string]) =>
  Type.Union([one, Type.Object({ ko: one, en: one }, { $id })], {
    description: 'One text for both languages, or one for each.',
    examples: [{ ko, en }],
  })

export const CategoryName = name(50, { examples: ['coffee'] })
export const CategoryNameBody = Type.Object({
  name: inLanguages(name(50), 'CategoryNames', ['커피', 'Coffee']),
})
export const SellerNameBody = Type.Object({
  name: inLanguages(name(100), 'SellerNames', ['마당커피', 'Madang Coffee']),
})
/** An address or a path of our own; nothing that a browser would run. */
const Image = Nullable(Type.String({ maxLength: 500, pattern: '^(https?://|/)\\S*$', examples: [SAMPLE.image] }), {
  description: 'A picture: an address, or a path of ours.',
})
const Pieces = Type.Integer({
  minimum: 0,
  maximum: STOCK_CHANGE_MAX,
  description: 'Pieces that are there already.',
  examples: [250],
})

const Fields = {
  name: inLanguages(name(NAME_LENGTH_MAX), 'ProductNames', SAMPLE.names),
  description: inLanguages(paragraph(DESCRIPTION_LENGTH_MAX), 'ProductDescriptions', SAMPLE.descriptions),
  price: annotated(AmountSchema, { example: SAMPLE.price }),
  currency: CurrencySchema,
  category: CategoryName,
  image: Image,
  tags: Type.Array(name(40, { examples: ['single origin'] }), { maxItems: TAGS_MAX, uniqueItems: true }),
  active: Type.Boolean({ description: 'Whether it is for sale.', examples: [true] }),
}

export const ProductChangeBody = Type.Partial(
  Type.Object({
    ...Fields,
    currency: token(3, { description: 'The one it was added with; any other is refused.', examples: ['KRW'] }),
  }),
)
export type ProductChangeBody = Static<typeof ProductChangeBody>

export const NewProductBody = Type.Object({
  ...Type.Partial(Type.Object(Fields)).properties,
  name: Fields.name,
  price: Fields.price,
  category: Fields.category,
  stock: Type.Optional(Pieces),
})
export type NewProductBody = Static<typeof NewProductBody>

export const StockChangeBody = Type.Object({
  change: Type.Union(
    [
      Type.Integer({ minimum: -STOCK_CHANGE_MAX, maximum: -1 }),
      Type.Integer({ minimum: 1, maximum: STOCK_CHANGE_MAX }),
    ],
    { description: 'Pieces: above zero those that came in, below zero those that are gone.', examples: [20] },
  ),
  reason: words(200, { examples: ['입고'] }),
})

export const localized = (given: string | Localized): Localized =>
  typeof given === 'string' ? { ko: given, en: given } : given
