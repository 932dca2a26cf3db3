/** The bank's firm-banking API: is an account real and whose, move money, what became of a transfer, the statement. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, type TSchema, Type } from 'typebox'
import { answerOf } from '../shared/orders-to-behave.ts'
import type { Answer, SimulatorReport, Stage } from '../shared/stage.ts'
import type { Behaviours, Facts, NewBehaviour } from './behaviours.ts'
import type { Books } from './books.ts'
import { BankError, isBankErrorCode, isBeforeWork } from './errors.ts'
import { statementOf } from './statement.ts'
import { inquire, type Transfers } from './transfers.ts'

export const Account = {
  bankCode: Type.String({ pattern: '^[0-9]{3}$' }),
  accountNumber: Type.String({ pattern: '^[0-9]{6,20}$' }),
}
const Holder = Type.Object({ ...Account, holderName: Type.String({ minLength: 1, maxLength: 100 }) })
const Transfer = Type.Object({
  direction: Type.Enum(['in', 'out']),
  counterparty: Holder,
  amount: Type.Integer({ minimum: 1 }),
  currency: Type.Literal('KRW'),
})
const Keyed = Type.Object({ 'idempotency-key': Type.String({ pattern: '^[A-Za-z0-9._-]{6,100}$' }) })
const Day = Type.Object({
  date: Type.String({ format: 'date' }),
  /** The last line of the page before. */
  after: Type.Optional(Type.String()),
})

const PAGE_LINES_MAX = 1_000

const bodyOf = <S extends TSchema>(_: S, request: FastifyRequest): Static<S> => request.body as Static<S>

export interface BankDeps {
  readonly books: Books
  readonly behaviours: Behaviours
  readonly transfers: Transfers
  readonly stage: Stage
}

const find = (behaviours: readonly NewBehaviour[], kind: NewBehaviour['kind']) =>
  behaviours.find(each => each.kind === kind)

const stageOf = (behaviours: readonly NewBehaviour[]): SimulatorReport => ({
  delay_ms: find(behaviours, 'delay_ms')?.delay_ms ?? 0,
  silentBefore: find(behaviours, 'timeout_before') !== undefined,
  fault:
    answerOf(find(behaviours, 'answer')) ?? refusalBeforeWork(behaviours) ?? faultOf(find(behaviours, 'error_500')),
  silentAfter: find(behaviours, 'timeout_after') !== undefined,
  faultAfter: answerOf(find(behaviours, 'answer_after')),
})

const faultOf = (told: NewBehaviour | undefined): BankError | null => (told ? new BankError('BROKEN') : null)

function refusalBeforeWork(behaviours: readonly NewBehaviour[]): BankError | null {
  const refusal = refusalIn(behaviours)
  return refusal && isBeforeWork(refusal) ? refusal : null
}

function refusalIn(behaviours: readonly NewBehaviour[]): BankError | null {
  const refuse = find(behaviours, 'refuse')
  if (!refuse) return null
  const { code = '' } = refuse
  return new BankError(isBankErrorCode(code) ? code : 'TRANSFER_REJECTED')
}

export function bankApi(app: FastifyInstance, parts: BankDeps): void {
  const { books, behaviours, stage, transfers } = parts
  const answer = (reply: FastifyReply, facts: Facts, work: (refusal: BankError | null) => Answer) => {
    const active = behaviours.take(facts)
    return stage.perform(reply, stageOf(active), () => work(refusalIn(active)))
  }

  app.post('/v1/accounts/inquiry', { schema: { body: Holder } }, (request, reply) => {
    const { holderName, ...named } = bodyOf(Holder, request)
    return answer(reply, { operation: 'inquire', ...named }, refusal => {
      if (refusal) throw refusal
      inquire(books, { ...named, holderName })
      return { status: 200, body: { ...named, status: 'open' } }
    })
  })

  app.post('/v1/transfers', { schema: { body: Transfer, headers: Keyed } }, (request, reply) =>
    receive(parts, request, reply),
  )

  app.get<{ Params: { key: string } }>('/v1/transfers/:key', ({ params: { key } }, reply) =>
    answer(reply, { operation: 'look-up', key }, () => transfers.lookUp(key)),
  )

  app.get('/v1/statement', { schema: { querystring: Day } }, (request, reply) => {
    const { date, after } = request.query as Static<typeof Day>
    return answer(reply, { operation: 'statement' }, () => {
      const { lines, ...statement } = statementOf(books, date)
      const from = after === undefined ? 0 : lines.findIndex(({ lineId }) => lineId === after) + 1
      const page = lines.slice(from, from + PAGE_LINES_MAX)
      const more = from + page.length < lines.length
      return { status: 200, body: { ...statement, lines: page, next: more ? (page.at(-1)?.lineId ?? null) : null } }
    })
  })
}

function receive({ behaviours, stage, transfers }: BankDeps, request: FastifyRequest, reply: FastifyReply) {
  const key = String(request.headers['idempotency-key'])
  const transfer = bodyOf(Transfer, request)
  const repeated = transfers.repeated(key, transfer)
  if (repeated) return reply.code(repeated.status).header('bank-duplicate', 'true').send(repeated.body)
  const { direction, amount, counterparty } = transfer
  const { bankCode, accountNumber } = counterparty
  const active = behaviours.take({ operation: 'transfer', key, direction, amount, bankCode, accountNumber })
  return transfers.underWay(key, () =>
    stage.perform(reply, stageOf(active), () => {
      const decided = transfers.decide(key, transfer, refusalIn(active))
      if (!find(active, 'deliver_twice')) return decided
      transfers.noteDuplicate(key)
      throw new BankError('DUPLICATE_TRANSFER')
    }),
  )
}
