/** Where the PSP sends its reports. */
import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { receiveWebhook } from './report.ts'
import { isSigned } from './signature.ts'

const header = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

/** The PSP's key of the payment that a report names, null where it names none. */
function pspKeyIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('paymentKey' in data)) return null
  return typeof data.paymentKey === 'string' ? data.paymentKey : null
}

export function webhookRoute(context: ServiceContext): Route {
  return write({
    method: 'POST',
    path: '/api/payments/webhooks/toss',
    name: 'receiveTossWebhook',
    summary: 'A report of the PSP: stored as it came, then worked off',
    who: 'anyone',
    rawBody: true,
    body: Type.Object({ eventType: Type.String({ maxLength: 100 }), data: Type.Optional(Type.Unknown()) }),
    replies: { 200: Type.Object({ received: Type.Boolean() }) },
    refusals: ['bad_signature'],
    write({ headers, raw, body }) {
      const secret = context.settings.PSP_WEBHOOK_SECRET
      const time = header(headers['tosspayments-webhook-transmission-time'])
      const signature = header(headers['tosspayments-webhook-signature'])
      if (!raw || !secret || !isSigned(raw, time, signature, secret)) return refuse('bad_signature')
      const given = header(headers['tosspayments-webhook-transmission-id'])
      const id = given || createHash('sha256').update(raw).digest('base64url')
      return receiveWebhook(id, raw.toString('utf8'), pspKeyIn(body.data))
    },
  })
}
