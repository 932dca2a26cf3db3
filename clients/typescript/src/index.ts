/**
 * The Madang API for TypeScript: paths, bodies and answers are typed from the OpenAPI document.
 *
 *     const madang = createMadang({ baseUrl: 'http://localhost:3000', token: () => session.token })
 *     const { data, error } = await madang.POST('/api/orders', { body: { items, shippingAddress, paymentMethod: 'wallet' } })
 *     if (error) console.log(error.code, error.title)
 *     else console.log(data.status)
 */
import createClient, { type Client, defaultBodySerializer, type Middleware } from 'openapi-fetch'
import type { components, paths } from './generated/schema.ts'

export type Schemas = components['schemas']
/** What the API answers where it refuses: RFC 9457 with a stable `code`. */
export type Problem = Schemas['Problem']
export type Order = Schemas['Order']
export type Payment = Schemas['Payment']
export type Settlement = Schemas['Settlement']
export type Product = Schemas['Product']
/** As its page shows it: with its seller and what its category is called. */
export type ProductDetail = Schemas['ProductDetail']
export type Cart = Schemas['Cart']
export type Remittance = Schemas['Remittance']
export type WalletTransaction = Schemas['WalletTransaction']
export type Counterparty = Schemas['Counterparty']
export type { components, paths } from './generated/schema.ts'

export interface MadangOptions {
  readonly baseUrl: string
  /** The access token of whoever calls; null for nobody. Asked for each request, since tokens are renewed. */
  readonly token?: () => string | null | Promise<string | null>
  /** In which language titles and messages come. */
  readonly language?: () => 'ko' | 'en'
  /** Names a write, so that it happens once however often it is sent. Give your own to repeat one after an error. */
  readonly newKey?: () => string
  readonly fetch?: (request: Request) => Promise<Response>
}

export type Madang = Client<paths, 'application/json'>

export const IDEMPOTENCY_KEY = 'Idempotency-Key'

export function createMadang({ baseUrl, token, language, newKey = randomKey, fetch }: MadangOptions): Madang {
  const client = createClient<paths, 'application/json'>({ baseUrl, bodySerializer, ...(fetch && { fetch }) })
  const middleware: Middleware = {
    async onRequest({ request }) {
      const bearer = await token?.()
      if (bearer) request.headers.set('Authorization', `Bearer ${bearer}`)
      if (language) request.headers.set('Accept-Language', language())
      const isWrite = request.method !== 'GET'
      if (isWrite && !request.headers.has(IDEMPOTENCY_KEY)) request.headers.set(IDEMPOTENCY_KEY, newKey())
      return request
    },
  }
  client.use(middleware)
  return client
}

/** A file is sent as it is. */
const bodySerializer = (body: unknown): Blob | string => (body instanceof Blob ? body : defaultBodySerializer(body))

const randomKey = (): string => crypto.randomUUID()
