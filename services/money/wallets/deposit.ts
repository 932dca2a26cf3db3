/** Deposits: money that came in at the partner bank. */
import { bankAccount, walletOf } from '../../../contracts/money.ts'
import type { Money } from '../../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import { accountKey, accountsOf, following, mayBegin, open, transfer } from '../ledger/feature.ts'
import { presentDeposit } from './present.ts'

export interface Deposit extends Money {
  readonly memberId: string
  readonly memo: string | null
  /** The member is known to be active: a wallet that is not open yet, because they have just registered, is opened. */
  readonly known?: boolean
}

/** Money that came in at the partner bank, posted to a wallet by an operator. */
export function deposit({ memberId, amount, currency, memo, known = false }: Deposit): Command {
  const debit = bankAccount(currency)
  const wallet = walletOf(memberId, currency)
  const keys = accountsOf({ debit, credit: wallet })
  return {
    type: 'money.deposit',
    keys,
    decide(states, context) {
      const payee = states.of(accountKey(wallet))
      if (!payee.opened && !known) return refuse('recipient_unknown')
      if (!payee.active) return refuse('recipient_inactive')
      const transferId = context.newId('trf')
      const opening = open(states, wallet)
      const request = { transferId, kind: 'deposit', debit, credit: wallet, amount, currency, memo }
      const opened = following(states, opening)
      const full = mayBegin(opened, keys, request)
      if (full) return full
      const message = transfer(opened, request, keys)
      if (isRefusal(message)) return message
      const reply = presentDeposit(memberId, { id: transferId, amount, currency, memo, at: context.now })
      return accept([...opening, message], { status: 201, reply })
    },
  }
}
