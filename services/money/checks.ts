/** The ledger's part of `verify`: every query gives the differences, and none means that the book is sound. */
import type { Check } from '../../platform/service.ts'

export const checks: readonly Check[] = [
  {
    name: 'debits equal credits per currency, posted and pending',
    property: 1,
    differences: async read =>
      (
        await read.query(
          `select currency, sum(debits_posted) - sum(credits_posted) as posted, sum(debits_pending) - sum(credits_pending) as pending
           from accounts group by currency
           having sum(debits_posted) <> sum(credits_posted) or sum(debits_pending) <> sum(credits_pending)`,
        )
      ).rows,
  },
  {
    name: 'every account equals the sum of its transfers',
    property: 1,
    differences: async read =>
      (
        await read.query(
          `with posted as (
             select account, sum(debit) as debits, sum(credit) as credits
             from transfers, lateral (values (debit_account, amount, 0), (credit_account, 0, amount)) as p (account, debit, credit)
             group by account)
           select a.id, a.debits_posted, a.credits_posted, p.debits, p.credits
           from accounts a full join posted p on p.account = a.id
           where a.id is null or a.debits_posted <> coalesce(p.debits, 0) or a.credits_posted <> coalesce(p.credits, 0) limit 100`,
        )
      ).rows,
  },
  {
    name: 'no account is past its limit, holds counted',
    property: 2,
    differences: async read =>
      (
        await read.query(
          `select id, debits_posted, debits_pending, credits_posted from accounts
           where limited and debits_posted + debits_pending > credits_posted limit 100`,
        )
      ).rows,
  },
  {
    name: 'pending totals equal the open holds, and every hold ended at most once',
    property: 3,
    differences: async read =>
      (
        await read.query(
          `with open as (
             select account, sum(debit) as debits, sum(credit) as credits
             from holds, lateral (values (debit_account, amount, 0), (credit_account, 0, amount)) as p (account, debit, credit)
             where status = 'pending' group by account)
           select a.id, a.debits_pending, a.credits_pending, o.debits, o.credits
           from accounts a full join open o on o.account = a.id
           where a.id is null or a.debits_pending <> coalesce(o.debits, 0) or a.credits_pending <> coalesce(o.credits, 0)
           union all
           select h.id, h.amount, h.posted_amount, sum(t.amount), count(t.id)
           from holds h left join transfers t on t.hold_id = h.id
           group by h.id having coalesce(sum(t.amount), 0) <> h.posted_amount or count(t.id) > 1
           limit 100`,
        )
      ).rows,
  },
]
