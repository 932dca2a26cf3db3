/** Who was at the other side of a wallet's transactions, looked up for all of a page at once. */
import { transferAccounts } from '../../../contracts/banking.ts'
import {
  bankAs,
  type Counterparty,
  franchiseAs,
  memberAs,
  platformAs,
  shopAs,
} from '../../../contracts/counterparty.ts'
import { franchiseNames } from '../../../contracts/franchises.ts'
import { maskedNames } from '../../../contracts/identity.ts'
import { lookUpAll } from '../../../contracts/look-up.ts'
import { walletOwner } from '../../../contracts/money.ts'
import { orderNumbers } from '../../../contracts/orders.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { TransactionRow } from '../ledger/feature.ts'

type Side = Pick<TransactionRow, 'counterpart' | 'reference'>

/** `franchise:frn_…:KRW` has two, `bank:KRW` one. */
const kindOf = ({ counterpart }: Side): string => counterpart.split(':')[0] ?? ''
const idOf = ({ counterpart }: Side): string => counterpart.split(':')[1] ?? ''

const BANK_TRANSFER = 'bkt_'

/** The ids to look up for one side; null for what it does not need. */
const needs = {
  member: ({ counterpart }: Side) => walletOwner(counterpart),
  franchise: (side: Side) => (kindOf(side) === 'franchise' ? idOf(side) : null),
  order: (side: Side) => (kindOf(side) === 'sales' ? side.reference : null),
  account: (side: Side) =>
    kindOf(side) === 'bank' && side.reference?.startsWith(BANK_TRANSFER) ? side.reference : null,
} as const

async function found({ rpc }: ServiceContext, sides: readonly Side[]) {
  const [members, franchises, orders, accounts] = await Promise.all([
    lookUpAll(sides.map(needs.member), input => rpc.call(maskedNames, input)),
    lookUpAll(sides.map(needs.franchise), input => rpc.call(franchiseNames, input)),
    lookUpAll(sides.map(needs.order), input => rpc.call(orderNumbers, input)),
    lookUpAll(sides.map(needs.account), input => rpc.call(transferAccounts, input)),
  ])
  return { members, franchises, orders, accounts }
}

type Found = Awaited<ReturnType<typeof found>>

function counterpartyOf(
  side: Side,
  { members, franchises, orders, accounts }: Found,
  language: Language,
): Counterparty {
  switch (kindOf(side)) {
    case 'wallet':
      return memberAs(members[needs.member(side) ?? ''], language)
    case 'franchise':
      return franchiseAs(idOf(side), franchises[idOf(side)], language)
    case 'sales':
      return shopAs(orders[side.reference ?? ''], language)
    case 'bank':
      return bankAs(accounts[side.reference ?? ''], language)
    default:
      return platformAs(language)
  }
}

/** In the order of the sides. */
export async function counterpartiesOf(context: ServiceContext, sides: readonly Side[], language: Language) {
  const all = await found(context, sides)
  return sides.map(side => counterpartyOf(side, all, language))
}
