/** The scenarios there are, by name. */
import type { Scenario } from './scenario.ts'
import { transfers } from './transfers.ts'

export const scenarios: readonly Scenario[] = [transfers]
