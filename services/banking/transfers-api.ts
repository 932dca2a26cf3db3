/** Bank transfers over HTTP: members see their own side; operators see, order and reverse all of them. */
import { Type } from 'typebox'
import type { Counterparty, Direction } from '../../contracts/banking.ts'
import { hasRole } from '../../platform/auth/tokens.ts'
import { AmountSchema, CurrencySchema, toMinor } from '../../platform/http/routes/amount.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, type Waiting, write } from '../../platform/http/routes/route.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { accountKey, type Holding, holdingKey, type LinkedAccount } from './account.ts'
import { Id } from './accounts-api.ts'
import { presentTransfer, TransferResponse } from './present.ts'
import { type BankTransfer, isTerminal, mayReverse, reversible, transferKey } from './transfer.ts'
import { requestTransferCommand } from './transfer-commands.ts'
import { listTransfers } from './views.ts'

const cursor = defineCursor(Type.String())

export const transferRoutes = (context: ServiceContext): readonly Route[] => [
  listRoute(context),
  orderRoute(context),
  reverseRoute(context),
]

function listRoute(context: ServiceContext): Route {
  return read({
    method: 'GET',
    path: '/api/banking/transfers',
    name: 'listBankTransfers',
    summary: 'Bank transfers to and from one’s own accounts, newest first; all for an operator',
    who: 'member',
    query: Type.Object({ ...pageQuery, accountId: Type.Optional(Id) }),
    replies: { 200: PageSchema(TransferResponse) },
    async read({ actor, query }) {
      const before = cursor.decode(query.cursor)
      if (isRefusal(before)) return before
      const limit = query.limit ?? PAGE_LIMIT_DEFAULT
      const owner = hasRole(actor, 'operator') ? null : actor.id
      const rows = await listTransfers(context.read, { owner, accountId: query.accountId ?? null, before, limit })
      return ok(pageOf(rows, limit, cursor, ({ transferId }) => transferId, presentTransfer))
    },
  })
}

const waitingOf = (context: ServiceContext): Waiting => ({
  stream: reply => transferKey(reply.id),
  until: isTerminal,
  async present(reply) {
    const transfer = (await context.writer.head<BankTransfer>(transferKey(reply.id)))?.state
    return transfer ? presentTransfer(transfer) : reply
  },
})

/** Whose linked account is meant: the one named, while it is linked, or the member's; both must be the same. */
async function counterpartyOf(
  context: ServiceContext,
  { accountId, userId }: { accountId?: string; userId?: string },
): Promise<Counterparty | Refusal> {
  if (accountId === undefined) {
    if (userId === undefined) return refuse('invalid_request', { field: 'accountId', in: 'body' })
    const held = await context.writer.head<Holding>(holdingKey(userId))
    return held?.state.account ? { kind: 'linked', memberId: userId } : refuse('account_not_linked')
  }
  const linked = (await context.writer.head<LinkedAccount>(accountKey(accountId)))?.state
  if (!linked?.account || (userId ?? linked.account.memberId) !== linked.account.memberId) {
    return refuse('linked_account_unknown')
  }
  if (linked.status !== 'linked') return refuse('account_not_linked')
  return { kind: 'linked', memberId: linked.account.memberId }
}

function orderRoute(context: ServiceContext): Route {
  return write({
    method: 'POST',
    path: '/api/banking/transfers',
    name: 'orderBankTransfer',
    summary: 'Move money between the corporate account and a linked one; booked against suspense',
    who: ['operator'],
    body: Type.Object({
      accountId: Type.Optional(Id),
      userId: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 80,
          description: 'Instead of the account: what this member has linked.',
        }),
      ),
      direction: Type.Enum(['in', 'out'], { description: '`in` takes from the linked account, `out` pays to it.' }),
      amount: AmountSchema,
      currency: Type.Optional(CurrencySchema),
    }),
    replies: { 201: TransferResponse },
    refusals: [
      'invalid_amount',
      'unknown_currency',
      'currency_not_supported',
      'linked_account_unknown',
      'account_not_linked',
    ],
    async write({ body }) {
      const { direction, currency = 'KRW' } = body
      const amount = toMinor(body.amount, currency)
      if (isRefusal(amount)) return amount
      const counterparty = await counterpartyOf(context, body)
      if (isRefusal(counterparty)) return counterparty
      const transferId = context.ports.ids.next('bkt')
      const asked = { transferId, direction, counterparty, amount, currency, reference: transferId }
      return requestTransferCommand(asked, true)
    },
    wait: waitingOf(context),
  })
}

const opposite = (direction: Direction): Direction => (direction === 'in' ? 'out' : 'in')

function reverseRoute(context: ServiceContext): Route {
  return write({
    method: 'POST',
    path: '/api/banking/transfers/{id}/reverse',
    name: 'reverseBankTransfer',
    summary: 'Pay back what is left of a transfer, by a new one; booked against suspense',
    who: ['operator'],
    params: Type.Object({ id: Id }),
    replies: { 201: TransferResponse },
    refusals: [
      'transfer_unknown',
      'transfer_not_completed',
      'transfer_not_reversible',
      'already_reversed',
      'reversal_exceeds_transfer',
    ],
    async write({ params }) {
      const original = (await context.writer.head<BankTransfer>(transferKey(params.id)))?.state
      if (!original) return refuse('transfer_unknown')
      const { transferId: id, currency } = original
      const direction = opposite(original.direction)
      const amount = reversible(original)
      const refusal = mayReverse(original, direction, amount)
      if (refusal) return refusal
      const transferId = context.ports.ids.next('bkt')
      const counterparty = { kind: 'of-transfer', transferId: id } as const
      return requestTransferCommand({ transferId, direction, counterparty, amount, currency, reference: id }, true)
    },
    wait: waitingOf(context),
  })
}
