/** The book over HTTP, for operators: one account, the trial balance, and the proof that all of it agrees. */

import { Type } from 'typebox'
import { Currency, sumToMajor, toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { token } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { numbersWithinLimit } from '../../../platform/verification/limits.ts'
import { runChecks } from '../../../platform/verification/verify.ts'
import { checks } from '../checks.ts'
import { type AccountTotals, balance } from './account.ts'
import { AccountKind, NormalSide, SAMPLE_ACCOUNT } from './account-fields.ts'
import { loadAccounts } from './account-storage.ts'
import { accountsRoutes } from './accounts-api.ts'
import { type Sums, totalsAsOf, totalsBy, trialBalance } from './totals.ts'

const AsOf = Type.Object({ asOf: Type.Optional(Timestamp) })

const SAMPLE_TOTALS: AccountTotals = {
  debitsPosted: 29_000,
  creditsPosted: 100_000,
  debitsPending: 0,
  creditsPending: 0,
}
const Totals = totalsBy(total => Type.Number({ examples: [SAMPLE_TOTALS[total]] }))
/** Of a whole currency, where debits equal credits. */
const Balanced = totalsBy(total => Type.Number({ examples: [total.endsWith('Posted') ? 129_000 : 0] }))
const AccountId = token(120, { examples: [SAMPLE_ACCOUNT] })

const majorTotals = (totals: AccountTotals, currency: string): AccountTotals =>
  totalsBy(total => toMajor(totals[total], currency))

const majorSums = (sums: Sums, currency: string) => totalsBy(total => sumToMajor(sums[total], currency))

const sumOf = (rows: readonly Sums[]): Sums => totalsBy(total => rows.reduce((sum, row) => sum + row[total], 0n))

export const ledgerRoutes = (context: ServiceContext): readonly Route[] => [
  ...accountsRoutes(context),
  accountRoute(context),
  trialBalanceRoute(context),
  verifyRoute(context),
]

const KindTotals = Type.Object({ kind: AccountKind, ...Totals }, { $id: 'AccountKindTotals' })
const CurrencyTotals = Type.Object(
  {
    currency: Currency,
    ...Balanced,
    difference: Type.Number({ description: 'Posted debits less posted credits: zero.', examples: [0] }),
    pendingDifference: Type.Number({ description: 'The same of what is pending: zero.', examples: [0] }),
    accounts: Type.Array(KindTotals),
  },
  { $id: 'CurrencyTotals' },
)
const TrialBalance = Type.Object(
  {
    asOf: Nullable(Timestamp, { example: null }),
    balanced: Type.Boolean({ examples: [true] }),
    currencies: Type.Array(CurrencyTotals),
  },
  { $id: 'TrialBalance' },
)

const CheckResult = Type.Object(
  {
    name: Type.String({ examples: ['totals are the sums of the postings'] }),
    property: Type.Integer({ description: 'Which of the ten properties of the books it is part of.', examples: [1] }),
    differences: Type.Array(Type.Record(Type.String(), Type.Unknown()), { examples: [[]] }),
  },
  { $id: 'CheckResult' },
)

const accountRoute = (context: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/money/ledger/accounts/{id}',
    name: 'getLedgerAccount',
    summary: 'One account of the book, now or as it stood at an instant',
    description:
      'An account of the double-entry ledger with its four totals. With `asOf` they are recomputed as they stood at that instant. An id that no account has is refused with `account_unknown`.',
    who: ['operator'],
    params: Type.Object({ id: AccountId }),
    query: AsOf,
    replies: {
      200: Type.Object({
        id: Type.String({ examples: [SAMPLE_ACCOUNT] }),
        kind: AccountKind,
        currency: Currency,
        normalSide: NormalSide,
        asOf: Nullable(Timestamp, { example: null }),
        balance: Type.Number({ description: 'Posted, on its normal side.', examples: [71_000] }),
        ...Totals,
      }),
    },
    refusals: ['account_unknown'],
    async read({ params, query }) {
      const [head] = await loadAccounts(context.read, [params.id], false)
      if (!head) return refuse('account_unknown', { account: params.id })
      const { id, kind, currency, normalSide } = head.state.terms
      const asOf = query.asOf ?? null
      const totals = asOf === null ? head.state : await totalsAsOf(context.read, id, asOf)
      const posted = toMajor(balance({ ...head.state, ...totals }), currency)
      return ok({ id, kind, currency, normalSide, asOf, balance: posted, ...majorTotals(totals, currency) })
    },
  })

const trialBalanceRoute = (context: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/money/ledger/trial-balance',
    name: 'getTrialBalance',
    summary: 'Sums per kind of account; the difference between debits and credits is zero',
    description:
      'For each currency the sums of debits and credits, posted and pending, over all accounts and by kind. `balanced` says whether they are equal, as they always have to be. Sums have all their digits, however large.',
    who: ['operator'],
    query: AsOf,
    replies: {
      200: TrialBalance,
    },
    async read({ query }) {
      const asOf = query.asOf ?? null
      const rows = await trialBalance(context.read, asOf)
      const currencies = [...new Set(rows.map(row => row.currency))].map(currency => {
        const own = rows.filter(row => row.currency === currency)
        const total = sumOf(own)
        return {
          currency,
          ...majorSums(total, currency),
          difference: sumToMajor(total.debitsPosted - total.creditsPosted, currency),
          pendingDifference: sumToMajor(total.debitsPending - total.creditsPending, currency),
          accounts: own.map(row => ({ kind: row.kind, ...majorSums(row, currency) })),
        }
      })
      const balanced = currencies.every(sums => sums.difference === 0 && sums.pendingDifference === 0)
      return ok({ asOf, balanced, currencies })
    },
  })

const verifyRoute = (context: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/money/ledger/verify',
    name: 'verifyLedger',
    summary: 'Recomputes the book from its postings and reports every difference',
    description:
      'Runs the checks of the money service while it works: totals against postings, holds, limits. `sound` is false if any of them finds a difference, which is then listed. It reads the whole book and may take a minute.',
    who: ['operator'],
    limit_ms: 60_000,
    replies: {
      200: Type.Object({
        sound: Type.Boolean({ examples: [true] }),
        checks: Type.Array(CheckResult),
      }),
    },
    async read() {
      const results = await runChecks([...checks, numbersWithinLimit], context.read)
      return ok({ sound: results.every(result => result.differences.length === 0), checks: results })
    },
  })
