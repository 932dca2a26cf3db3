/** Behaviours that can be set for the next requests that match. */
import { type Static, Type } from 'typebox'
import { OrdersToBehave } from '../shared/orders-to-behave.ts'

const KINDS = [
  /** Refuses: `code`, or `TRANSFER_REJECTED`. Under this key it is refused for good. */
  'refuse',
  /** Waits `delay_ms` before it does anything. */
  'delay_ms',
  /** Does nothing and never answers. */
  'timeout_before',
  /** Books it and never answers. */
  'timeout_after',
  /** Does nothing and answers 500. */
  'error_500',
  /** Does nothing and answers `status` (503 unless said) with `code`. */
  'answer',
  /** Books it and answers `status` (503 unless said) with `code`. */
  'answer_after',
  /** The request arrives twice; what is answered is what the second one gets, `DUPLICATE_TRANSFER`. */
  'deliver_twice',
] as const
export type BehaviourKind = (typeof KINDS)[number]

const OPERATIONS = ['inquire', 'transfer', 'look-up', 'statement'] as const

const APPLIES_TO: Readonly<Record<BehaviourKind, readonly string[]>> = {
  refuse: ['inquire', 'transfer'],
  delay_ms: OPERATIONS,
  timeout_before: OPERATIONS,
  timeout_after: ['transfer'],
  error_500: OPERATIONS,
  answer: OPERATIONS,
  answer_after: ['transfer'],
  deliver_twice: ['transfer'],
}

/** The facts of a request; a behaviour matches when every fact it names is the same. */
export const Facts = Type.Partial(
  Type.Object({
    operation: Type.Enum([...OPERATIONS]),
    /** Seen from the corporate account: `out` pays, also pays back. */
    direction: Type.Enum(['in', 'out']),
    key: Type.String(),
    bankCode: Type.String(),
    accountNumber: Type.String(),
    amount: Type.Integer(),
  }),
)
export type Facts = Static<typeof Facts>

export const NewBehaviour = Type.Object({
  match: Type.Optional(Facts),
  kind: Type.Enum([...KINDS]),
  times: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  delay_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
  status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
  code: Type.Optional(Type.String()),
})
export type NewBehaviour = Static<typeof NewBehaviour>

export const ordersToBehave = () => new OrdersToBehave<NewBehaviour, Facts>(APPLIES_TO)
export type Behaviours = ReturnType<typeof ordersToBehave>
