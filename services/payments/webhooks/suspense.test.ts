import { expect, test } from 'vitest'
import { sagaAggregate } from '../../../platform/saga/state.ts'
import { Given } from '../../../test/harness/given.ts'
import type { PspPayment } from '../psp/feature.ts'
import { receiveWebhook, report } from './report.ts'
import { suspend, suspense, taskOpened } from './suspense.ts'

const paymentKey = 'psp_1'
const found: PspPayment = {
  ...{ paymentKey, orderId: 'ord_1', status: 'DONE', currency: 'KRW', cancels: null },
  ...{ totalAmount: 12_000, balanceAmount: 12_000 },
}

test('no stream is named by the processor’s key or by the id of its webhook', () => {
  const given = new Given([suspense, report, sagaAggregate])
  const messages = [
    ...given.when(suspend(found)).messages,
    ...given.when(receiveWebhook('tx-1', '{}', paymentKey)).messages,
  ]
  expect(messages.map(({ type }) => type)).toContain(taskOpened.type)
  for (const { stream } of messages) expect(stream).not.toMatch(/psp_1|tx-1/)
})

test('money is suspended once, also where it was before keys were kept out of ids', () => {
  const task = { taskId: `tsk_${paymentKey}`, kind: 'suspense', reference: paymentKey, amount: 12_000, currency: 'KRW' }
  const before = new Given([suspense, sagaAggregate]).happened(taskOpened.of(suspense.key(paymentKey), task))
  expect(before.when(suspend(found)).messages).toEqual([])
  const given = new Given([suspense, sagaAggregate])
  given.when(suspend(found))
  expect(given.when(suspend(found)).messages).toEqual([])
})
