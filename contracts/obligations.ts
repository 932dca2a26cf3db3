/**
 * What stands in the way of a member who wants to leave: what they still owe and what they are still owed, whatever their
 * role. Every service that keeps such things lists them: `mayLeave.of('orders')` among the RPCs of its contract, which does
 * not compile without a handler. Identity asks all of them and lets nobody go before every list is empty.
 */
import { type Static, Type } from 'typebox'
import { sharedRpc } from '../platform/kit/contract.ts'

const Localized = Type.Object({ ko: Type.String(), en: Type.String() })

export const Obligation = Type.Object({
  /** Stable, `orders_open`. */
  code: Type.String(),
  /** What it is, and what to do about it. */
  text: Localized,
  count: Type.Integer({ minimum: 1 }),
  /** The sum, in minor units; left out where it is not about money. */
  amount: Type.Optional(Type.Integer({ minimum: 0 })),
  currency: Type.Optional(Type.String()),
  /** One of them, by its id: the oldest. Left out where there is nothing to look up. */
  reference: Type.Optional(Type.String()),
})
export type Obligation = Static<typeof Obligation>

/** Answered from what is committed; an empty list means that nothing of this service is in the way. */
export const mayLeave = sharedRpc(
  'may-leave',
  Type.Object({ memberId: Type.String() }),
  Type.Object({ obligations: Type.Array(Obligation) }),
)

type Texts = Readonly<Record<string, Static<typeof Localized>>>

/** An obligation as a query counts it: one row for each code and currency. */
export interface CountedObligation<C extends string> {
  readonly code: C
  readonly count: number
  readonly amount?: number | null
  readonly currency?: string | null
  readonly reference?: string | null
}

/** What was counted, with the words for it; what is zero is left out. */
export const obligationsOf = <T extends Texts>(
  texts: T,
  counted: readonly CountedObligation<keyof T & string>[],
): { obligations: Obligation[] } => ({
  obligations: counted.flatMap(({ code, count, amount, currency, reference }) => {
    const text = texts[code]
    if (count === 0 || text === undefined) return []
    return [
      {
        ...{ code, text, count },
        ...(typeof amount === 'number' && { amount }),
        ...(currency && { currency }),
        ...(reference && { reference }),
      },
    ]
  }),
})
