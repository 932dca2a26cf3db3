/** A product as a form has it: every field is a text. */
import type { Product, Schemas } from '@madang/client'
import type { Language } from '../../../../i18n/index.ts'
import type { Localized } from '../../../../ui/local.ts'
import { readMoney, writeMoney } from '../../../../ui/money-text.ts'

export interface ProductValues {
  name: { ko: string; en: string }
  description: { ko: string; en: string }
  price: string
  category: string
}

export const PRODUCT_FIELDS = ['name.ko', 'name.en', 'description.ko', 'description.en', 'price', 'category'] as const

/** Refusals, and the field that each is about. */
export const PRODUCT_PLACES: Readonly<Record<string, string>> = { invalid_amount: 'price' }

const FRACTIONS: Readonly<Record<string, number>> = { KRW: 0, USD: 2 }
export const fractionOf = (currency: string): number => FRACTIONS[currency] ?? 2

type Category = Schemas['Category']

/** What is typed is the name of a category that there is, or its code, or else a new category. */
export function categoryCode(typed: string, categories: readonly Category[]): string {
  const text = typed.trim().normalize('NFC')
  const known = categories.find(({ category, name }) => [category, name.ko, name.en].includes(text))
  return known?.category ?? text
}

export const categoryName = (code: string, categories: readonly Category[], language: Language): string =>
  categories.find(({ category }) => category === code)?.name[language] ?? code

/** What says the same in both languages was said once. */
const inForm = ({ ko, en }: Localized): { ko: string; en: string } => ({ ko, en: en === ko ? '' : en })
const inBoth = ({ ko, en }: Localized): { ko: string; en: string } => ({ ko: ko.trim(), en: en.trim() || ko.trim() })

export const EMPTY: ProductValues = {
  name: { ko: '', en: '' },
  description: { ko: '', en: '' },
  price: '',
  category: '',
}

type OnForm = Pick<Product, 'name' | 'description' | 'price' | 'currency' | 'category'>

export const valuesOf = (product: OnForm, categoryName: string): ProductValues => ({
  name: inForm(product.name),
  description: inForm(product.description),
  price: writeMoney(String(product.price), fractionOf(product.currency)),
  category: categoryName,
})

/** What the API is sent. The price was checked before. */
export const bodyOf = (values: ProductValues, currency: string, categories: readonly Category[]) => ({
  name: inBoth(values.name),
  description: inBoth(values.description),
  price: readMoney(values.price, fractionOf(currency)).amount ?? 0,
  category: categoryCode(values.category, categories),
})

type Tagged = OnForm & { readonly tag: string | null }

/**
 * The version a change is made on. Pictures, and whether it is for sale, change it without touching the form; where somebody
 * else changed what the form shows, the form's own version stands, and the change is refused.
 */
export function tagFor(base: Tagged, current: Tagged): string | null {
  const shown = ({ name, description, price, category }: OnForm) => JSON.stringify([name, description, price, category])
  return shown(base) === shown(current) ? current.tag : base.tag
}
