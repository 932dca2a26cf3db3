/** A run settles a business date: which settlements it began, and how many of them have ended how. */
import { Type } from 'typebox'
import { runDue, runSettlements } from '../../contracts/settlements.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { type DataOf, event } from '../../platform/kit/contract.ts'
import { dailyJob } from '../../platform/service/daily-job.ts'

const turnTaken = event(
  'settlements.run-turn-taken',
  Type.Object({
    runId: Type.String(),
    businessDate: Type.String({ format: 'date' }),
    /** Settlements that were begun for the first time, and those that had failed before. */
    started: Type.Integer({ minimum: 0 }),
    retried: Type.Integer({ minimum: 0 }),
    /** There is more than one turn may begin; the next turn is due. */
    more: Type.Boolean(),
  }),
)
type TurnTaken = DataOf<typeof turnTaken>
const ended = event(
  'settlements.run-settlement-ended',
  Type.Object({ runId: Type.String(), settlementId: Type.String(), status: Type.Enum(['paid', 'failed']) }),
)

/** The turns so far, and how many of their settlements have ended how. */
export interface Run extends TurnTaken {
  readonly paid: number
  readonly failed: number
}

export const runTurn = (turn: TurnTaken) => turnTaken.of(runKey(turn.runId), turn)

/** Nothing to say when no run began it. */
export const runProgress = (runId: string | null, settlementId: string, status: 'paid' | 'failed') =>
  runId === null ? [] : [ended.of(runKey(runId), { runId, settlementId, status })]

const none: Run = { runId: '', businessDate: '', started: 0, retried: 0, paid: 0, failed: 0, more: false }

export const run = defineAggregate({
  name: 'run',
  shape: 1,
  initial: () => none,
  events: [turnTaken, ended],
  evolve(state: Run, event): Run {
    switch (event.type) {
      case turnTaken.type: {
        const { started, retried } = event.data
        return { ...state, ...event.data, started: state.started + started, retried: state.retried + retried }
      }
      case ended.type:
        return { ...state, [event.data.status]: state[event.data.status] + 1 }
    }
  },
})

export const runKey = run.key

/** Settlements that have not ended. */
export const openOf = ({ started, retried, paid, failed }: Run): number => started + retried - paid - failed

export const isTerminal = (state: Run): boolean => !state.more && openOf(state) === 0

/** At half past eleven at night in Seoul. What was earned on days too old to be caught up goes with the first that is. */
export const dailyRun = dailyJob({
  name: 'schedule',
  at: '23:30',
  due: runDue,
  timerPrefix: 'due',
  run: (date, now) => [runSettlements.timer(`run/${date}`, now, { businessDate: date })],
})
