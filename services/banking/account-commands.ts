/** Commands on linked accounts: link, unlink, and following the member's standing. */
import { type AccountLinked, accountLinked, accountUnlinked } from '../../contracts/banking.ts'
import { accept, type Command, type States } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import {
  accountKey,
  type Holding,
  holdingKey,
  LINK_CHANGED,
  type LinkedAccount,
  NUMBER_CLAIMED,
  NUMBER_RELEASED,
  type NumberClaim,
  numberKey,
  STANDING_CHANGED,
  type Standing,
} from './account.ts'
import { presentAccount } from './present.ts'

type Whose = Pick<AccountLinked, 'accountId' | 'memberId' | 'numberIndex'>

const keysOf = ({ accountId, memberId, numberIndex }: Whose): string[] => [
  accountKey(accountId),
  holdingKey(memberId),
  numberKey(numberIndex),
]

/** The bank has said that it is real and theirs. Refusals: member_inactive, already_linked, account_already_linked. */
export function linkCommand(account: AccountLinked): Command {
  const [own, member, number] = [
    accountKey(account.accountId),
    holdingKey(account.memberId),
    numberKey(account.numberIndex),
  ]
  return {
    type: 'banking.link-account',
    keys: keysOf(account),
    decide(states, { now }) {
      const { standing, account: linked } = states.of<Holding>(member)
      if (standing !== 'active') return refuse('member_inactive')
      if (linked) return refuse('already_linked')
      if (states.of<NumberClaim>(number).accountId !== null) return refuse('account_already_linked')
      const messages = [
        accountLinked.of(own, account),
        { stream: member, type: LINK_CHANGED, data: { account } },
        { stream: number, type: NUMBER_CLAIMED, data: { accountId: account.accountId } },
      ]
      return accept(messages, { status: 201, reply: presentAccount({ ...account, linkedAt: now.toISOString() }) })
    },
  }
}

/** The number is free for anyone again. */
function unlinking(states: States, account: AccountLinked): NewMessage[] {
  const { numberIndex, accountId, memberId, bankCode, last4 } = account
  const number = numberKey(numberIndex)
  if (states.of<NumberClaim>(number).accountId !== accountId) throw new Error(`${accountId} has no claim on its number`)
  return [
    accountUnlinked.of(accountKey(accountId), { accountId, memberId, bankCode, last4 }),
    { stream: holdingKey(memberId), type: LINK_CHANGED, data: { account: null } },
    { stream: number, type: NUMBER_RELEASED, data: { accountId } },
  ]
}

/** Refusal: linked_account_unknown. */
export function unlinkCommand(account: AccountLinked): Command {
  return {
    type: 'banking.unlink-account',
    keys: keysOf(account),
    decide(states) {
      const { status } = states.of<LinkedAccount>(accountKey(account.accountId))
      if (status !== 'linked') return refuse('linked_account_unknown')
      return accept(unlinking(states, account), { status: 204 })
    },
  }
}

/**
 * The member was deactivated, activated, or is gone for good; who is gone has no linked account any more. `account` is
 * the one they had when we looked: if it has changed since, this faults and is tried again.
 */
export function followMember(memberId: string, standing: Standing, account: AccountLinked | null): Command {
  const member = holdingKey(memberId)
  const gone = standing === 'forgotten' ? account : null
  return {
    type: 'banking.follow-member',
    keys: [member, ...(gone ? [accountKey(gone.accountId), numberKey(gone.numberIndex)] : [])],
    decide(states) {
      const held = states.of<Holding>(member)
      if (held.standing === standing || held.standing === 'forgotten') return accept([])
      const changed = { stream: member, type: STANDING_CHANGED, data: { standing } }
      if (standing !== 'forgotten') return accept([changed])
      if (held.account?.accountId !== gone?.accountId) throw new Error(`the link of ${memberId} has just changed`)
      return accept([changed, ...(gone ? unlinking(states, gone) : [])])
    },
  }
}
