/**
 * What becomes of each flow of money when something goes wrong at each of its steps: an ending, or the reason why that
 * cannot happen there. A step without a row, and a row without a step, fail the test.
 */
import type { Ending } from './flows.ts'

export const FAULTS = [
  'the bank refuses',
  'the bank is silent before booking',
  'the bank is silent after booking',
  'the bank receives it twice',
  'the bank never answers',
  'broken off before commit',
  'broken off after commit',
  'member deactivated meanwhile',
  'other side deactivated meanwhile',
  'compensation refused',
] as const
export type Fault = (typeof FAULTS)[number]

/** `asleep`: the bank transfer below is stuck and the flow waits for it; once that is resumed, it is done. */
export type Outcome = Ending | 'asleep'
export type Cell = Outcome | { readonly never: string }

export interface Row {
  /** The service and command, or call, that the step asks for. */
  readonly asks: readonly [service: string, command: string]
  /** The direction in which the bank moves the money for this step, if it does. */
  readonly bank?: 'in' | 'out'
  readonly cells: Readonly<Record<Fault, Cell>>
}

const never = (reason: string): Cell => ({ never: reason })
const NO_BANK = never('the step asks the book or a service of ours, not the bank')
const NO_UNDO = never('the step has nothing to undo')
const NOBODY_THERE = never('at the other side there is no member')
const A_SHOP = never('at the other side is the franchise’s account, which has no member to be deactivated')

type Others = Partial<Record<Fault, Cell>>

/** Faults that change nothing about the ending. */
const harmless = {
  'broken off before commit': 'done',
  'broken off after commit': 'done',
  'member deactivated meanwhile': 'done',
  'other side deactivated meanwhile': NOBODY_THERE,
  'compensation refused': NO_UNDO,
} as const

/** A step that moves money at the bank. */
const atBank = (
  asks: Row['asks'],
  bank: 'in' | 'out',
  refused: Ending,
  neverAnswers: Outcome,
  others: Others = {},
): Row => ({
  asks,
  bank,
  cells: {
    'the bank refuses': refused,
    'the bank is silent before booking': 'done',
    'the bank is silent after booking': 'done',
    'the bank receives it twice': 'done',
    'the bank never answers': neverAnswers,
    ...harmless,
    ...others,
  },
})

const ours = (asks: Row['asks'], others: Others = {}): Row => ({
  asks,
  cells: {
    'the bank refuses': NO_BANK,
    'the bank is silent before booking': NO_BANK,
    'the bank is silent after booking': NO_BANK,
    'the bank receives it twice': NO_BANK,
    'the bank never answers': NO_BANK,
    ...harmless,
    ...others,
  },
})

const MOVE = ['banking', 'move'] as const
const REQUEST = ['banking', 'banking.request-transfer'] as const
const FUND = ['money', 'money.fund-hold'] as const
const POST = ['money', 'money.post-hold'] as const
const BOOK = ['money', 'money.post-transfer'] as const
const SHOP: Others = { 'other side deactivated meanwhile': A_SHOP }

/** A wallet that is closed takes nothing: the money goes back to the bank. */
const pulling: Record<string, Row> = {
  pull: atBank(REQUEST, 'in', 'undone', 'asleep', {
    'member deactivated meanwhile': 'undone',
    'compensation refused': 'stuck',
  }),
  credit: ours(['money', 'money.credit-top-up'], { 'member deactivated meanwhile': 'undone' }),
}

export const expected: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'an operator’s transfer': { move: atBank(MOVE, 'in', 'undone', 'stuck'), book: ours(BOOK) },
  'a reversal': { move: atBank(MOVE, 'out', 'undone', 'stuck'), book: ours(BOOK) },
  'a top-up': pulling,
  'a top-up that funds a payment': pulling,
  'a withdrawal': {
    'pay-out': atBank(REQUEST, 'out', 'undone', 'asleep'),
    complete: ours(['money', 'money.complete-withdrawal']),
  },
  'a remittance to a member': {
    fund: atBank(FUND, 'in', 'undone', 'asleep', {
      'member deactivated meanwhile': 'undone',
      'other side deactivated meanwhile': 'undone',
      'compensation refused': 'stuck',
    }),
    transfer: ours(['remittance', 'remittance.transfer'], {
      'member deactivated meanwhile': 'kept',
      'other side deactivated meanwhile': 'kept',
    }),
    // What was set aside is posted; only the wallet it goes to must be open.
    post: ours(POST, { 'other side deactivated meanwhile': 'kept' }),
  },
  'a remittance to a bank account': {
    fund: atBank(FUND, 'in', 'undone', 'asleep', {
      'member deactivated meanwhile': 'undone',
      'compensation refused': 'stuck',
    }),
    transfer: ours(['remittance', 'remittance.transfer'], { 'member deactivated meanwhile': 'kept' }),
    'pay-out': atBank(REQUEST, 'out', 'kept', 'asleep'),
    post: ours(POST),
  },
  'a payment at a franchise with a shortfall': {
    'fund-hold': atBank(FUND, 'in', 'undone', 'asleep', { ...SHOP, 'member deactivated meanwhile': 'undone' }),
    'post-hold': ours(POST, SHOP),
  },
  // What is given back to somebody who is deactivated waits in their wallet: it is theirs.
  'its refund': { 'book-refund': ours(BOOK, SHOP) },
  // The member is the franchise's merchant: whoever has a claim is paid.
  'a settlement': {
    'claim-payments': ours(['payments', 'payments.claim-settlement']),
    'mark-transferring': ours(['settlements', 'settlements.mark-transferring']),
    'pay-out': atBank(REQUEST, 'out', 'undone', 'asleep'),
    'book-payout': ours(BOOK),
    'settle-payments': ours(['payments', 'payments.settle']),
  },
}

/** Sagas that move no money of wallets, franchises or the bank, and where they are proven. */
export const elsewhere: Readonly<Record<string, string>> = {
  'password-reset-mail': 'a mail, and no money: services/identity/password-resets',
  'authorize-payment': 'of purchases: kill.test.ts, and the stories of cards and purchases',
  'capture-payment': 'of purchases: kill.test.ts, and the stories of cards and purchases',
  'void-payment': 'of purchases: kill.test.ts, and the stories of cards and purchases',
  'refund-payment': 'of purchases: the stories of cards and purchases',
  'suspend-payment': 'of purchases: the story of cards',
  'settle-suspense': 'of purchases: the story of the processor',
}
