import { useEffect, useRef, useState } from 'react'
import type { Health } from '../queries.ts'
import { type Rates, ratesBetween } from './rates.ts'

const KEPT_MAX = 40

interface Measured {
  readonly rates: Rates | null
  /** Requests a second, the latest last. */
  readonly trend: readonly number[]
}

/** Rates between the answers that the page has got while it is open. */
export function useRates(health: Health): Measured {
  const former = useRef<Health | null>(null)
  const [measured, setMeasured] = useState<Measured>({ rates: null, trend: [] })
  useEffect(() => {
    const before = former.current
    former.current = health
    if (before === null || before.at === health.at) return
    const rates = ratesBetween(before, health)
    if (rates) setMeasured(({ trend }) => ({ rates, trend: [...trend, rates.requests].slice(-KEPT_MAX) }))
  }, [health])
  return measured
}
