/** The accounts of the book over HTTP, for operators: which there are, and what was posted to one. */
import { type Static, Type } from 'typebox'
import { givenId, idOf, sampleId } from '../../../contracts/api-fields.ts'
import { type Sql, select, sql } from '../../../platform/db/sql.ts'
import { Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { byId, list } from '../../../platform/http/routes/list.ts'
import type { Route } from '../../../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { token } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { AccountKind, NormalSide, SAMPLE_ACCOUNT } from './account-fields.ts'
import { loadAccounts } from './account-storage.ts'
import { NUMBER_MAX, type TransactionRow, transactionsOf } from './transactions.ts'

const AccountLine = Type.Object(
  {
    id: Type.String({ examples: [SAMPLE_ACCOUNT] }),
    kind: AccountKind,
    owner: Nullable(idOf('member'), { description: 'Whose wallet it is.' }),
    currency: Currency,
    normalSide: NormalSide,
    balance: Type.Number({ description: 'Posted, on its normal side.', examples: [71_000] }),
    pending: Type.Number({ description: 'Held, on either side.', examples: [0] }),
  },
  { $id: 'LedgerAccount' },
)

const Entry = Type.Object(
  {
    id: idOf('transfer', { description: 'Of the transfer.' }),
    kind: Type.String({ description: 'Why money was moved.', examples: ['transfer'] }),
    side: NormalSide,
    counterpart: Type.String({
      description: 'The account on the other side.',
      examples: [`wallet:${sampleId('recipient')}:KRW`],
    }),
    amount: Type.Number({ examples: [29_000] }),
    currency: Currency,
    balance: Type.Number({ description: 'Of the account after it, on its normal side.', examples: [71_000] }),
    reference: Nullable(Type.String({ examples: [sampleId('payment')] }), { description: 'What it belongs to.' }),
    at: Timestamp,
  },
  { $id: 'LedgerEntry' },
)

interface AccountRow extends Static<typeof AccountLine> {}

/** An account's id begins with its kind, so that those of a kind are one stretch of the index on ids. */
const ofKind = (kind: string | null): Sql =>
  kind === null ? sql`true` : sql`id >= ${`${kind}:`} and id < ${`${kind};`}`

const accountsPage = (
  { read }: ServiceContext,
  { kind, owner }: { readonly kind: string | null; readonly owner: string | null },
  { after, limit }: { readonly after: string | null; readonly limit: number },
) =>
  select<AccountRow>(
    read,
    sql`select id, kind, owner, currency, normal_side as "normalSide",
               (case normal_side when 'credit' then 1 else -1 end * (credits_posted - debits_posted))::float8 as balance,
               (debits_pending + credits_pending)::float8 as pending
        from accounts
        where ${ofKind(kind)} and (${owner}::text is null or owner = ${owner}) and (${after}::text is null or id > ${after})
        order by id limit ${limit}`,
  )

const presentAccount = ({ balance, pending, ...account }: AccountRow) => ({
  ...account,
  balance: toMajor(balance, account.currency),
  pending: toMajor(pending, account.currency),
})

const presentEntry = ({ id, kind, direction, counterpart, currency, reference, ...entry }: TransactionRow) => ({
  ...{ id, kind, side: direction === 'out' ? 'debit' : 'credit', counterpart },
  amount: toMajor(entry.amount, currency),
  ...{ currency, balance: toMajor(entry.balance, currency), reference, at: entry.at.toISOString() },
})

export const accountsRoutes = (context: ServiceContext): readonly Route[] => [
  list({
    path: '/api/money/ledger/accounts',
    name: 'listLedgerAccounts',
    summary: 'The accounts of the book by their ids, of one kind or of one owner',
    description:
      'With the balance on the account’s normal side and what is held on it, by the account’s id. `kind` is what its id begins with, such as `wallet` or `sales`; it can be combined with an owner.',
    who: ['operator'],
    filter: { kind: token(40, { examples: ['wallet'] }), owner: givenId('member') },
    item: AccountLine,
    query: (filter, page) => accountsPage(context, filter, page),
    position: byId,
    present: rows => rows.map(presentAccount),
  }),
  list({
    path: '/api/money/ledger/accounts/{id}/entries',
    name: 'listLedgerEntries',
    summary: 'What was posted to an account, newest first; with `to`, what had been posted by then',
    description:
      'Each posting with the account on its other side and the balance after it; `from` and `to` limit the time. Memos are left out: they are the members’ own.',
    who: ['operator'],
    params: Type.Object({ id: token(120, { examples: [SAMPLE_ACCOUNT] }) }),
    filter: { from: Timestamp, to: Timestamp },
    item: Entry,
    refusals: ['account_unknown'],
    async query({ from, to }, { after, limit }, { params: { id } }) {
      const [known] = await loadAccounts(context.read, [id], false)
      if (!known) return refuse('account_unknown', { account: id })
      return transactionsOf(context.read, { accounts: [id], from, to, after, limit })
    },
    position: { schema: Type.Integer({ minimum: 1, maximum: NUMBER_MAX }), of: ({ number }) => number },
    present: rows => rows.map(presentEntry),
  }),
]
