/**
 * The partner bank when there is none: an HTTP server on the loopback address with accounts, transfers and a statement
 * (`bank-api.ts`) that obeys orders (`control-api.ts`).
 */
import { timingSafeEqual } from 'node:crypto'
import type { Ports } from '../../platform/ports/ports.ts'
import { openLoopback } from '../shared/loopback.ts'
import { Stage } from '../shared/stage.ts'
import { bankApi } from './bank-api.ts'
import { ordersToBehave } from './behaviours.ts'
import { Books } from './books.ts'
import { controlApi } from './control-api.ts'
import { BankError } from './errors.ts'
import { Transfers } from './transfers.ts'

/** What the corporate account has when the bank is new. */
export const OPENING_BALANCE = 1_000_000_000

export interface BankSimulatorOptions {
  readonly ports: Ports
  /** 0 takes a free one. */
  readonly port: number
  readonly apiKey: string
  readonly openingBalance?: number
  /** Keeps the books over a restart of the process. */
  readonly file?: string
}

export interface BankSimulator {
  readonly url: string
  stop(): Promise<void>
}

export async function startBankSimulator(options: BankSimulatorOptions): Promise<BankSimulator> {
  const { ports, apiKey, openingBalance = OPENING_BALANCE } = options
  const books = new Books(openingBalance, options.file)
  const behaviours = ordersToBehave()
  const stage = new Stage(ports.clock)
  const transfers = new Transfers(books, ports, apiKey)
  const server = await openLoopback({
    port: options.port,
    refusals: {
      malformed: () => new BankError('INVALID_REQUEST'),
      unknownPath: () => new BankError('NOT_FOUND'),
      broken: () => new BankError('BROKEN'),
    },
    routes(app) {
      app.register(async api => {
        api.addHook('onRequest', async request => checkApiKey(request.headers.authorization, apiKey))
        bankApi(api, { books, behaviours, transfers, stage })
      })
      app.register(async api => controlApi(api, books, behaviours, ports))
    },
  })
  return {
    url: server.url,
    async stop() {
      stage.stop()
      await server.close()
      books.close()
    },
  }
}

function checkApiKey(header: string | undefined, apiKey: string): void {
  const given = Buffer.from(header ?? '')
  const right = Buffer.from(`Bearer ${apiKey}`)
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new BankError('UNAUTHORIZED')
}
