/** The colour of each service, wherever it is named. */
import type { Hue } from '../../../ui/colors.ts'

const HUES: Readonly<Record<string, Hue>> = {
  orders: 'persimmon',
  catalog: 'amber',
  payments: 'indigo',
  money: 'pine',
  cart: 'plum',
  banking: 'crimson',
  settlements: 'pine',
  remittance: 'indigo',
  franchises: 'amber',
  notifications: 'plum',
}

export const hueOf = (service: string): Hue | 'gray' => HUES[service] ?? 'gray'
