/** What an operator typed: an id tells by its prefix what it names, an order's number by its form. */
export type Meaning =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'order' | 'payment' | 'member' | 'franchise' | 'correlation' | 'other'; readonly id: string }

const PREFIXES = {
  ord_: 'order',
  pay_: 'payment',
  mem_: 'member',
  frn_: 'franchise',
  cor_: 'correlation',
} as const

const ORDER_NUMBER = /^\d{4}-\d{2}-\d+$/

/** Null for nothing. Pasted ids may have spaces or quotes around them. */
export function meaningOf(text: string): Meaning | null {
  const id = text.trim().replace(/^["'#]+|["',]+$/g, '')
  if (id === '') return null
  if (ORDER_NUMBER.test(id)) return { kind: 'number', number: id }
  const prefix = Object.keys(PREFIXES).find(each => id.startsWith(each)) as keyof typeof PREFIXES | undefined
  return { kind: prefix ? PREFIXES[prefix] : 'other', id }
}
