/** The bank over HTTP: its simulator, or whatever speaks the same API at `BANK_URL`. */
import { Type } from 'typebox'
import { type OutsideAnswer, outsideOperation } from '../../platform/kit/outside.ts'
import { Nullable, Timestamp } from '../../platform/kit/schemas.ts'
import { outsideClient } from '../../platform/service/outside-client.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { INQUIRE, LOOK_UP, STATEMENT, TRANSFER } from './answers.ts'
import type { Bank, Statement, StatementLine } from './bank.ts'

/** Pages of one day's statement; more is a fault of the other side. */
const PAGES_MAX = 1_000

const Direction = Type.Enum(['in', 'out'])
const Booked = Type.Object({
  status: Type.Literal('booked'),
  direction: Direction,
  amount: Type.Integer(),
  bookedAt: Timestamp,
})
const Found = Type.Union([
  Booked,
  Type.Object({ status: Type.Literal('refused'), code: Type.String() }),
  Type.Object({ status: Type.Literal('processing') }),
])
const Page = Type.Object({
  date: Type.String(),
  openingBalance: Type.Integer(),
  closingBalance: Type.Integer(),
  lines: Type.Array(
    Type.Object({
      lineId: Type.String(),
      key: Nullable(Type.String()),
      direction: Direction,
      amount: Type.Integer(),
      balance: Type.Integer(),
      bankCode: Type.String(),
      last4: Type.String(),
      bookedAt: Timestamp,
    }),
  ),
  next: Nullable(Type.String()),
})

export const bankOperations = {
  inquire: outsideOperation('inquire', 'POST', Type.Object({}), INQUIRE),
  transfer: outsideOperation('transfer', 'POST', Booked, TRANSFER),
  lookUp: outsideOperation('look-up', 'GET', Found, LOOK_UP),
  statement: outsideOperation('statement', 'GET', Page, STATEMENT),
}

export function bankOf({ settings, ports, log }: Pick<ServiceContext, 'settings' | 'ports' | 'log'>): Bank {
  const { ask } = outsideClient({
    peer: 'bank',
    url: settings.BANK_URL ?? '',
    authorization: `Bearer ${settings.BANK_API_KEY ?? ''}`,
    answerLimit_ms: settings.BANK_ANSWER_LIMIT_MS ? Number(settings.BANK_ANSWER_LIMIT_MS) : undefined,
    clock: ports.clock,
    log,
  })

  async function statement(date: string): Promise<OutsideAnswer<Statement>> {
    const lines: StatementLine[] = []
    let after = ''
    for (let page = 1; page <= PAGES_MAX; page += 1) {
      const answer = await ask(bankOperations.statement, { path: `/v1/statement?date=${date}${after}` })
      if (answer.kind !== 'done') return answer
      const { next, ...first } = answer.value
      lines.push(...first.lines)
      if (next === null) return { kind: 'done', value: { ...first, lines } }
      after = `&after=${encodeURIComponent(next)}`
    }
    return { kind: 'unknown', reason: `the statement of ${date} does not end` }
  }

  return {
    inquire: account => ask(bankOperations.inquire, { path: '/v1/accounts/inquiry', body: account }),
    transfer: (asked, key) =>
      ask(bankOperations.transfer, { path: '/v1/transfers', body: { ...asked, currency: 'KRW' }, key }),
    lookUp: key => ask(bankOperations.lookUp, { path: `/v1/transfers/${encodeURIComponent(key)}` }),
    statement,
  }
}
