/** The amount that a form of the wallet asks for. */
import { type RefObject, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../api/problem.ts'
import { formatMoney } from '../../../ui/format.ts'
import { readMoney } from '../../../ui/money-text.ts'

const WON_FRACTION = 0

export interface UsedAmount {
  readonly ref: RefObject<HTMLInputElement | null>
  readonly text: string
  readonly onChange: (text: string) => void
  /** Null while it cannot be read. */
  readonly amount: number | null
  readonly error: string | null
  /** The amount, if it may be sent; else the field says why not and has the focus. */
  readonly check: () => number | null
  /** Puts a refusal of the amount at the field; false if it is about something else. */
  readonly refuse: (error: unknown) => boolean
}

/** In won. */
export function useAmount({ max, maxText }: { max?: number; maxText?: string } = {}): UsedAmount {
  const { t } = useTranslation('wallet')
  const ref = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const { amount, fault } = readMoney(text, WON_FRACTION)

  const fail = (why: string | null): null => {
    setError(why)
    ref.current?.focus()
    return null
  }
  return {
    ref,
    text,
    amount,
    error,
    onChange(next) {
      setError(null)
      setText(next)
    },
    check() {
      // What cannot be read the field says by itself.
      if (fault) return fail(null)
      if (amount === null || amount === 0) return fail(t('amount.need'))
      if (max !== undefined && amount > max) return fail(maxText ?? null)
      return amount
    },
    refuse(refused) {
      if (!(refused instanceof Refusal)) return false
      const said = sayAmount(refused, most => t('amount.overLimit', { max: most }))
      if (said !== null) fail(said)
      return said !== null
    },
  }
}

/** What a refusal says of the amount; null if it is about something else. */
function sayAmount({ code, message, problem, fields }: Refusal, overLimit: (max: string) => string): string | null {
  if (code === 'over_limit' && typeof problem.max === 'number') return overLimit(formatMoney(problem.max))
  if (code === 'invalid_amount' || code === 'insufficient_funds') return message
  return fields.amount ?? null
}
