/**
 * The card PSP when there is none: an HTTP server on the loopback address that speaks Toss Payments' API
 * (`toss-api.ts`), obeys orders (`control-api.ts`, magic numbers in `cards.ts`) and sends webhooks (`webhooks.ts`).
 */
import { timingSafeEqual } from 'node:crypto'
import type { Ports } from '../../platform/ports/ports.ts'
import { openLoopback } from '../shared/loopback.ts'
import { Behaviours } from './behaviours.ts'
import { Book } from './book.ts'
import { controlApi } from './control-api.ts'
import { PspError } from './errors.ts'
import { Exchange } from './exchange.ts'
import { tossApi } from './toss-api.ts'
import { type StatementDifference, transactionsApi } from './transactions.ts'
import { Webhooks, type WebhookTarget } from './webhooks.ts'

export interface PspSimulatorOptions {
  readonly ports: Ports
  /** 0 takes a free one. */
  readonly port: number
  readonly secretKey: string
  /** No webhook is sent unless this is set. */
  readonly webhook?: WebhookTarget
  /** Keeps the state over a restart of the process. */
  readonly file?: string
}

export interface PspSimulator {
  readonly url: string
  stop(): Promise<void>
}

export async function startPspSimulator(options: PspSimulatorOptions): Promise<PspSimulator> {
  const { ports, secretKey } = options
  const book = new Book(options.file)
  const behaviours = new Behaviours()
  const planted: StatementDifference[] = []
  const webhooks = new Webhooks(options.webhook, book, ports)
  const exchange = new Exchange({ book, behaviours, webhooks, ports, secretKey })
  const server = await openLoopback({
    port: options.port,
    refusals: {
      malformed: () => new PspError('INVALID_REQUEST'),
      unknownPath: () => new PspError('NOT_FOUND'),
      broken: () => new PspError('FAILED_INTERNAL_SYSTEM_PROCESSING'),
    },
    routes(app) {
      app.register(async api => {
        api.addHook('onRequest', async request => checkSecretKey(request.headers.authorization, secretKey))
        tossApi(api, { book, exchange, ports })
        transactionsApi(api, { book, exchange }, planted)
      })
      app.register(async api => controlApi(api, { book, behaviours, ports, planted }))
    },
  })
  webhooks.resume()
  return {
    url: server.url,
    async stop() {
      webhooks.stop()
      exchange.stop()
      await server.close()
      book.close()
    },
  }
}

/** Basic authentication: the secret key as user, no password. */
function checkSecretKey(header: string | undefined, secretKey: string): void {
  const [scheme, credentials = ''] = (header ?? '').split(' ')
  if (scheme !== 'Basic' || !credentials) throw new PspError('INCORRECT_BASIC_AUTH_FORMAT')
  const given = Buffer.from(credentials, 'base64')
  const right = Buffer.from(`${secretKey}:`)
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new PspError('UNAUTHORIZED_KEY')
}
