/** What is measured of the connections. */
import { countOf, distributionOf, gaugeOf } from '../../../platform/observability/metrics.ts'

export const pushSeconds = distributionOf(
  'madang_notifications_push_seconds',
  'From the commit of a message to its push',
)
export const slowClients = gaugeOf('madang_notifications_slow_clients', 'Clients that do not take what they are sent')
export const hintsLost = countOf('madang_notifications_hints_lost_total', 'Hints to fetch anew that were not sent')
