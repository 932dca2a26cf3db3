import { describe, expect, test } from 'vitest'
import { type AccountLinked, accountLinked, accountUnlinked } from '../../contracts/banking.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { Given } from '../../test/harness/given.ts'
import {
  accountKey,
  holding,
  holdingKey,
  linkChanged,
  linkedAccount,
  numberClaim,
  numberClaimed,
  numberKey,
  numberReleased,
  type Standing,
  standingChanged,
} from './account.ts'
import { followMember, linkCommand, unlinkCommand } from './account-commands.ts'

const account = (memberId: string, accountId = `bka_${memberId}`, numberIndex = 'number'): AccountLinked => ({
  accountId,
  memberId,
  bankCode: '088',
  last4: '6789',
  sealed: 'sealed',
  numberIndex,
})
const minjis = account('minji')
const linked = (facts: AccountLinked): NewMessage[] => [
  accountLinked.of(accountKey(facts.accountId), facts),
  linkChanged.of(holdingKey(facts.memberId), { account: facts }),
  numberClaimed.of(numberKey(facts.numberIndex), { accountId: facts.accountId }),
]
const unlinked = (facts: AccountLinked): NewMessage[] => [
  accountUnlinked.of(accountKey(facts.accountId), facts),
  linkChanged.of(holdingKey(facts.memberId), { account: null }),
  numberReleased.of(numberKey(facts.numberIndex), { accountId: facts.accountId }),
]
const standing = (memberId: string, to: Standing): NewMessage => ({
  stream: holdingKey(memberId),
  type: standingChanged.type,
  data: { standing: to },
})

const LINKED = [accountLinked.type, linkChanged.type, numberClaimed.type]
const UNLINKED = [accountUnlinked.type, linkChanged.type, numberReleased.type]
const given = (...events: NewMessage[]) => new Given([linkedAccount, holding, numberClaim]).happened(...events)

describe('linking', () => {
  test.each<[string, NewMessage[], AccountLinked, string | string[]]>([
    ['a number that is free', [], minjis, LINKED],
    ['a number that somebody has', linked(minjis), account('seojun'), 'account_already_linked'],
    ['a second number', linked(minjis), account('minji', 'bka_2', 'other'), 'already_linked'],
    ['a number that was freed', [...linked(minjis), ...unlinked(minjis)], account('seojun'), LINKED],
    ['another number after the first', [...linked(minjis), ...unlinked(minjis)], account('minji', 'bka_2'), LINKED],
    ['by a deactivated member', [standing('minji', 'deactivated')], minjis, 'member_inactive'],
    ['by one who is gone', [standing('minji', 'forgotten')], minjis, 'member_inactive'],
    ['by one who is back', [standing('minji', 'deactivated'), standing('minji', 'active')], minjis, LINKED],
  ])('%s', (_, before, facts, said) => expect(given(...before).when(linkCommand(facts)).said).toEqual(said))
})

describe('unlinking', () => {
  test('frees the number, once', () => {
    const application = given(...linked(minjis))
    expect(application.when(unlinkCommand(minjis)).said).toEqual(UNLINKED)
    expect(application.when(unlinkCommand(minjis)).said).toBe('linked_account_unknown')
    expect(application.when(linkCommand(account('seojun'))).said).toEqual(LINKED)
  })
})

describe('a member', () => {
  test.each<[string, NewMessage[], Standing, AccountLinked | null, string[]]>([
    ['who is deactivated keeps the account', linked(minjis), 'deactivated', null, [standingChanged.type]],
    ['who was deactivated before', [standing('minji', 'deactivated')], 'deactivated', null, []],
    ['who is gone loses the account', linked(minjis), 'forgotten', minjis, [standingChanged.type, ...UNLINKED]],
    ['who is gone without one', [], 'forgotten', null, [standingChanged.type]],
    ['who is gone never comes back', [standing('minji', 'forgotten')], 'active', null, []],
  ])('%s', (_, before, to, held, said) => {
    expect(given(...before).when(followMember('minji', to, held)).said).toEqual(said)
  })

  test('who links at the very moment they are forgotten is looked at again', () => {
    const forget = followMember('minji', 'forgotten', null)
    expect(() => given(...linked(minjis)).when(forget)).toThrow('has just changed')
  })
})
