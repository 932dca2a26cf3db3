/** Transfers between members, wallet to wallet. */
import { walletOf } from '../../../contracts/money.ts'
import { type Money, toMajor } from '../../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { type Account, accountsOf, available, mayBegin, transfer } from '../ledger/feature.ts'
import { presentTransfer } from './present.ts'

/** Largest amount of one transfer between members, in minor units; `MONEY_TRANSFER_MAX_<CURRENCY>` overrides. */
export const TRANSFER_MAX: Readonly<Record<string, number>> = { KRW: 10_000_000, USD: 1_000_000 }

export interface MemberTransfer extends Money {
  readonly from: string
  readonly to: string
  readonly memo: string | null
  readonly max: number
}

function mayReceive({ opened, active }: Account): Refusal | null {
  if (!opened) return refuse('recipient_unknown')
  return active ? null : refuse('recipient_inactive')
}

function mayPay(payer: Account, amount: number, currency: string): Refusal | null {
  if (!payer.opened || available(payer) < amount) {
    return refuse('insufficient_funds', { available: toMajor(available(payer), currency), currency })
  }
  return payer.active ? null : refuse('account_inactive')
}

/** Wallet to wallet, at once. Refusals: self_transfer, over_limit, recipient_unknown, recipient_inactive, … */
export function transferBetweenMembers(request: MemberTransfer): Command {
  const { from, to, amount, currency, memo, max } = request
  const debit = walletOf(from, currency)
  const credit = walletOf(to, currency)
  // The same strings wherever an account is looked up: each new one would have to be hashed first.
  const keys = accountsOf({ debit, credit })
  const [payerKey, payeeKey] = keys
  return {
    type: 'money.transfer',
    keys: from === to ? [payerKey] : keys,
    decide(states, context) {
      if (from === to) return refuse('self_transfer')
      if (amount > max) return refuse('over_limit', { max: toMajor(max, currency), currency })
      const refusal =
        mayReceive(states.of(payeeKey)) ??
        mayPay(states.of(payerKey), amount, currency) ??
        mayBegin(states, keys, request)
      if (refusal) return refusal
      const transferId = context.newId('trf')
      const message = transfer(states, { transferId, kind: 'transfer', debit, credit, amount, currency, memo }, keys)
      if (isRefusal(message)) return message
      const reply = presentTransfer(from, to, { id: transferId, amount, currency, memo, at: context.now })
      return accept([message], { status: 201, reply })
    },
  }
}
