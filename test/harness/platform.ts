/** The whole platform for a story: its own database, the PSP simulator, requests through the public API. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationChecks } from '../../main/checks.ts'
import { readConfiguration } from '../../main/configuration.ts'
import { openPlatform, type Platform } from '../../main/platform.ts'
import { services } from '../../main/services.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { noFaults, type Ports, sortableIds, systemRandom } from '../../platform/ports/ports.ts'
import { verifyApplication } from '../../platform/verification/verify-application.ts'
import { addProduct, type NewProduct } from '../../services/catalog/commands.ts'
import { createOperator } from '../../services/identity/registration/feature.ts'
import type { BankControl } from '../../simulators/bank/control.ts'
import { origin } from './application.ts'
import { createDatabase } from './database.ts'

export interface Answer<B = any> {
  readonly status: number
  readonly body: B
  readonly headers: Record<string, string | string[] | number | undefined>
  readonly text: string
}

export interface RequestOptions {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface Member {
  readonly id: string
  readonly token: string
  readonly refreshToken: string
  readonly email: string
}

/** An account at the bank simulator, as its holder names it. */
const REGISTRATION_TRIES_MAX = 60
const REGISTRATION_PAUSE_MS = 500

export interface AtBank {
  readonly bankCode: string
  readonly accountNumber: string
  readonly holderName: string
}

export const PASSWORD = 'correct horse battery'

/** Of all platforms of a test: they may share the bank's file. */
let accounts = 0

export class TestPlatform {
  readonly platform: Platform
  readonly clock: MovableClock
  readonly databaseUrl: string
  /** Keys and simulators; a second platform on the same database needs the same. */
  readonly directory: string
  readonly #close: () => Promise<void>
  #members = 0

  constructor(
    platform: Platform,
    clock: MovableClock,
    databaseUrl: string,
    directory: string,
    close: () => Promise<void>,
  ) {
    this.platform = platform
    this.clock = clock
    this.databaseUrl = databaseUrl
    this.directory = directory
    this.#close = close
  }

  get application() {
    return this.platform.application
  }

  async ask<B = any>(
    method: string,
    path: string,
    { token, body, headers = {} }: RequestOptions = {},
  ): Promise<Answer<B>> {
    const answer = await this.platform.gateway.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const json = /json/.test(String(answer.headers['content-type'])) && answer.payload !== ''
    return {
      status: answer.statusCode,
      body: (json ? JSON.parse(answer.payload) : answer.payload) as B,
      headers: answer.headers as Answer['headers'],
      text: answer.payload,
    }
  }

