/** What a product may look like in a request: limits of its texts, and names in one language or in both. */
import { type Static, Type } from 'typebox'
import type { Localized } from '../../contracts/catalog.ts'
import { AmountSchema, CurrencySchema } from '../../platform/http/routes/amount.ts'
import { STOCK_CHANGE_MAX } from './commands.ts'

const NAME_LENGTH_MAX = 200
const DESCRIPTION_LENGTH_MAX = 5_000
const TAGS_MAX = 20

const text = (minLength: number, maxLength: number) => Type.String({ minLength, maxLength })
/** A plain text stands for both languages. */
const inLanguages = (minLength: number, maxLength: number) => {
  const one = text(minLength, maxLength)
  return Type.Union([one, Type.Object({ ko: one, en: one })])
}

const Name = inLanguages(1, NAME_LENGTH_MAX)
const Description = inLanguages(0, DESCRIPTION_LENGTH_MAX)
export const CategoryName = text(1, 50)
/** An address or a path of our own; nothing that a browser would run. */
const Image = Type.Union([Type.String({ maxLength: 500, pattern: '^(https?://|/)\\S*$' }), Type.Null()])
const Tags = Type.Array(text(1, 40), { maxItems: TAGS_MAX, uniqueItems: true })
const Pieces = Type.Integer({ minimum: 0, maximum: STOCK_CHANGE_MAX, description: 'Pieces that are there already.' })

export const NewProductBody = Type.Object({
  name: Name,
  description: Type.Optional(Description),
  price: AmountSchema,
  currency: Type.Optional(CurrencySchema),
  category: CategoryName,
  image: Type.Optional(Image),
  tags: Type.Optional(Tags),
  active: Type.Optional(Type.Boolean()),
  stock: Type.Optional(Pieces),
})
export type NewProductBody = Static<typeof NewProductBody>

export const ProductChangeBody = Type.Object({
  name: Type.Optional(Name),
  description: Type.Optional(Description),
  price: Type.Optional(AmountSchema),
  currency: Type.Optional(
    Type.String({ maxLength: 3, description: 'The one it was added with; any other is refused.' }),
  ),
  category: Type.Optional(CategoryName),
  image: Type.Optional(Image),
  tags: Type.Optional(Tags),
  active: Type.Optional(Type.Boolean()),
})
export type ProductChangeBody = Static<typeof ProductChangeBody>

export const StockChangeBody = Type.Object({
  change: Type.Union([
    Type.Integer({ minimum: -STOCK_CHANGE_MAX, maximum: -1 }),
    Type.Integer({ minimum: 1, maximum: STOCK_CHANGE_MAX }),
  ]),
  reason: text(1, 200),
})

export const localized = (given: string | Localized): Localized =>
  typeof given === 'string' ? { ko: given, en: given } : given
