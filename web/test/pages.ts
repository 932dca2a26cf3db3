/** Every page of the app, and who looks at it: for screenshots, and for what must hold on all pages. */
import type { Madang } from '@madang/client'
import type { DEMO } from './people.ts'

export const VIEWERS = ['visitor', 'customer', 'merchant', 'operator'] as const satisfies readonly (
  | 'visitor'
  | keyof typeof DEMO
)[]
export type Viewer = (typeof VIEWERS)[number]

export interface TestPage {
  readonly name: string
  readonly as: Viewer
  /** The address; with an id that the demo has, where it needs one. */
  readonly path: string | ((api: Madang) => Promise<string>)
}

const page = (name: string, as: Viewer, path: TestPage['path']): TestPage => ({ name, as, path })

const first = <T>(items: readonly T[] | undefined): T => {
  const [item] = items ?? []
  if (item === undefined) throw new Error('the demo has none')
  return item
}

const product = async (api: Madang): Promise<string> =>
  `/shop/products/${first((await api.GET('/api/products')).data?.items).id}`

const order = async (api: Madang): Promise<string> =>
  `/shop/orders/${first((await api.GET('/api/orders')).data?.items).id}`

const transaction = async (api: Madang): Promise<string> =>
  `/wallet/history/${first((await api.GET('/api/money/transactions')).data?.items).id}`

const operatorsOrder = async (api: Madang): Promise<string> =>
  `/operations/orders/${first((await api.GET('/api/orders')).data?.items).id}`

const operatorsPayment = async (api: Madang): Promise<string> =>
  `/operations/payments/${first((await api.GET('/api/payments')).data?.items).id}`

const member = async (api: Madang): Promise<string> =>
  `/operations/members/${first((await api.GET('/api/users')).data?.items).id}`

const operatorsSettlement = async (api: Madang): Promise<string> =>
  `/operations/settlements/${first((await api.GET('/api/settlements')).data?.items).id}`

const traced = async (api: Madang): Promise<string> =>
  `/operations/trace?q=${first((await api.GET('/api/orders', { params: { query: { status: 'confirmed' } } })).data?.items).number}`

export const PAGES: readonly TestPage[] = [
  page('design', 'visitor', '/design'),
  page('login', 'visitor', '/login'),
  page('sign-up', 'visitor', '/sign-up'),
  page('forgotten-password', 'visitor', '/forgotten-password'),
  page('password-reset', 'visitor', '/password-reset#a-token'),
  page('not-found', 'visitor', '/nowhere'),
  page('shop', 'customer', '/shop'),
  page('shop-visitor', 'visitor', '/shop'),
  page('shop-search', 'customer', '/shop?q=%E3%85%8B%E3%85%8D'),
  page('product', 'customer', product),
  page('cart', 'customer', '/shop/cart'),
  page('checkout', 'customer', '/shop/checkout'),
  page('orders', 'customer', '/shop/orders'),
  page('order', 'customer', order),
  page('wallet', 'customer', '/wallet'),
  page('history', 'customer', '/wallet/history'),
  page('transaction', 'customer', transaction),
  page('send', 'customer', '/wallet/send'),
  page('send-to-bank', 'customer', '/wallet/send?to=bank'),
  page('top-up', 'customer', '/wallet/top-up'),
  page('withdraw', 'customer', '/wallet/withdraw'),
  page('accounts', 'customer', '/wallet/accounts'),
  page('welcome', 'customer', '/welcome'),
  page('account', 'customer', '/account'),
  page('security', 'customer', '/account/security'),
  page('notification-choices', 'customer', '/account/notifications'),
  page('store', 'merchant', '/store'),
  page('store-products', 'merchant', '/store/products'),
  page('store-shipping', 'merchant', '/store/shipping'),
  page('store-payments', 'merchant', '/store/payments'),
  page('store-settlements', 'merchant', '/store/settlements'),
  page('store-franchise', 'merchant', '/store/franchise'),
  page('tasks', 'operator', '/operations'),
  page('operations-orders', 'operator', '/operations/orders'),
  page('operations-order', 'operator', operatorsOrder),
  page('operations-payments', 'operator', '/operations/payments'),
  page('operations-payment', 'operator', operatorsPayment),
  page('members', 'operator', '/operations/members'),
  page('member', 'operator', member),
  page('ledger', 'operator', '/operations/ledger'),
  page('ledger-accounts', 'operator', '/operations/ledger/accounts?kind=wallet'),
  page('ledger-account', 'operator', '/operations/ledger/accounts/sales:KRW'),
  page('operations-settlements', 'operator', '/operations/settlements'),
  page('operations-settlement', 'operator', operatorsSettlement),
  page('trace', 'operator', '/operations/trace'),
  page('trace-of-an-order', 'operator', traced),
  page('health', 'operator', '/operations/health'),
]