  /** For clients that speak the language of the web. */
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    const body = Buffer.from(await request.arrayBuffer())
    const answer = await this.platform.gateway.inject({
      method: request.method as 'GET',
      url: pathname + search,
      headers: Object.fromEntries(request.headers),
      ...(body.length > 0 && { payload: body }),
    })
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
    return new Response(answer.payload === '' ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers,
    })
  }

  get = <B = any>(path: string, token?: string) => this.ask<B>('GET', path, { token })
  post = <B = any>(path: string, body: unknown, token?: string, headers: Record<string, string> = {}) =>
    this.ask<B>('POST', path, { token, body, headers })

  async register(name = '홍길동'): Promise<Member> {
    this.#members += 1
    const email = `member${this.#members}@example.test`
    const person = { email, password: PASSWORD, name }
    // Under one key, so that one which was done although its answer was late is not refused as a second one.
    const key = { 'idempotency-key': crypto.randomUUID() }
    const ask = () => this.post('/api/users/register', person, undefined, key)
    let { status, body } = await ask()
    // Where other tests take the processor, hashing is refused as overload or is late; a client tries again.
    for (let tries = 1; (status === 503 || status === 504) && tries < REGISTRATION_TRIES_MAX; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, REGISTRATION_PAUSE_MS))
      ;({ status, body } = await ask())
    }
    if (status !== 201) throw new Error(`registration answered ${status}: ${JSON.stringify(body)}`)
    return { id: body.user.id, token: body.token, refreshToken: body.refreshToken, email }
  }

  /** The member with tokens of a new log-in. */
  async logIn(member: Member): Promise<Member> {
    return { ...member, ...(await this.#tokensOf(member.email)) }
  }

  async operator(): Promise<Member> {
    this.#members += 1
    const email = `operator${this.#members}@example.test`
    const made = await createOperator(this.application.service('identity').context, {
      email,
      password: PASSWORD,
      name: '운영자',
    })
    if (isRefusal(made)) throw new Error(made.code)
    return { id: made.memberId, ...(await this.#tokensOf(email)), email }
  }

  async #tokensOf(email: string): Promise<{ token: string; refreshToken: string }> {
    const { status, body } = await this.post('/api/users/login', { email, password: PASSWORD })
    if (status !== 200) throw new Error(`the log-in answered ${status}: ${JSON.stringify(body)}`)
    return { token: body.token, refreshToken: body.refreshToken }
  }

  /** Opens accounts, plants behaviours and differences, reads the books of the bank simulator. */
  get bank(): BankControl {
    const { bank } = this.platform
    if (!bank) throw new Error('this platform has a bank of its own (BANK_URL)')
    return bank
  }

  /** Opens an account at the bank that nobody has linked. */
  async openBankAccount(balance: number, holderName = '홍길동'): Promise<AtBank> {
    accounts += 1
    const account = { bankCode: '088', accountNumber: `110${String(accounts).padStart(9, '0')}`, holderName }
    await this.bank.open({ ...account, balance })
    return account
  }

  /** Opens an account at the bank, and links it to the member. */
  async linkBankAccount({ token }: Member, balance: number): Promise<AtBank & { readonly accountId: string }> {
    const account = await this.openBankAccount(balance)
    const { status, body } = await this.post('/api/banking/accounts', account, token)
    if (status !== 201) throw new Error(`linking answered ${status}: ${JSON.stringify(body)}`)
    return { ...account, accountId: body.id }
  }

  async addProduct(product: Partial<NewProduct> & { productId: string; price: number }): Promise<void> {
    const { writer } = this.application.service('catalog')
    const outcome = await writer.run(
      addProduct({
        merchantId: null,
        name: { ko: '마당 커피', en: 'Madang Coffee' },
        description: { ko: '고소한 원두', en: 'Nutty beans' },
        currency: 'KRW',
        category: 'coffee',
        image: null,
        tags: [],
        active: true,
        stock: 100,
        ...product,
      }),
      origin('system:test'),
    )
    if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
    await this.application.awaitIdle()
  }

  /** A member with money in the wallet, posted by the operator. */
  async richMember(operator: Member, amount: number): Promise<Member> {
    const member = await this.register()
    await this.application.awaitIdle()
    const { status, body } = await this.post('/api/money/deposits', { userId: member.id, amount }, operator.token)
    if (status !== 201) throw new Error(`the deposit answered ${status}: ${JSON.stringify(body)}`)
    return member
  }

  async balance(token: string, currency = 'KRW'): Promise<{ available: number; pending: number }> {
    const { body } = await this.get('/api/money/balance', token)
    return body.balances.find((row: { currency: string }) => row.currency === currency)
  }

  async stock(productId: string): Promise<{ onHand: number; reserved: number; available: number }> {
    return (await this.get(`/api/products/${productId}`)).body.stock
  }

  /** Every difference that the ten properties' checks find; none: nothing is lost. */
  async differences() {
    const results = await verifyApplication(this.databaseUrl, services, applicationChecks)
    return results.filter(({ differences }) => differences.length > 0)
  }

  close(): Promise<void> {
    return this.#close()
  }
}

export interface TestPlatformOptions {
  /** A database that is there already, and stays when the platform closes. */
  readonly databaseUrl?: string
  readonly env?: Record<string, string>
  readonly ports?: Partial<Ports>
  /** Instead of the application's own, for a test that intercepts them. */
  readonly definitions?: typeof services
}

export async function openTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const { env = {}, ports = {}, databaseUrl, definitions = services } = options
  const database = databaseUrl ? { url: databaseUrl, drop: async () => {} } : await createDatabase()
  const directory = mkdtempSync(join(tmpdir(), 'madang-story-'))
  const clock = new MovableClock()
  const configuration = readConfiguration({
    DATABASE_URL: database.url,
    MADANG_DATA: directory,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    MADANG_RATE_LIMIT: 'off',
    MADANG_RATE_LIMIT_CREDENTIALS: 'off',
    MADANG_CHECK_REPLIES: 'on',
    MADANG_WEB: 'off',
    PORT: '0',
    ...env,
  })
  const own = { clock, random: systemRandom, ids: sortableIds(clock, systemRandom), faults: noFaults }
  const platform = await openPlatform(configuration, { ...own, ...ports }, definitions)
  return new TestPlatform(platform, clock, database.url, configuration.dataDirectory, async () => {
    await platform.stop()
    await database.drop()
    rmSync(directory, { recursive: true, force: true })
  })
}
