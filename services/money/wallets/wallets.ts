/** The wallets of a member, one per currency: opened when they register, closed while they are deactivated. */
import { accountClosed, accountReopened, walletOf } from '../../../contracts/money.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { accountKey, open } from '../ledger/feature.ts'

/** Currencies a member has a wallet in. */
export const WALLET_CURRENCIES = ['KRW', 'USD'] as const

/** Opens a member's wallets; the ones that are open stay as they are. */
export function openWallets(memberId: string): Command {
  const wallets = WALLET_CURRENCIES.map(currency => walletOf(memberId, currency))
  return {
    type: 'money.open-wallets',
    keys: wallets.map(accountKey),
    decide: states => accept(wallets.flatMap(wallet => open(states, wallet))),
  }
}

export function setWalletsActive(memberId: string, active: boolean): Command {
  const wallets = WALLET_CURRENCIES.map(currency => walletOf(memberId, currency))
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
