import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Tracing } from '../../platform/observability/tracing.ts'
import { startTracingTo } from '../../platform/observability/tracing-export.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
let tracing: Tracing
const exporter = new InMemorySpanExporter()

beforeAll(async () => {
  tracing = startTracingTo(exporter)
  madang = await openTestPlatform()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: 15_000 })
})
afterAll(async () => {
  await madang.close()
  await tracing.stop()
})

test('one purchase is one trace, over outbox and bus, through all services', async () => {
  const member = await madang.richMember(operator, 100_000)
  const traceId = 'a'.repeat(32)
  const order = {
    items: [{ productId: 'coffee', quantity: 1 }],
    shippingAddress: { street: '마당로 1', city: '서울', zipCode: '04524' },
    paymentMethod: 'wallet',
  }
  const headers = { prefer: 'wait=5', traceparent: `00-${traceId}-${'b'.repeat(16)}-01` }
  const { status } = await madang.post('/api/orders', order, member.token, headers)
  expect(status).toBe(201)
  await madang.application.awaitIdle()

  const spans = exporter.getFinishedSpans().filter(span => span.spanContext().traceId === traceId)
  const names = spans.map(span => span.name)
  for (const part of [
    'placeOrder',
    'catalog.reserve-stock',
    'payments.authorize',
    'money.place-hold',
    'money.post-hold',
    'orders.replies',
  ]) {
    expect(
      names.some(name => name.includes(part)),
      `${part} in ${names.join(', ')}`,
    ).toBe(true)
  }
  const ids = new Set(['b'.repeat(16), ...spans.map(span => span.spanContext().spanId)])
  expect(spans.filter(span => !ids.has(span.parentSpanContext?.spanId ?? ''))).toEqual([])
})
