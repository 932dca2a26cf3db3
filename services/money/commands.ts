/** The commands of the book: what HTTP, other services and timers ask of the ledger, with the heads each needs. */
import type { Static } from 'typebox'
import {
  accountClosed,
  accountReopened,
  bankAccount,
  franchiseAccount,
  type placeHold,
  type postHold,
  type postTransfer,
  type voidHold,
  walletOf,
} from '../../contracts/money.ts'
import { DEFAULT_CURRENCY, toMajor } from '../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type Account, accountKey, accountsOf, available } from './account.ts'
import { holdKey } from './hold.ts'
import {
  expireHeld,
  following,
  open,
  place,
  postHeld,
  type Transfer,
  transfer,
  transferAll,
  voidHeld,
} from './ledger.ts'

/** Currencies a member has a wallet in. */
export const WALLET_CURRENCIES = ['KRW', 'USD'] as const
/** Largest amount of one transfer between members, in minor units; `MONEY_TRANSFER_MAX_<CURRENCY>` overrides. */
export const TRANSFER_MAX: Readonly<Record<string, number>> = { KRW: 10_000_000, USD: 1_000_000 }

export interface MemberTransfer {
  readonly from: string
  readonly to: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
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
      const refusal = mayReceive(states.of(payeeKey)) ?? mayPay(states.of(payerKey), amount, currency)
      if (refusal) return refusal
      const transferId = context.newId('trf')
      const message = transfer(states, { transferId, kind: 'transfer', debit, credit, amount, currency, memo }, keys)
      if (isRefusal(message)) return message
      const at = context.now.toISOString()
      const reply = { id: transferId, from, to, amount: toMajor(amount, currency), currency, memo, createdAt: at }
      return accept([message], { status: 201, reply })
    },
  }
}

export interface Deposit {
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly memo: string | null
  /** The member is known to be active: a wallet that is not open yet, because they have just registered, is opened. */
  readonly known?: boolean
}

/** Money that came in at the partner bank, posted to a wallet by an operator. */
export function deposit({ memberId, amount, currency, memo, known = false }: Deposit): Command {
  const debit = bankAccount(currency)
  const wallet = walletOf(memberId, currency)
  return {
    type: 'money.deposit',
    keys: accountsOf({ debit, credit: wallet }),
    decide(states, context) {
      const payee = states.of(accountKey(wallet))
      if (!payee.opened && !known) return refuse('recipient_unknown')
      if (!payee.active) return refuse('recipient_inactive')
      const transferId = context.newId('trf')
      const opening = open(states, wallet)
      const request = { transferId, kind: 'deposit', debit, credit: wallet, amount, currency, memo }
      const message = transfer(following(states, opening), request)
      if (isRefusal(message)) return message
      const at = context.now.toISOString()
      const reply = {
        id: transferId,
        userId: memberId,
        amount: toMajor(amount, currency),
        currency,
        memo,
        createdAt: at,
      }
      return accept([...opening, message], { status: 201, reply })
    },
  }
}

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

/** Opens the account of what a franchise earns. It has no limit: a refund after the payout takes it below zero. */
export function openFranchiseAccount(franchiseId: string, merchantId: string): Command {
  const earned = franchiseAccount(franchiseId, DEFAULT_CURRENCY)
  return {
    type: 'money.open-franchise-account',
    keys: [accountKey(earned)],
    decide: states => accept(open(states, earned, merchantId)),
  }
}

type Between = { readonly holdId: string; readonly debit: string; readonly credit: string }
export const holdKeys = (input: Between): string[] => [holdKey(input.holdId), ...accountsOf(input)]

type Linked = { readonly linked?: readonly Transfer[] | undefined }
const linkedAccounts = ({ linked = [] }: Linked): string[] => linked.flatMap(accountsOf)

export const placeHoldCommand = (input: Static<typeof placeHold.schema>): Command => ({
  type: 'money.place-hold',
  keys: holdKeys(input),
  decide: states => place(states, input),
})

export const postHoldCommand = (input: Static<typeof postHold.schema>): Command => ({
  type: 'money.post-hold',
  keys: [...holdKeys(input), ...linkedAccounts(input)],
  decide: (states, context) => postHeld(states, input, context),
})

export const voidHoldCommand = (input: Static<typeof voidHold.schema>): Command => ({
  type: 'money.void-hold',
  keys: holdKeys(input),
  decide: states => voidHeld(states, input.holdId),
})

export const expireHoldCommand = (input: Between): Command => ({
  type: 'money.expire-hold',
  keys: holdKeys(input),
  decide: (states, context) => expireHeld(states, input.holdId, context.now),
})

export const postTransferCommand = ({ linked = [], ...first }: Static<typeof postTransfer.schema>): Command => ({
  type: 'money.post-transfer',
  keys: [...accountsOf(first), ...linkedAccounts({ linked })],
  decide(states) {
    const messages = transferAll(states, [first, ...linked])
    return isRefusal(messages) ? messages : accept(messages, { reply: { transferId: first.transferId } })
  },
})
