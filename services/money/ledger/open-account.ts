/** Opening accounts: by what posts to them, and for what a franchise earns. */
import { accountOpened, franchiseAccount } from '../../../contracts/money.ts'
import { DEFAULT_CURRENCY } from '../../../platform/http/routes/amount.ts'
import { accept, type Command, type States } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { accountKey } from './account.ts'

/** Opens an account; one that is open stays as it is. A wallet's owner is in its name. */
export function open(states: States, id: string, owner?: string): NewMessage[] {
  const account = states.of(accountKey(id))
  if (account.opened) return []
  const { kind, currency, owner: named } = account.terms
  return [accountOpened.of(accountKey(id), { account: id, kind, owner: owner ?? named, currency })]
}

/** Opens the account of what a franchise earns. It has no limit: a refund after the payout takes it below zero. */
export function openFranchiseAccount(franchiseId: string, merchantId: string): Command {
  const earned = franchiseAccount(franchiseId, DEFAULT_CURRENCY)
  return {
    type: 'money.open-franchise-account',
    keys: [accountKey(earned)],
    decide: states => accept(open(states, earned, merchantId)),
  }
}
