/** The settlements' part of `verify`. */
import type { Check } from '../../platform/service/service.ts'

export const checks: readonly Check[] = [
  {
    name: 'a settlement is the sum of its payments',
    property: 4,
    differences: async read =>
      (
        await read.query(
          `select s.id, s.status, s.payments, s.gross, s.fee, s.payout, l.payments as lines, l.gross as lines_gross, l.fee as lines_fee
           from settlements s
           full join (select settlement_id, count(*) as payments, sum(gross) as gross, sum(fee) as fee from lines group by 1) l
             on l.settlement_id = s.id
           where s.id is null or s.payments <> coalesce(l.payments, 0) or s.gross <> coalesce(l.gross, 0)
              or s.fee <> coalesce(l.fee, 0) or s.gross <> s.payout + s.fee
           limit 100`,
        )
      ).rows,
  },
  {
    name: 'no payment is settled beyond what was paid, nor below nothing',
    property: 4,
    differences: async read =>
      (
        await read.query(
          `select payment_id, max(amount) as amount, sum(gross) as gross, sum(fee) as fee from lines
           group by payment_id having sum(gross) not between 0 and max(amount) or sum(fee) not between 0 and sum(gross)
           limit 100`,
        )
      ).rows,
  },
  {
    name: 'the list shows every settlement as its head does',
    property: 10,
    differences: async read =>
      (
        await read.query(
          `select s.id, s.status, h.state ->> 'status' as head from settlements s
           full join (select * from heads where stream like 'settlement:%') h on h.stream = 'settlement:' || s.id
           where s.status is distinct from (h.state ->> 'status')
              or s.under_way is distinct from (h.state ->> 'underWay')::boolean
              or s.payout is distinct from (h.state ->> 'payout')::bigint
           limit 100`,
        )
      ).rows,
  },
]
