/** A run settles a business date: which settlements it began, and how many of them have ended how. */
import { type Static, Type } from 'typebox'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { event } from '../../platform/kit/contract.ts'

export interface Run {
  readonly runId: string
  readonly businessDate: string
  /** Settlements that were begun for the first time, and those that had failed before. */
  readonly started: number
  readonly retried: number
  readonly paid: number
  readonly failed: number
  /** There is more than one turn may begin; the next turn is due. */
  readonly more: boolean
}

const turnTaken = event(
  'settlements.run-turn-taken',
  Type.Object({
    runId: Type.String(),
    businessDate: Type.String({ format: 'date' }),
    started: Type.Integer({ minimum: 0 }),
    retried: Type.Integer({ minimum: 0 }),
    more: Type.Boolean(),
  }),
)
type TurnTaken = Static<typeof turnTaken.schema>
const ended = event(
  'settlements.run-settlement-ended',
  Type.Object({ runId: Type.String(), settlementId: Type.String(), status: Type.Enum(['paid', 'failed']) }),
)

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
        const { runId, businessDate, started, retried, more } = event.data
        return {
          ...state,
          ...{ runId, businessDate, more },
          started: state.started + started,
          retried: state.retried + retried,
        }
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
