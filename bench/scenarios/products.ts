/** Fills the shelf of an application. */
import type { Application } from '../../platform/runtime/application.ts'
import { addProduct } from '../../services/catalog/commands.ts'
import { SETTLE_LIMIT_MS } from '../application.ts'
import { inBulk, runCommand } from './members.ts'

export const CATEGORIES = ['coffee', 'tea', 'cups', 'beans', 'syrup', 'bread', 'gifts', 'tools']
const WORDS = ['Madang', 'Yirgacheffe', 'Hanok', 'Mountain', 'River', 'Morning', 'Winter', 'Garden', 'Golden', 'Quiet']
/** Minor units. */
export const PRICE = 1_000

/** Three words of a product's name; its number follows. */
const wordsOf = (index: number): string[] =>
  [0, 1, 3].map(step => WORDS[Math.floor(index / 10 ** (step % 3) + step) % WORDS.length]!)

export interface Shelf {
  readonly products: number
  /** Pieces of each. */
  readonly stock: number
}

/** Gives the ids of the products. */
export async function fillShelf(application: Application, { products, stock }: Shelf): Promise<string[]> {
  const run = application.service('catalog').context.ports.ids.next('prd')
  const ids = await inBulk(products, async index => {
    const productId = `${run}-${index}`
    const command = addProduct({
      productId,
      merchantId: null,
      name: { ko: `마당 상품 ${index}`, en: `${wordsOf(index).join(' ')} ${index}` },
      description: { ko: '부하 시험을 위한 상품이에요', en: 'A product to be looked at and bought very often' },
      price: PRICE,
      currency: 'KRW',
      category: CATEGORIES[index % CATEGORIES.length]!,
      image: null,
      tags: [],
      active: true,
      stock,
    })
    await runCommand(application, 'catalog', command)
    return productId
  })
  await application.awaitIdle(SETTLE_LIMIT_MS)
  return ids
}

/** Beginnings of words that products have, from few hits to many. */
export const searches = (): string[] => [
  ...WORDS.map(word => word.slice(0, 4).toLowerCase()),
  '상품',
  '마당',
  ...Array.from({ length: 20 }, (_, index) => `${wordsOf(index * 7)[0]} ${index * 7}`),
]
