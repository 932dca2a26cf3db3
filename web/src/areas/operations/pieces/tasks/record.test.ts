import { expect, test } from 'vitest'
import { recordIdOf } from './record.ts'

test.each([
  ['payments.task.tsk_1', 'tsk_1'],
  ['payments.saga.refund-payment~ref_1', 'refund-payment/ref_1'],
  ['shop.timer.t.1~2', 't.1/2'],
])('%s is recorded under %s', (taskId, id) => expect(recordIdOf(taskId)).toBe(id))
