/** Behaviours that can be set for the next mails that match. */
import { type Static, Type } from 'typebox'
import { OrdersToBehave } from '../shared/orders-to-behave.ts'

const KINDS = [
  /** Refuses the recipient for good: 550. */
  'reject',
  /** Refuses the recipient for now: 451. */
  'defer',
  /** Ends the connection before the mail was taken. */
  'hang_up',
  /** Takes the mail, and ends the connection without saying so. */
  'lose_answer',
] as const
export type BehaviourKind = (typeof KINDS)[number]

const OPERATIONS = ['recipient', 'message'] as const

const APPLIES_TO: Readonly<Record<BehaviourKind, readonly string[]>> = {
  reject: ['recipient'],
  defer: ['recipient'],
  hang_up: ['recipient'],
  lose_answer: ['message'],
}

/** The facts of a request; a behaviour matches when every fact it names is the same. */
export const Facts = Type.Partial(Type.Object({ operation: Type.Enum([...OPERATIONS]), to: Type.String() }))
export type Facts = Static<typeof Facts>

export const NewBehaviour = Type.Object({
  match: Type.Optional(Facts),
  kind: Type.Enum([...KINDS]),
  times: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
})
export type NewBehaviour = Static<typeof NewBehaviour>

export const ordersToBehave = () => new OrdersToBehave<NewBehaviour, Facts>(APPLIES_TO)
export type Behaviours = ReturnType<typeof ordersToBehave>
