/** How far a movement of money has come, as steps: what has happened, what happens now, what comes. */
import type { Remittance, Schemas } from '@madang/client'

export type StepState = 'done' | 'now' | 'next' | 'failed'
export type StepName =
  | 'topUpAsked'
  | 'pulled'
  | 'credited'
  | 'givenBack'
  | 'withdrawalAsked'
  | 'paidOut'
  | 'kept'
  | 'remittanceAsked'
  | 'toppedUp'
  | 'sent'
export type ProgressStep = readonly [name: StepName, state: StepState]

type TopUpStatus = Schemas['TopUp']['status']
type WithdrawalStatus = Schemas['Withdrawal']['status']

export const TOP_UP_STEPS: Record<TopUpStatus, readonly ProgressStep[]> = {
  requested: [
    ['topUpAsked', 'done'],
    ['pulled', 'now'],
    ['credited', 'next'],
  ],
  returning: [
    ['topUpAsked', 'done'],
    ['pulled', 'done'],
    ['credited', 'failed'],
    ['givenBack', 'now'],
  ],
  succeeded: [
    ['topUpAsked', 'done'],
    ['pulled', 'done'],
    ['credited', 'done'],
  ],
  failed: [
    ['topUpAsked', 'done'],
    ['pulled', 'failed'],
  ],
}

export const WITHDRAWAL_STEPS: Record<WithdrawalStatus, readonly ProgressStep[]> = {
  requested: [
    ['withdrawalAsked', 'done'],
    ['paidOut', 'now'],
  ],
  succeeded: [
    ['withdrawalAsked', 'done'],
    ['paidOut', 'done'],
  ],
  failed: [
    ['withdrawalAsked', 'done'],
    ['paidOut', 'failed'],
    ['kept', 'done'],
  ],
}

/** A top-up is a step where the wallet was short. */
export function remittanceSteps({ status, toppedUp }: Pick<Remittance, 'status' | 'toppedUp'>): ProgressStep[] {
  const asked: ProgressStep = ['remittanceAsked', 'done']
  const pulled: ProgressStep[] = toppedUp ? [['toppedUp', 'done']] : []
  switch (status) {
    case 'started':
      return [asked, ['sent', 'now']]
    case 'topping_up':
      return [asked, ['toppedUp', 'now'], ['sent', 'next']]
    case 'transferring':
      return [asked, ...pulled, ['sent', 'now']]
    case 'succeeded':
      return [asked, ...pulled, ['sent', 'done']]
    case 'failed':
      return [asked, ...pulled, ['sent', 'failed'], ['kept', 'done']]
  }
}

/** Why the bank or the ledger said no, where the app has words and a way out for it. */
export const REASONS = [
  'account_not_linked',
  'account_unknown',
  'account_closed',
  'holder_mismatch',
  'account_forgotten',
  'bank_insufficient_funds',
  'bank_limit_exceeded',
  'bank_refused',
  'bank_unavailable',
  'outcome_unknown',
  'insufficient_funds',
  'account_inactive',
  'member_inactive',
  'ledger_limit',
  'recipient_inactive',
  'recipient_unknown',
  'sender_inactive',
] as const
export type Reason = (typeof REASONS)[number] | 'other'

export const reasonOf = (code: string | null): Reason => REASONS.find(each => each === code) ?? 'other'
