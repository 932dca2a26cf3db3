/** The book over HTTP, for operators: one account, the trial balance, and the proof that all of it agrees. */

import { Type } from 'typebox'
import { sumToMajor, toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { token } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { numbersWithinLimit } from '../../../platform/verification/limits.ts'
import { runChecks } from '../../../platform/verification/verify.ts'
import { checks } from '../checks.ts'
import { type AccountTotals, balance } from './account.ts'
import { loadAccounts } from './account-storage.ts'
import { accountsRoutes } from './accounts-api.ts'
import { type Sums, totalsAsOf, totalsBy, trialBalance } from './totals.ts'

const AsOf = Type.Object({ asOf: Type.Optional(Timestamp) })

const Totals = totalsBy(() => Type.Number())

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

const accountRoute = (context: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/money/ledger/accounts/{id}',
    name: 'getLedgerAccount',
    summary: 'One account of the book, now or as it stood at an instant',
    who: ['operator'],
    params: Type.Object({ id: token(120) }),
    query: AsOf,
    replies: {
      200: Type.Object({
        id: Type.String(),
        kind: Type.String(),
        currency: Type.String(),
        normalSide: Type.String(),
        asOf: Nullable(Type.String()),
        balance: Type.Number(),
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
    who: ['operator'],
    query: AsOf,
    replies: {
      200: Type.Object({
        asOf: Nullable(Type.String()),
        balanced: Type.Boolean(),
        currencies: Type.Array(
          Type.Object({
            currency: Type.String(),
            ...Totals,
            difference: Type.Number(),
            pendingDifference: Type.Number(),
            accounts: Type.Array(Type.Object({ kind: Type.String(), ...Totals })),
          }),
        ),
      }),
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
    who: ['operator'],
    limit_ms: 60_000,
    replies: {
      200: Type.Object({
        sound: Type.Boolean(),
        checks: Type.Array(
          Type.Object({
            name: Type.String(),
            property: Type.Integer(),
            differences: Type.Array(Type.Record(Type.String(), Type.Unknown())),
          }),
        ),
      }),
    },
    async read() {
      const results = await runChecks([...checks, numbersWithinLimit], context.read)
      return ok({ sound: results.every(result => result.differences.length === 0), checks: results })
    },
  })
