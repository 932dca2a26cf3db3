/** Bodies that an operation accepts, made from its schema; names whose values must mean something get them from the world. */
import { createHmac } from 'node:crypto'
import { PASSWORD } from '../harness/platform.ts'
import type { Operation } from './operations.ts'
import { accepts, isAmount, type Schema } from './schema.ts'
import { isText, sampleText } from './texts.ts'
import { type Person, PRICE, PUBLIC_PRODUCT, type World } from './world.ts'

type Values = Readonly<Record<string, unknown>>

/** What a name stands for when this person says it. */
const meanings = (world: World, person: Person): Values => ({
  email: person.email,
  // Of no known event: a report that means something would be followed.
  eventType: 'a text',
  password: PASSWORD,
  currentPassword: PASSWORD,
  newPassword: PASSWORD,
  token: person.token,
  refreshToken: person.refreshToken,
  to: world.operator.id,
  userId: person.id,
  orderId: person.awaitingOrder,
  productId: PUBLIC_PRODUCT,
  currency: 'KRW',
  phone: '010-9876-5432',
  cardNumber: '4242 4242 4242 4242',
  image: '/cup.png',
})

/** Properties that another one excludes. */
const excluded: Readonly<Record<string, readonly string[]>> = {
  pay: ['franchiseId'],
  placeOrder: ['cartVersion'],
}

/** With every optional property, so that each of them is tried. Throws where the schema alone does not tell enough. */
export function bodyFor(operation: Operation, world: World, person: Person): Values {
  if (operation.body === null) throw new Error(`${operation.id} has no body`)
  const sample = sampleOf(operation.body, operation.id, meanings(world, person)) as Values
  const body = Object.fromEntries(Object.entries(sample).filter(([name]) => !excluded[operation.id]?.includes(name)))
  if (!accepts(operation.body, body)) throw new Error(`no body is known for ${operation.id}: ${JSON.stringify(body)}`)
  return body
}

/** Where a name stands for a thing that is named in several ways, the one that the schema takes. */
const waysToSay = (known: Values, name: string): unknown[] =>
  Object.hasOwn(known, name) ? [known[name], { userId: known[name] }] : []

export function sampleOf(schema: Schema, name: string, known: Values): unknown {
  const said = waysToSay(known, name).find(value => accepts(schema, value))
  if (said !== undefined) return said
  const { type, properties = {}, items = {}, anyOf, examples, minimum } = schema
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (anyOf !== undefined) return sampleOf(anyOf[0]!, name, known)
  if (isAmount(schema)) return PRICE
  if (examples?.length) return examples[0]
  switch (type) {
    case 'object':
      return Object.fromEntries(Object.entries(properties).map(([key, member]) => [key, sampleOf(member, key, known)]))
    case 'array':
      return [sampleOf(items, name, known)]
    case 'boolean':
      return true
    case 'integer':
    case 'number':
      return Math.max(minimum ?? 1, 1)
    case 'string':
      return sampleString(schema)
    default:
      return {}
  }
}

function sampleString({ format = '', maxLength }: Schema): string {
  if (format === 'date-time') return '2026-11-20T01:00:00Z'
  return isText(format) ? sampleText(format) : 'a text'.slice(0, maxLength)
}

/** The operations that know their caller by something else than a token. */
const signatures: Readonly<Record<string, (text: string) => Record<string, string>>> = {
  receiveTossWebhook(text) {
    const time = '2026-11-20T01:00:00Z'
    const signed = createHmac('sha256', 'simulator-webhooks').update(`${text}:${time}`).digest('base64')
    return {
      'tosspayments-webhook-transmission-time': time,
      'tosspayments-webhook-signature': `v1:${signed}`,
      'tosspayments-webhook-transmission-id': 'first',
    }
  },
}

export const signatureOf = ({ id }: Operation, text: string): Record<string, string> => signatures[id]?.(text) ?? {}
