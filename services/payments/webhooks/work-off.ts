/**
 * What the PSP reports by itself. A report is stored as it came, then answered, then worked off: the PSP is asked what
 * is true, and the payment makes the same transition as if its own call had been answered; whoever is first wins.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { Type } from 'typebox'
import { toMinor } from '../../platform/http/routes/amount.ts'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { answerSaga, startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import { view } from '../../platform/service/handlers.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { sagaIdOf } from './commands.ts'
import { paymentKey } from './payment.ts'
import type { Psp, PspPayment } from './psp.ts'
import { authorization, suspension } from './sagas.ts'

export const webhookReceived = event(
  'payments.webhook-received',
  Type.Object({ webhookId: Type.String(), paymentKey: Type.Union([Type.String(), Type.Null()]), body: Type.String() }),
)
export const taskOpened = event(
  'payments.task-opened',
  Type.Object({
    taskId: Type.String(),
    kind: Type.String(),
    reference: Type.String(),
    amount: Type.Integer(),
    currency: Type.String(),
  }),
)

/** `v1:<base64 of HMAC-SHA256 over "<body>:<transmission time>">`, the form Toss Payments documents. */
export function isSigned(body: Buffer, time: string, signature: string, secret: string): boolean {
  const right = createHmac('sha256', secret)
    .update(`${body.toString('utf8')}:${time}`)
    .digest()
  return signature
    .split(',')
    .map(part => Buffer.from(part.trim().replace(/^v1:/, ''), 'base64'))
    .some(given => given.length === right.length && timingSafeEqual(given, right))
}

/** A report that comes twice under one id is stored once. */
export const report = defineAggregate({
  name: 'webhook',
  shape: 1,
  initial: () => ({ seen: false }),
  events: [webhookReceived],
  evolve: (_state: { readonly seen: boolean }) => ({ seen: true }),
})

const reportKey = report.key

export function receiveWebhook(webhookId: string, body: string, pspPaymentKey: string | null): Command {
  return {
    type: 'payments.receive-webhook',
    keys: [reportKey(webhookId)],
    decide(states) {
      const { seen } = states.of(reportKey(webhookId))
      const facts = seen
        ? []
        : [webhookReceived.of(reportKey(webhookId), { webhookId, paymentKey: pspPaymentKey, body })]
      return accept(facts, { reply: { received: true } })
    },
  }
}

export const webhooksView = view({
  name: 'webhooks',
  tables: ['webhooks', 'tasks'],
  events: [webhookReceived, taskOpened],
  async apply(tx, events) {
    const webhooks = events.filter(event => event.type === webhookReceived.type)
    const tasks = events.filter(event => event.type === taskOpened.type)
    await Promise.all([
      webhooks.length > 0 &&
        tx.query(
          `insert into webhooks (id, received_at, payment_key, body)
           select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[])`,
          [
            webhooks.map(({ data }) => data.webhookId),
            webhooks.map(({ at }) => at),
            webhooks.map(({ data }) => data.paymentKey),
            webhooks.map(({ data }) => data.body),
          ],
        ),
      tasks.length > 0 &&
        tx.query(
          `insert into tasks (id, kind, status, reference, amount, currency, opened_at)
           select id, kind, 'open', reference, amount, currency, at
           from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])
             as t(id, kind, reference, amount, currency, at)`,
          [
            tasks.map(({ data }) => data.taskId),
            tasks.map(({ data }) => data.kind),
            tasks.map(({ data }) => data.reference),
            tasks.map(({ data }) => data.amount),
            tasks.map(({ data }) => data.currency),
            tasks.map(({ at }) => at),
          ],
        ),
    ])
  },
})

/** The commands a stored report leads to. The PSP's own word counts, never the report's. */
export async function workOff(context: ServiceContext, psp: Psp, pspPaymentKey: string): Promise<Command[]> {
  const found = await psp.byKey(pspPaymentKey)
  if (found.kind === 'unknown') throw new Error(`the PSP did not say what became of ${pspPaymentKey}: ${found.reason}`)
  if (found.kind === 'refused' || found.value.status !== 'DONE') return []
  const paymentId = await paymentIdOf(context, found.value)
  return [paymentId ? reportCharged(paymentId, found.value) : suspend(found.value)]
}

/** Billing charges carry our payment's id as order number; payments of the PSP's window carry the order's. */
async function paymentIdOf(context: ServiceContext, { orderId, paymentKey: key }: PspPayment): Promise<string | null> {
  if (orderId.startsWith('pay_')) return (await context.writer.head(paymentKey(orderId))) ? orderId : null
  const { rows } = await context.read.query<{ id: string }>(
    `select p.id from payments p join heads h on h.stream = 'payment:' || p.id
     where p.order_id = $1 and h.state ->> 'paymentKey' = $2`,
    [orderId, key],
  )
  return rows[0]?.id ?? null
}

/** The charge of this payment was made: the same answer its own call would give. */
function reportCharged(paymentId: string, found: PspPayment): Command {
  const id = sagaIdOf(authorization, paymentId)
  const taskId = taskOf(found)
  return {
    type: 'payments.report-charged',
    keys: [paymentKey(paymentId), sagaKey(id), suspenseKey(found), sagaKey(taskId)],
    decide(states, context) {
      const payment = states.of(paymentKey(paymentId))
      const state = states.of(sagaKey(id))
      const amount = toMinor(found.totalAmount, found.currency)
      const agrees = !isRefusal(amount) && amount === payment.amount && found.currency === payment.currency
      if (payment.status === 'requested' && state.step === 'charge' && agrees) {
        const incoming = { definition: authorization, id, service: 'payments', state, context }
        const where = { step: 'charge', phase: 'do', attempt: state.attempt } as const
        return answerSaga(incoming, where, { ok: true, result: { paymentKey: found.paymentKey } })
      }
      const dead = payment.status === 'declined' || !agrees
      return dead ? suspend(found).decide(states, context) : accept([])
    },
  }
}

const taskOf = ({ paymentKey: key }: PspPayment): string => `tsk_${key}`

/** One suspense entry per payment of the PSP, however often it is reported. */
export const suspense = defineAggregate({
  name: 'suspense',
  shape: 1,
  initial: () => ({ opened: false }),
  events: [taskOpened],
  evolve: (_state: { readonly opened: boolean }) => ({ opened: true }),
})

const suspenseKey = ({ paymentKey: key }: PspPayment) => suspense.key(key)

/** Books money that nothing of ours can take to suspense, and opens a task for an operator. */
function suspend(found: PspPayment): Command {
  const taskId = taskOf(found)
  const { paymentKey: key, currency } = found
  return {
    type: 'payments.suspend',
    keys: [suspenseKey(found), sagaKey(taskId)],
    decide(states, context) {
      if (states.of(suspenseKey(found)).opened) return accept([])
      const amount = toMinor(found.totalAmount, currency)
      if (isRefusal(amount)) return amount
      const opened = taskOpened.of(suspenseKey(found), { taskId, kind: 'suspense', reference: key, amount, currency })
      const started = startSaga(suspension, taskId, { taskId, paymentKey: key, amount, currency }, 'payments', context)
      return { ...started, messages: [opened, ...started.messages] }
    },
  }
}
