/** What keeps a member from leaving, as a refusal lists it, and where each is settled. */
import type { Refusal } from '../../../api/problem.ts'
import type { Address } from '../../../app/areas.ts'

export interface Obligation {
  readonly code: string
  readonly text: { readonly ko: string; readonly en: string }
  readonly count: number
  readonly amount?: number
  readonly currency?: string
}

const CODES = ['obligations_open', 'balance_not_zero']

const isObligation = (value: unknown): value is Obligation =>
  typeof value === 'object' && value !== null && 'code' in value && 'text' in value && 'count' in value

/** Null for a refusal of another kind. */
export function obligationsIn({ code, problem }: Refusal): readonly Obligation[] | null {
  if (!CODES.includes(code) || !Array.isArray(problem.obligations)) return null
  return problem.obligations.filter(isObligation)
}

const PAGES: Readonly<Record<string, Address>> = {
  wallet_balance: '/wallet/withdraw',
  wallet_held: '/wallet',
  top_ups_under_way: '/wallet',
  withdrawals_under_way: '/wallet',
  bank_transfers_under_way: '/wallet',
  remittances_under_way: '/wallet',
  remittances_incoming: '/wallet',
  orders_open: '/shop/orders',
  payments_under_way: '/shop/orders',
  refunds_under_way: '/shop/orders',
  orders_to_deliver: '/store/shipping',
  products_on_sale: '/store/products',
  franchises_active: '/store/franchise',
  franchise_payments_under_way: '/store/payments',
  settlements_unpaid: '/store/settlements',
  settlement_due: '/store/settlements',
  settlement_owed: '/store/settlements',
}

/** Null where only an operator can help. */
export const pageFor = ({ code }: Obligation): Address | null => PAGES[code] ?? null
