/** What keeps a member from leaving: what is in their wallets, held, or on its way from or to their bank. */
import { WALLET_BALANCE } from '../../../contracts/money.ts'
import { obligationsOf } from '../../../contracts/obligations.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { balancesOf } from '../wallets/feature.ts'

const TEXTS = {
  [WALLET_BALANCE]: {
    ko: '지갑에 잔액이 남아 있어요. 먼저 출금하거나 송금해 주세요.',
    en: 'There is money in your wallet: withdraw it or send it to somebody first.',
  },
  wallet_held: {
    ko: '지갑에 사용 예정으로 묶인 금액이 있어요. 결제나 출금이 끝난 뒤 다시 시도해 주세요.',
    en: 'Money in your wallet is set aside for something under way: try again once that has ended.',
  },
  top_ups_under_way: {
    ko: '진행 중인 충전이 있어요. 충전이 끝난 뒤 다시 시도해 주세요.',
    en: 'Top-ups of your wallet are under way: try again once they have ended.',
  },
  withdrawals_under_way: {
    ko: '진행 중인 출금이 있어요. 출금이 끝난 뒤 다시 시도해 주세요.',
    en: 'Withdrawals from your wallet are under way: try again once they have ended.',
  },
} as const

interface Crossing {
  readonly code: 'top_ups_under_way' | 'withdrawals_under_way'
  readonly count: number
  readonly amount: number
  readonly currency: string
  readonly reference: string
}

export async function moneyObligations(read: Queryable, memberId: string) {
  const facts = sql`count(*)::int as count, sum(amount)::float8 as amount, currency, min(id) as reference`
  const [balances, crossings] = await Promise.all([
    balancesOf(read, memberId),
    select<Crossing>(
      read,
      sql`select 'top_ups_under_way' as code, ${facts} from top_ups
          where member_id = ${memberId} and status in ('requested', 'returning') group by currency
          union all
          select 'withdrawals_under_way', ${facts} from withdrawals
          where member_id = ${memberId} and status = 'requested' group by currency`,
    ),
  ])
  const inWallets = balances.flatMap(({ currency, posted, held }) => [
    { code: WALLET_BALANCE as typeof WALLET_BALANCE, count: posted > held ? 1 : 0, amount: posted - held, currency },
    { code: 'wallet_held' as const, count: held > 0 ? 1 : 0, amount: held, currency },
  ])
  return obligationsOf(TEXTS, [...inWallets, ...crossings])
}
