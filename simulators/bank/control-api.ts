/**
 * What only a simulator has: opening and closing accounts, orders on how to behave, lines that the statement shows
 * otherwise than it should, and a look into the books. Open to whoever reaches the loopback address.
 */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Ports } from '../../platform/ports/ports.ts'
import { Account } from './bank-api.ts'
import { type Behaviours, NewBehaviour } from './behaviours.ts'
import type { Books } from './books.ts'
import { BankError } from './errors.ts'

const Amount = Type.Integer({ minimum: 1 })
export const NewAccount = Type.Object({
  ...Account,
  holderName: Type.String({ minLength: 1, maxLength: 100 }),
  balance: Type.Integer({ minimum: 0 }),
})
export type NewAccount = Static<typeof NewAccount>
const Change = Type.Object({ ...Account, open: Type.Optional(Type.Boolean()), deposit: Type.Optional(Amount) })
/** `extra` is booked at the bank, and nobody requested it. */
export const Planted = Type.Union([
  Type.Object({ kind: Type.Literal('extra'), direction: Type.Enum(['in', 'out']), amount: Amount }),
  Type.Object({ kind: Type.Literal('missing'), key: Type.String() }),
  Type.Object({ kind: Type.Literal('amount'), key: Type.String(), amount: Amount }),
])
export type Planted = Static<typeof Planted>

export function controlApi(app: FastifyInstance, books: Books, behaviours: Behaviours, ports: Ports): void {
  app.post('/simulator/accounts', { schema: { body: NewAccount } }, (request, reply) => {
    const account = request.body as NewAccount
    books.record({ kind: 'account', account: { ...account, open: true } })
    return reply.code(204).send()
  })

  app.patch('/simulator/accounts', { schema: { body: Change } }, (request, reply) => {
    const { deposit = 0, open, ...named } = request.body as Static<typeof Change>
    const account = books.account(named)
    if (!account) throw new BankError('ACCOUNT_UNKNOWN')
    const changed = { ...account, balance: account.balance + deposit, open: open ?? account.open }
    books.record({ kind: 'account', account: changed })
    return reply.code(204).send()
  })

  app.post('/simulator/behaviours', { schema: { body: NewBehaviour } }, (request, reply) => {
    behaviours.add(request.body as NewBehaviour)
    return reply.code(204).send()
  })

  app.delete('/simulator/behaviours', (_, reply) => {
    behaviours.clear()
    return reply.code(204).send()
  })

  app.post('/simulator/differences', { schema: { body: Planted } }, (request, reply) => {
    const planted = request.body as Planted
    if (planted.kind === 'extra') {
      const { direction, amount } = planted
      const nobody = { key: null, bankCode: '000', accountNumber: '000000' }
      const bookedAt = ports.clock.now().toISOString()
      books.record({ kind: 'line', line: { lineId: ports.ids.next('bkl'), ...nobody, direction, amount, bookedAt } })
    } else {
      books.record({ kind: 'difference', difference: planted })
    }
    return reply.code(204).send()
  })

  app.get('/simulator/books', () => ({
    corporate: books.corporate,
    accounts: books.accounts,
    lines: books.lines,
    refused: [...books.outcomes.values()].flatMap(({ key, refusal }) => (refusal ? [{ key, code: refusal }] : [])),
    duplicates: books.duplicates,
  }))
}
