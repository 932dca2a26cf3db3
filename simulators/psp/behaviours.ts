/** Behaviours that are set for the next requests that match, beside those of card numbers. */
import { type Static, Type } from 'typebox'
import { OrdersToBehave } from '../shared/orders-to-behave.ts'
import { type BehaviourKind, KINDS } from './behaviour-kinds.ts'
import { BEHAVIOUR_OF_CARD } from './cards.ts'

export type Operation = 'authorize' | 'charge' | 'confirm' | 'cancel' | 'get' | 'transactions'

const OPERATIONS: readonly Operation[] = ['authorize', 'charge', 'confirm', 'cancel', 'get', 'transactions']

const CHANGES: readonly Operation[] = ['charge', 'confirm', 'cancel']
const WRITES: readonly Operation[] = ['authorize', ...CHANGES]

/** Which operations a kind applies to; it is not used up by others. */
const APPLIES_TO: Readonly<Record<BehaviourKind, readonly Operation[]>> = {
  decline: WRITES,
  delay_ms: OPERATIONS,
  timeout_before: OPERATIONS,
  timeout_after_charging: CHANGES,
  error_500: OPERATIONS,
  answer: OPERATIONS,
  answer_after_charging: CHANGES,
  webhook_twice: CHANGES,
  webhook_before_answer: CHANGES,
}

/** The facts of a request; a behaviour matches when every fact it names is the same. */
export const Facts = Type.Partial(
  Type.Object({
    operation: Type.Enum([...OPERATIONS]),
    orderId: Type.String(),
    paymentKey: Type.String(),
    customerKey: Type.String(),
    cardLastFour: Type.String(),
    amount: Type.Number(),
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

export class Behaviours {
  readonly #orders = new OrdersToBehave<NewBehaviour, Facts>(APPLIES_TO)

  add(behaviour: NewBehaviour): void {
    this.#orders.add(behaviour)
  }

  clear(): void {
    this.#orders.clear()
  }

  /** All that apply to a request; each is used up once. */
  take(facts: Facts): readonly NewBehaviour[] {
    const taken = this.#orders.take(facts)
    const isCharge = facts.operation === 'charge' || facts.operation === 'confirm'
    const ofCard = isCharge ? BEHAVIOUR_OF_CARD[facts.cardLastFour ?? ''] : undefined
    return ofCard ? [...taken, { kind: ofCard }] : taken
  }
}
