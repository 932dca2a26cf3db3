/** Paths of the web app, each in one place. */
const at = (path: string) => (id: string) => `${path}/${encodeURIComponent(id)}`

export const links = {
  order: at('/shop/orders'),
  wallet: '/wallet',
  transactions: '/wallet/history',
  transaction: at('/wallet/history'),
  topUp: at('/wallet/top-ups'),
  withdrawal: at('/wallet/withdrawals'),
  remittance: at('/wallet/remittances'),
  settlements: '/store/settlements',
} as const
