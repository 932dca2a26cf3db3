/** Categories over HTTP: the public list, and what operators call one. */
import { Type } from 'typebox'
import { type LastWritten, SharedReads } from '../../platform/db/shared-reads.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { CategoryName, CategoryNameBody, localized } from './bodies.ts'
import { nameCategory } from './category.ts'
import { Category, CategoryTitle, hasProducts, listCategories } from './queries.ts'

const NamedCategory = Type.Object(
  { category: Type.String({ examples: ['coffee'] }), name: CategoryTitle },
  { $id: 'NamedCategory' },
)

export function categoryRoutes(context: ServiceContext, last: LastWritten): readonly Route[] {
  const categories = new SharedReads<Category[]>(last, 1)
  return [
    read({
      method: 'GET',
      path: '/api/categories',
      name: 'listCategories',
      summary: 'Categories of the products for sale, with their names and how many products there are in each',
      description:
        'A category is there as soon as a product for sale names its code. One that nobody has given a name is called by its code.',
      who: 'anyone',
      replies: { 200: Type.Object({ items: Type.Array(Category) }) },
      read: async () => ok({ items: await categories.ask('all', () => listCategories(context.read)) }),
    }),
    write({
      method: 'PUT',
      path: '/api/categories/{category}',
      name: 'nameCategory',
      summary: 'Say what a category is called, in both languages; a search for the name finds its products',
      description:
        'An operator says what the code of a category is called in Korean and English. The category of no product is refused with `category_unknown`, since its code is probably mistyped.',
      who: ['operator'],
      params: Type.Object({ category: CategoryName }),
      body: CategoryNameBody,
      replies: { 200: NamedCategory },
      refusals: ['category_unknown'],
      write: async ({ params: { category }, body }) =>
        (await hasProducts(context.read, category))
          ? nameCategory({ category, name: localized(body.name) })
          : refuse('category_unknown', { category }),
    }),
  ]
}
