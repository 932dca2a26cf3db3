/** The scenarios there are, in the order they are played. */
import { catalog } from './catalog.ts'
import { checkout } from './checkout.ts'
import { events } from './events.ts'
import { flash } from './flash.ts'
import { growth } from './growth.ts'
import { hot } from './hot.ts'
import { idle } from './idle.ts'
import { login } from './login.ts'
import { overload } from './overload.ts'
import type { Scenario } from './scenario.ts'
import { start } from './start.ts'
import { transfers } from './transfers.ts'

export const scenarios: readonly Scenario[] = [
  transfers,
  hot,
  checkout,
  catalog,
  login,
  events,
  flash,
  overload,
  start,
  idle,
  growth,
]
