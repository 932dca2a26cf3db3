/** Where the picture of a product is. */
import type { Product } from '@madang/client'

/** The address of what shows a product. */
export const imageOf = ({ picture, image }: Pick<Product, 'picture' | 'image'>): string | null => picture?.url ?? image
