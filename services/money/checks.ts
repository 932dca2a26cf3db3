/**
 * The checks of `verify`: every query gives the differences, and none means that the book is sound. They compare the tables of
 * several features, and the route that runs them answers with all of them in this order: so they stay in one file.
 */
import type { Check } from '../../platform/service/service.ts'
import { check } from '../../platform/verification/verify.ts'

export const checks: readonly Check[] = [
  check(
    'debits equal credits per currency, posted and pending',
    1,
    `select currency, sum(debits_posted) - sum(credits_posted) as posted, sum(debits_pending) - sum(credits_pending) as pending
     from accounts group by currency
     having sum(debits_posted) <> sum(credits_posted) or sum(debits_pending) <> sum(credits_pending)`,
  ),
  check(
    'every account equals the sum of its transfers',
    1,
    `with posted as (
       select account, sum(debit) as debits, sum(credit) as credits
       from transfers, lateral (values (debit_account, amount, 0), (credit_account, 0, amount)) as p (account, debit, credit)
       group by account)
     select a.id, a.debits_posted, a.credits_posted, p.debits, p.credits
     from accounts a full join posted p on p.account = a.id
     where a.id is null or a.debits_posted <> coalesce(p.debits, 0) or a.credits_posted <> coalesce(p.credits, 0) limit 100`,
  ),
  check(
    'no account is past its limit, holds counted',
    2,
    `select id, debits_posted, debits_pending, credits_posted from accounts
     where limited and debits_posted + debits_pending > credits_posted limit 100`,
  ),
  check(
    'pending totals equal the open holds, and every hold ended at most once',
    3,
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
  ),
  check(
    'every succeeded top-up is one posting from the bank, every withdrawal one to it, and no other is',
    1,
    `with crossed as (
       select transfer_id, 'top-up' as kind, amount, 'wallet:' || member_id || ':' || currency as wallet
       from top_ups where status = 'succeeded'
       union all
       select transfer_id, 'withdrawal', amount, 'wallet:' || member_id || ':' || currency
       from withdrawals where status = 'succeeded'),
     posted as (
       select reference, kind, amount, case kind when 'top-up' then credit_account else debit_account end as wallet
       from transfers where kind in ('top-up', 'withdrawal'))
     select c.transfer_id, p.reference, c.kind, c.amount, p.amount as posted
     from crossed c full join posted p
       on p.reference = c.transfer_id and p.kind = c.kind and p.amount = c.amount and p.wallet = c.wallet
     where c.transfer_id is null or p.reference is null limit 100`,
  ),
  check(
    'what each region topped up is the sum of its top-ups',
    10,
    `select coalesce(r.region, t.region) as region, r.amount, t.amount as top_ups
     from (select region, currency, sum(amount) as amount, sum(top_ups) as count from regions group by 1, 2) r
     full join (select region, currency, sum(amount) as amount, count(*) as count from top_ups
                where status = 'succeeded' and region is not null group by 1, 2) t
       on t.region = r.region and t.currency = r.currency
     where (r.amount, r.count) is distinct from (t.amount, t.count) limit 100`,
  ),
  check(
    'what is set aside for a top-up or a withdrawal belongs to one that is under way',
    9,
    `with pending as (
       select id, regexp_replace(id, '/(reserved|held)$', '') as cause from holds
       where status = 'pending' and id ~ '/(reserved|held)$')
     select p.id, coalesce(t.status, w.status) as cause, s.state ->> 'status' as saga
     from pending p left join top_ups t on t.id = p.cause left join withdrawals w on w.id = p.cause
     left join heads s on s.stream in ('saga:top-up/' || p.cause, 'saga:withdrawal/' || p.cause)
     where coalesce(t.status, w.status, '') <> 'requested'
        or coalesce(s.state ->> 'status', '') not in ('running', 'undoing', 'stuck')
     union all
     select w.id, w.status, h.status from withdrawals w left join holds h on h.id = w.id || '/held'
     where h.status is distinct from
       case w.status when 'requested' then 'pending' when 'succeeded' then 'posted' else 'voided' end
     limit 100`,
  ),
  check(
    'suspense keeps what top-ups wait to give back, each until it is back',
    4,
    `with kept as (
       select currency, sum(case kind when 'top-up-returning' then amount else -amount end) as amount
       from transfers where kind in ('top-up-returning', 'top-up-returned') group by 1),
     waiting as (select currency, sum(amount) as amount from top_ups where status = 'returning' group by 1)
     select * from kept k full join waiting w on w.currency = k.currency
     where coalesce(k.amount, 0) <> coalesce(w.amount, 0) limit 100`,
  ),
]
