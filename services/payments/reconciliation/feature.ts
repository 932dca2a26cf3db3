/** Every night the day before is reconciled with the card processor's statement; each difference is a task. */
import { paymentsContract, reconcileProcessor, reconciliationDue } from '../../../contracts/payments.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import { daysAfter } from '../../../platform/ports/business-date.ts'
import { dailyJob } from '../../../platform/service/daily-job.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import { reconciliationRoutes } from './api.ts'
import { openTasksOf } from './open-tasks.ts'

/** By then the processor's statement of the day before is complete. */
const nightly = dailyJob({
  name: 'processor-reconciliation',
  at: '04:00',
  due: reconciliationDue,
  run: (date, now) => {
    const before = daysAfter(date, -1)
    return [reconcileProcessor.timer(`reconcile-processor/${before}`, now, { date: before })]
  },
})

export const reconciliationFeature = defineFeature(paymentsContract, {
  aggregates: [nightly.aggregate],
  commands: {
    reconciliationDue: nightly.runDay,
    async reconcileProcessor({ date }, context) {
      const opening = await openTasksOf(context, date)
      // The timer is tried again, and then it is a task itself.
      if (isRefusal(opening)) throw new Error(`the processor did not give its statement of ${date}`)
      return opening
    },
  },
  routes: reconciliationRoutes,
  start: nightly.start,
})
