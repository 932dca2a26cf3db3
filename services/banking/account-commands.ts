/** Commands on linked accounts: link, unlink, and following the member's standing. */
import { type AccountLinked, accountLinked, accountUnlinked } from '../../contracts/banking.ts'
import { accept, type Command, type States } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import {
  accountKey,
  holdingKey,
  linkChanged,
  numberClaimed,
  numberKey,
  numberReleased,
  type Standing,
  standingChanged,
} from './account.ts'
import { presentAccount } from './present.ts'

const keysOf = ({ accountId, memberId, numberIndex }: AccountLinked) =>
  [accountKey(accountId), holdingKey(memberId), numberKey(numberIndex)] as const

/** The bank has said that it is real and theirs. Refusals: member_inactive, already_linked, account_already_linked. */
export function linkCommand(account: AccountLinked): Command {
  const keys = keysOf(account)
  const [own, member, number] = keys
  return {
    type: 'banking.link-account',
    keys,
    decide(states, { now }) {
      const { standing, account: linked } = states.of(member)
      if (standing !== 'active') return refuse('member_inactive')
      if (linked) return refuse('already_linked')
      if (states.of(number).accountId !== null) return refuse('account_already_linked')
      const messages = [
        accountLinked.of(own, account),
        linkChanged.of(member, { account }),
        numberClaimed.of(number, { accountId: account.accountId }),
      ]
      return accept(messages, { status: 201, reply: presentAccount({ ...account, linkedAt: now.toISOString() }) })
    },
  }
}

/** The number is free for anyone again. */
function unlinking(states: States, account: AccountLinked): NewMessage[] {
  const { accountId, memberId, bankCode, last4 } = account
  const [own, member, number] = keysOf(account)
  if (states.of(number).accountId !== accountId) throw new Error(`${accountId} has no claim on its number`)
  return [
    accountUnlinked.of(own, { accountId, memberId, bankCode, last4 }),
    linkChanged.of(member, { account: null }),
    numberReleased.of(number, { accountId }),
  ]
}

/** Refusal: linked_account_unknown. */
export function unlinkCommand(account: AccountLinked): Command {
  return {
    type: 'banking.unlink-account',
    keys: keysOf(account),
    decide(states) {
      const { status } = states.of(accountKey(account.accountId))
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
    keys: gone ? keysOf(gone) : [member],
    decide(states) {
      const held = states.of(member)
      if (held.standing === standing || held.standing === 'forgotten') return accept([])
      const changed = standingChanged.of(member, { standing })
      if (standing !== 'forgotten') return accept([changed])
      if (held.account?.accountId !== gone?.accountId) throw new Error(`the link of ${memberId} has just changed`)
      return accept([changed, ...(gone ? unlinking(states, gone) : [])])
    },
  }
}
