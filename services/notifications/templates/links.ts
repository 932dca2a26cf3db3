/** Paths of the web app, each in one place. */
const at = (path: string) => (id: string) => `${path}/${encodeURIComponent(id)}`

export const links = {
  order: at('/shop/orders'),
  payment: at('/wallet/payments'),
  wallet: '/wallet',
  remittance: at('/wallet/remittances'),
  settlement: at('/store/settlements'),
  announcement: at('/announcements'),
} as const
