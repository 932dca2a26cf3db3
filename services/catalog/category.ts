/** What people call a category. Products name it by its code, whether it has names or not. */
import { categoryNamed, type Localized } from '../../contracts/catalog.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { commandOn } from '../../platform/kit/command-on.ts'
import type { DataOf } from '../../platform/kit/contract.ts'

export interface Category {
  /** Null until it is named. */
  readonly name: Localized | null
}

export const category = defineAggregate({
  name: 'category',
  shape: 1,
  initial: (): Category => ({ name: null }),
  events: [categoryNamed],
  evolve: (_: Category, { data: { name } }): Category => ({ name }),
})

/** The same names again change nothing. */
export const nameCategory = ({ category: code, name }: DataOf<typeof categoryNamed>) =>
  commandOn(
    category,
    code,
    'catalog.name-category',
    ({ name: before }, key) =>
      before?.ko === name.ko && before.en === name.en ? [] : [categoryNamed.of(key, { category: code, name })],
    { reply: ({ name: after }) => ({ category: code, name: after }) },
  )
