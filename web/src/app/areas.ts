/** The areas of the app: who sees which, its colour, its pages. Side bar, bottom tabs, switcher and palette derive from it. */
import {
  type Icon,
  IconActivityHeartbeat,
  IconArrowsExchange,
  IconBell,
  IconBuildingBank,
  IconBuildingStore,
  IconCalculator,
  IconCashBanknote,
  IconChecklist,
  IconCreditCard,
  IconGauge,
  IconHome,
  IconListDetails,
  IconPackage,
  IconReceipt2,
  IconRoute,
  IconSend,
  IconShieldLock,
  IconShoppingBag,
  IconShoppingCart,
  IconTruckDelivery,
  IconUser,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react'
import type { User } from '../api/session.ts'
import type { FileRoutesByTo } from '../route-tree.gen.ts'
import type { Hue } from '../ui/colors.ts'
import type texts from '../ui/texts/ko.json'

export type AreaId = 'shop' | 'wallet' | 'store' | 'operations' | 'account' | 'notifications'
export type Address = keyof FileRoutesByTo

export interface AreaPage {
  readonly to: Address
  readonly name: keyof (typeof texts)['page']
  readonly icon: Icon
  /** It is open only at its very address, not below it. */
  readonly exact?: boolean
  /** Not among the tabs of a phone, which hold five at most. */
  readonly wide?: boolean
  /** Words the palette finds it by, besides its name. */
  readonly words?: string
}

export interface Area {
  readonly id: AreaId
  readonly color: Hue
  readonly icon: Icon
  readonly home: Address
  /** Who sees it: everyone, whoever is logged in, or whoever has one of these roles. */
  readonly who: 'everyone' | 'member' | readonly string[]
  /** Without side bar: the shop has chips instead. */
  readonly plain?: boolean
  /** Not in the switcher: reached from the menu of the person. */
  readonly hidden?: boolean
  readonly pages: readonly AreaPage[]
}

export const AREAS: readonly Area[] = [
  {
    id: 'shop',
    color: 'persimmon',
    icon: IconShoppingBag,
    home: '/shop',
    who: 'everyone',
    plain: true,
    pages: [
      { to: '/shop', name: 'home', icon: IconHome, exact: true },
      { to: '/shop/cart', name: 'cart', icon: IconShoppingCart },
      { to: '/shop/orders', name: 'orders', icon: IconReceipt2 },
    ],
  },
  {
    id: 'wallet',
    color: 'pine',
    icon: IconWallet,
    home: '/wallet',
    who: 'member',
    pages: [
      { to: '/wallet', name: 'home', icon: IconHome, exact: true },
      { to: '/wallet/history', name: 'history', icon: IconListDetails },
      { to: '/wallet/send', name: 'send', icon: IconSend },
      { to: '/wallet/top-up', name: 'topUp', icon: IconCashBanknote, wide: true },
      { to: '/wallet/withdraw', name: 'withdraw', icon: IconArrowsExchange, wide: true },
      { to: '/wallet/accounts', name: 'accounts', icon: IconBuildingBank },
    ],
  },
  {
    id: 'store',
    color: 'amber',
    icon: IconBuildingStore,
    home: '/store',
    who: ['merchant'],
    pages: [
      { to: '/store', name: 'storeHome', icon: IconHome, exact: true },
      { to: '/store/products', name: 'products', icon: IconPackage },
      { to: '/store/shipping', name: 'shipping', icon: IconTruckDelivery },
      { to: '/store/payments', name: 'payments', icon: IconCreditCard },
      { to: '/store/settlements', name: 'settlements', icon: IconCashBanknote },
      { to: '/store/franchise', name: 'franchise', icon: IconBuildingStore, wide: true },
    ],
  },
  {
    id: 'operations',
    color: 'plum',
    icon: IconGauge,
    home: '/operations',
    who: ['operator'],
    pages: [
      { to: '/operations', name: 'tasks', icon: IconChecklist, exact: true },
      { to: '/operations/orders', name: 'orders', icon: IconReceipt2 },
      { to: '/operations/payments', name: 'payments', icon: IconCreditCard },
      { to: '/operations/members', name: 'members', icon: IconUsers },
      { to: '/operations/ledger', name: 'ledger', icon: IconCalculator, wide: true },
      { to: '/operations/settlements', name: 'settlements', icon: IconCashBanknote, wide: true },
      { to: '/operations/trace', name: 'trace', icon: IconRoute },
      { to: '/operations/health', name: 'health', icon: IconActivityHeartbeat, wide: true },
    ],
  },
  {
    id: 'account',
    color: 'pine',
    icon: IconUser,
    home: '/account',
    who: 'member',
    hidden: true,
    pages: [
      { to: '/account', name: 'profile', icon: IconUser, exact: true },
      { to: '/account/security', name: 'security', icon: IconShieldLock },
      { to: '/account/notifications', name: 'notifications', icon: IconBell },
    ],
  },
  {
    id: 'notifications',
    color: 'pine',
    icon: IconBell,
    home: '/notifications',
    who: 'member',
    plain: true,
    hidden: true,
    pages: [{ to: '/notifications', name: 'notificationList', icon: IconBell, exact: true }],
  },
]

export function mayEnter(area: Area, user: User | null): boolean {
  if (area.who === 'everyone') return true
  if (!user) return false
  return area.who === 'member' || area.who.some(role => user.roles.includes(role))
}

export const areaById = (id: AreaId): Area => AREAS.find(area => area.id === id) as Area

export const areaOf = (path: string): Area | undefined =>
  AREAS.find(({ home }) => path === home || path.startsWith(`${home}/`))
