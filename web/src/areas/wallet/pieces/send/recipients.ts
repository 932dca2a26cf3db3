/** Whom money is sent to. */
import type { Counterparty, paths, Remittance } from '@madang/client'

type Body = NonNullable<paths['/api/remittances']['post']['requestBody']>['content']['application/json']
export type To = Body['to']
export type Sending = Pick<Body, 'to' | 'amount' | 'memo'>

/** Somebody who was found, with what the sender sees of them before they send. */
export interface Recipient {
  readonly to: To
  readonly kind: 'member' | 'bank'
  /** A member’s masked name; of a bank account what its holder is called, as the bank has confirmed. */
  readonly name: string
  /** The bank account, `신한은행 ····8901`. */
  readonly account?: string
}

const RECENTS_MAX = 5
const MEMBER_NUMBER = /^mem_[0-9a-f-]{36}$/

/** An e-mail address, or a member’s number. */
export const memberNamed = (text: string): { userId: string } | { email: string } => {
  const plain = text.trim()
  return MEMBER_NUMBER.test(plain) ? { userId: plain } : { email: plain }
}

const keyOf = ({ kind, name, id, reference }: Counterparty): string => [kind, name, id, reference].join(' ')

/** The last ones that money went to or came from, each once. */
export function recentsOf(remittances: readonly Remittance[]): Remittance[] {
  const seen = new Map<string, Remittance>()
  for (const each of remittances) {
    const key = keyOf(each.counterparty)
    if (each.status === 'succeeded' && !seen.has(key)) seen.set(key, each)
  }
  return [...seen.values()].slice(0, RECENTS_MAX)
}

/** What is pulled from the linked account comes in whole steps of this many won. */
const TOP_UP_STEP = 10_000

/** What has to come from the linked account so that the wallet can pay. */
export const shortfall = (amount: number, available: number): number =>
  amount <= available ? 0 : Math.ceil((amount - available) / TOP_UP_STEP) * TOP_UP_STEP
