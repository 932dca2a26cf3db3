/** The wallets of a member, one per currency: opened when they register, closed while they are deactivated. */
import { accountClosed, accountReopened, walletOf } from '../../../contracts/money.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { accountKey, open } from '../ledger/feature.ts'

/** Currencies a member has a wallet in. */
export const WALLET_CURRENCIES = ['KRW', 'USD'] as const

export const walletsOf = (memberId: string): string[] => WALLET_CURRENCIES.map(currency => walletOf(memberId, currency))

interface WalletBalance {
  readonly currency: string
  readonly posted: number
  readonly held: number
}

export const balancesOf = (read: Queryable, memberId: string) =>
  select<WalletBalance>(
    read,
    sql`select currency, (credits_posted - debits_posted)::float8 as posted, debits_pending::float8 as held
        from accounts where owner = ${memberId} and kind = 'wallet' order by currency`,
  )

/** Opens a member's wallets; the ones that are open stay as they are. */
export function openWallets(memberId: string): Command {
  const wallets = walletsOf(memberId)
  return {
    type: 'money.open-wallets',
    keys: wallets.map(accountKey),
    decide: states => accept(wallets.flatMap(wallet => open(states, wallet))),
  }
}

export function setWalletsActive(memberId: string, active: boolean): Command {
  const wallets = walletsOf(memberId)
  const changed = active ? accountReopened : accountClosed
  return {
    type: active ? 'money.reopen-wallets' : 'money.close-wallets',
    keys: wallets.map(accountKey),
    decide(states) {
      const affected = wallets.filter(wallet => {
        const account = states.of(accountKey(wallet))
        return account.opened && account.active !== active
      })
      return accept(affected.map(wallet => changed.of(accountKey(wallet), { account: wallet })))
    },
  }
}
