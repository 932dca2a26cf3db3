/** The daily run: at half past eleven at night in Seoul. What was earned on days too old to be caught up goes with the first that is. */
import { runDue, runSettlements } from '../../contracts/settlements.ts'
import { dailyJob } from '../../platform/service/daily-job.ts'

export const dailyRun = dailyJob({
  name: 'schedule',
  at: '23:30',
  due: runDue,
  timerPrefix: 'due',
  run: (date, now) => [runSettlements.timer(`run/${date}`, now, { businessDate: date })],
})
