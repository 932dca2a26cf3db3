/** What moves settlements: runs and retries begin them, and their own sagas mark how far they have come. */
import type { SealedAccount } from '../../contracts/banking.ts'
import {
  type completeSettlement,
  type failSettlement,
  runSettlements,
  type SettlementCreated,
  settlementCreated,
  settlementFailed,
  settlementPaid,
  settlementTransferring,
  type transferSettlement,
} from '../../contracts/settlements.ts'
import { accept, type Command, type Context, type States } from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import { businessDateOf, endOf } from '../../platform/ports/business-date.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import { present, presentRun } from './present.ts'
import { run, runKey, runProgress, runTurn } from './run.ts'
import { type Settling, settle } from './settle.saga.ts'
import {
  attemptBegun,
  factsOf,
  nextTransferId,
  type Settlement,
  settlement,
  settlementKey,
  totalsOf,
} from './settlement.ts'

/** A settlement that a run may begin, with the number of the attempt this would be. */
export interface Due extends SettlementCreated {
  readonly attempt: number
}

const sagaOf = ({ settlementId, attempt }: Due): string => `${settle.name}/${settlementId}/${attempt}`
const keysOf = (due: Due): string[] => [settlementKey(due.settlementId), sagaKey(sagaOf(due))]

/** Nothing when it is under way, paid, or not at that attempt any more: somebody else was faster. */
function begin(states: States, context: Context, due: Due, runId: string | null): NewMessage[] {
  const { attempt, settlementId, franchiseId, currency, businessDate } = due
  const key = settlementKey(settlementId)
  const { status, underWay, attempts } = states.of(key)
  if (underWay || (status !== 'none' && status !== 'failed') || attempt !== attempts + 1) return []
  const data: Settling = { settlementId, franchiseId, currency, until: endOf(businessDate).toISOString(), runId }
  const { messages } = startSaga(settle, sagaOf(due), data, 'settlements', context)
  const begun = attemptBegun.of(key, { settlementId, attempt, runId })
  return [...(status === 'none' ? [settlementCreated.of(key, factsOf(due))] : []), begun, ...messages]
}

export interface SettlementTurn {
  readonly runId: string
  readonly businessDate: string
  readonly due: readonly Due[]
  /** There is more to begin than this turn may. */
  readonly more: boolean
}

/** One turn of a run. Refused with `business_date_in_future`. What is due may be out of date: it is decided here. */
export function takeTurn({ runId, businessDate, due, more }: SettlementTurn): Command {
  return {
    type: runSettlements.type,
    keys: [runKey(runId), ...due.flatMap(keysOf)],
    decide(states, context) {
      if (businessDate > businessDateOf(context.now))
        return refuse('business_date_in_future', { field: 'businessDate' })
      const begun = due
        .map(each => ({ each, messages: begin(states, context, each, runId) }))
        .filter(({ messages }) => messages.length > 0)
      const retried = begun.filter(({ each }) => each.attempt > 1).length
      const turn = runTurn({ runId, businessDate, started: begun.length - retried, retried, more })
      const key = runKey(runId)
      const after = run.after(states.of(key), [turn], context.now)
      const next = runSettlements.timer(context.newId('tmr'), context.now, { businessDate, runId })
      return accept([turn, ...begun.flatMap(({ messages }) => messages)], {
        reply: presentRun(after),
        ...(more && { setTimers: [next] }),
      })
    },
  }
}

/** An operator tries one again that has failed. Refused with `settlement_unknown`, `settlement_not_failed`. */
export function retry(due: Due): Command {
  const key = settlementKey(due.settlementId)
  return {
    type: 'settlements.retry',
    keys: keysOf(due),
    decide(states, context) {
      const before = states.of(key)
      if (before.status === 'none') return refuse('settlement_unknown')
      const messages = before.status === 'failed' ? begin(states, context, due, null) : []
      if (messages.length === 0) return refuse('settlement_not_failed', { status: before.status })
      const after = settlement.after(before, messages, context.now)
      return accept(messages, { reply: present(after) })
    },
  }
}

/** The payments are claimed; answers what to ask of the bank. `account` is the franchise's own, now. */
export function markTransferring(
  { settlementId, claim }: DataOf<typeof transferSettlement>,
  account: SealedAccount | null,
): Command {
  const key = settlementKey(settlementId)
  return {
    type: 'settlements.mark',
    keys: [key],
    decide(states) {
      const before = states.of(key)
      if (!before.underWay) return refuse('settlement_not_under_way')
      if (!account) return refuse('franchise_unknown')
      const transferId = nextTransferId(before)
      const data = { ...factsOf(before), ...claim, attempt: before.attempts, transferId }
      return accept([settlementTransferring.of(key, data)], { reply: { transferId, account } })
    },
  }
}

/** The attempt has ended; one that ended before changes nothing. */
function end(
  { settlementId, runId }: OfRun,
  status: 'paid' | 'failed',
  fact: (before: Settlement) => NewMessage,
): Command {
  const key = settlementKey(settlementId)
  return {
    type: 'settlements.mark',
    keys: [key, ...(runId === null ? [] : [runKey(runId)])],
    decide(states) {
      const before = states.of(key)
      return accept(before.underWay ? [fact(before), ...runProgress(runId, settlementId, status)] : [])
    },
  }
}

type OfRun = Pick<DataOf<typeof failSettlement>, 'settlementId' | 'runId'>

export const markPaid = ({ bankCode, last4, ...input }: DataOf<typeof completeSettlement>): Command =>
  end(input, 'paid', before => {
    const { transferId, settlementId } = before
    if (transferId === null) throw new Error(`${settlementId} was paid by no transfer`)
    const data = { ...factsOf(before), ...totalsOf(before), transferId, bankCode, last4 }
    return settlementPaid.of(settlementKey(settlementId), data)
  })

export const markFailed = ({ reason, ...input }: DataOf<typeof failSettlement>): Command =>
  end(input, 'failed', before =>
    settlementFailed.of(settlementKey(input.settlementId), { ...factsOf(before), ...totalsOf(before), reason }),
  )
