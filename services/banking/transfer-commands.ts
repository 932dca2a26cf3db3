/** What moves a bank transfer: the request of a saga or an operator, and the marks its own saga reports. */
import { isDeepStrictEqual } from 'node:util'
import {
  type Counterparty,
  type completeTransfer,
  type failTransfer,
  type markTransferUnknown,
  type requestTransfer,
  type TransferDone,
  transferCompleted,
  transferFailed,
  transferRequested,
  transferUnknown,
} from '../../contracts/banking.ts'
import {
  accept,
  type Command,
  type Context,
  type Decision,
  replyIfAwaited,
  type States,
} from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { holdingKey } from './account.ts'
import { presentTransfer } from './present.ts'
import { type Mark, transferSagas } from './saga.ts'
import {
  type BankTransfer,
  bankKeyOf,
  bankTransfer,
  factsOf,
  mayReverse,
  moves,
  replyAwaited,
  reversalBegun,
  reversalEnded,
  transferKey,
} from './transfer.ts'

type TransferRequest = DataOf<typeof requestTransfer>

/** The heads that say whose account it is. */
function counterpartyKeys(counterparty: Counterparty): string[] {
  switch (counterparty.kind) {
    case 'linked':
      return [holdingKey(counterparty.memberId)]
    case 'sealed':
      return []
    case 'of-transfer':
      return [transferKey(counterparty.transferId)]
  }
}

type Resolved = Pick<BankTransfer, 'accountId' | 'account' | 'reverses'>

function resolve(states: States, { counterparty, direction, amount }: TransferRequest): Resolved | Refusal {
  switch (counterparty.kind) {
    case 'linked': {
      const linked = states.of(holdingKey(counterparty.memberId)).account
      if (!linked) return refuse('account_not_linked')
      const { accountId, memberId: owner, bankCode, last4, sealed } = linked
      return { accountId, account: { owner, bankCode, last4, sealed }, reverses: null }
    }
    case 'sealed':
      return { accountId: null, account: counterparty.account, reverses: null }
    case 'of-transfer': {
      const original = states.of(transferKey(counterparty.transferId))
      const { accountId, account, transferId: reverses } = original
      return mayReverse(original, direction, amount) ?? { accountId, account, reverses }
    }
  }
}

const doneOf = ({ transferId, account: { bankCode, last4 } }: BankTransfer): TransferDone => ({
  transferId,
  bankCode,
  last4,
})

/** After a refusal another account may be named: nothing has moved. */
const isTheSame = (known: BankTransfer, asked: TransferRequest): boolean =>
  known.direction === asked.direction &&
  known.amount === asked.amount &&
  known.currency === asked.currency &&
  known.reference === asked.reference &&
  (known.status === 'failed' || isDeepStrictEqual(known.counterparty, asked.counterparty))

/**
 * Asked by a saga, the answer comes when the bank has said yes or no; asked over HTTP, at once with the transfer as
 * `requested`. `toSuspense`: see the contract.
 */
export function requestTransferCommand(asked: TransferRequest, toSuspense = false): Command {
  const { transferId, currency, counterparty } = asked
  const key = transferKey(transferId)
  return {
    type: 'banking.request-transfer',
    keys: [key, transferSagas.key(transferId), ...counterpartyKeys(counterparty)],
    decide(states, context) {
      if (currency !== 'KRW') return refuse('currency_not_supported', { currency })
      const known = states.of(key)
      if (known.status !== 'none' && !isTheSame(known, asked)) return refuse('transfer_id_reused')
      switch (known.status) {
        case 'completed':
          return accept([], { reply: doneOf(known) })
        case 'requested':
        case 'unknown':
          return answerLater(known, [], context)
        case 'none':
        case 'failed':
          return begin(states, known, asked, toSuspense, context)
      }
    },
  }
}

/** Nothing of it has moved: the first time, or again after the bank refused. */
function begin(
  states: States,
  known: BankTransfer,
  asked: TransferRequest,
  toSuspense: boolean,
  context: Context,
): Decision {
  const resolved = resolve(states, asked)
  if (isRefusal(resolved)) return resolved
  const { transferId, direction, amount, currency } = asked
  const { account, reverses } = resolved
  const { bankCode, last4 } = account
  const attempt = known.attempt + 1
  const facts = { ...asked, ...resolved, bankCode, last4, attempt, toSuspense }
  const requested = transferRequested.of(transferKey(transferId), facts)
  const bankKey = bankKeyOf(transferId, attempt)
  const data = { transferId, bankKey, direction, account, amount, currency, reverses, toSuspense }
  const started = transferSagas.start(transferId, data, context)
  const reversal = reverses ? [reversalBegun.of(transferKey(reverses), { transferId, amount })] : []
  const transfer = bankTransfer.after(known, [requested], context.now)
  return answerLater(transfer, [requested, ...reversal, ...started.messages], context)
}

/** To a saga when it is over; to anybody else now. */
function answerLater(transfer: BankTransfer, messages: readonly NewMessage[], context: Context): Decision {
  const replyTo = context.message?.data.replyTo
  if (!replyTo) return accept(messages, { status: 201, reply: presentTransfer(transfer) })
  const awaited = replyAwaited.of(transferKey(transfer.transferId), { replyTo })
  return accept([...messages, awaited], { deferred: true })
}

/** Only what is still open is marked; what pays another transfer back ends there too, and the saga that waits is told. */
function markCommand(
  { transferId, reverses }: Mark,
  move: Parameters<typeof moves.allows>[1],
  mark: (transfer: BankTransfer) => { readonly facts: readonly NewMessage[]; readonly answer?: TransferDone | Refusal },
): Command {
  const key = transferKey(transferId)
  return {
    type: 'banking.mark',
    keys: [key, ...(reverses ? [transferKey(reverses)] : [])],
    decide(states) {
      const transfer = states.of(key)
      if (!moves.allows(transfer, move)) return accept([])
      const { facts, answer } = mark(transfer)
      if (!answer) return accept(facts)
      const done = !isRefusal(answer)
      const ended = reverses ? [reversalEnded.of(transferKey(reverses), { transferId, done })] : []
      return accept([...facts, ...ended, ...replyIfAwaited(transfer.replyTo, answer)])
    },
  }
}

export const markCompleted = (input: DataOf<typeof completeTransfer>): Command =>
  markCommand(input, 'complete', transfer => ({
    facts: [transferCompleted.of(transferKey(input.transferId), { ...factsOf(transfer), bookedAt: input.bookedAt })],
    answer: doneOf(transfer),
  }))

export const markFailed = (input: DataOf<typeof failTransfer>): Command =>
  markCommand(input, 'fail', transfer => ({
    facts: [transferFailed.of(transferKey(input.transferId), { ...factsOf(transfer), reason: input.reason })],
    answer: refuse(input.reason),
  }))

/** `moved`: the bank did it, and it is our own book that is stuck; that is no unknown outcome. */
export const markUnknown = (input: DataOf<typeof markTransferUnknown>): Command =>
  markCommand(input, 'lose', transfer => ({
    facts: input.moved ? [] : [transferUnknown.of(transferKey(input.transferId), factsOf(transfer))],
  }))
