/** The frames of the socket protocol, version 1: JSON texts with a `type`. */
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/schema'
import { Language } from '../../../contracts/identity.ts'

const SEQ_MAX = 2 ** 31 - 1
const TOKEN_LENGTH_MAX = 8_000
const IDS_MAX = 100

const Token = Type.String({ minLength: 1, maxLength: TOKEN_LENGTH_MAX })
/** The client's name for a command: sent again, it takes effect once. */
const Key = Type.String({ pattern: '^[\\x21-\\x7e]{1,255}$' })
const Ids = Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { minItems: 1, maxItems: IDS_MAX })
const Seq = Type.Integer({ minimum: 0, maximum: SEQ_MAX })

const Hello = Type.Object({
  type: Type.Literal('hello'),
  v: Type.Literal(1),
  token: Type.Optional(Token),
  /** The last message that the client holds; 0: none. Left out: from now on. */
  after: Type.Optional(Seq),
  /** Of the texts; the member's own unless said. */
  language: Type.Optional(Language),
})
const NewToken = Type.Object({ type: Type.Literal('token'), token: Token })
const Read = Type.Object({
  type: Type.Literal('read'),
  ids: Type.Optional(Ids),
  upToSeq: Type.Optional(Seq),
  key: Key,
})
const Unread = Type.Object({ type: Type.Literal('unread'), ids: Ids, key: Key })
const Pong = Type.Object({ type: Type.Literal('pong') })

export type Hello = Static<typeof Hello>
export type ReadFrame = Static<typeof Read>
export type UnreadFrame = Static<typeof Unread>
export type Frame = Hello | Static<typeof NewToken> | ReadFrame | UnreadFrame | Static<typeof Pong>

const schemas: Readonly<Record<Frame['type'], TSchema>> = {
  hello: Hello,
  token: NewToken,
  read: Read,
  unread: Unread,
  pong: Pong,
}
const validators = new Map(Object.entries(schemas).map(([type, schema]) => [type, Compile(schema)]))

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is { readonly type?: unknown } => typeof value === 'object' && value !== null

const isFrame = (value: unknown): value is Frame =>
  isObject(value) && (validators.get(String(value.type))?.Check(value) ?? false)

/** Null for what is no frame. */
export function frameOf(text: string): Frame | null {
  const value = parsed(text)
  return isFrame(value) ? value : null
}
