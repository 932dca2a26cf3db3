/** Banking's part of `verify`. */
import type { Check } from '../../platform/service/service.ts'
import { check } from '../../platform/verification/verify.ts'

export const checks: readonly Check[] = [
  check(
    'a number is linked once, and every linked account has its claim and its member',
    4,
    `with linked as (
       select substr(stream, 14) as id, state -> 'account' ->> 'memberId' as member_id,
              state -> 'account' ->> 'numberIndex' as number from heads
       where stream like 'bank-account:%' and state ->> 'status' = 'linked'),
     claims as (
       select substr(stream, 13) as number, state ->> 'accountId' as id from heads
       where stream like 'bank-number:%' and state ->> 'accountId' is not null),
     holdings as (
       select substr(stream, 14) as member_id, state -> 'account' ->> 'accountId' as id from heads
       where stream like 'bank-holding:%' and state -> 'account' ->> 'accountId' is not null)
     select id, l.member_id, h.member_id as held_by, l.number = c.number as claimed
     from linked l full join claims c using (id) full join holdings h using (id)
     where l.number is distinct from c.number or l.member_id is distinct from h.member_id limit 100`,
  ),
  check(
    'a bank transfer that completed did so once, and nothing ended it otherwise',
    4,
    `select stream, count(*) filter (where type = 'banking.transfer-completed') as completed,
            max(version) filter (where type = 'banking.transfer-completed') as at,
            max(version) filter (where type in ('banking.transfer-failed', 'banking.transfer-requested')) as other
     from events where stream like 'bank-transfer:%' group by stream
     having count(*) filter (where type = 'banking.transfer-completed') > 1
       or max(version) filter (where type = 'banking.transfer-completed')
          < max(version) filter (where type in ('banking.transfer-failed', 'banking.transfer-requested')) limit 100`,
  ),
  check(
    'no more is paid back than a transfer moved',
    2,
    `select h.state ->> 'transferId' as id, h.state ->> 'amount' as amount, sum((r.value ->> 'amount')::bigint) as reversed
     from heads h, json_each(h.state -> 'reversals') r where h.stream like 'bank-transfer:%'
     group by h.stream, 1, 2 having sum((r.value ->> 'amount')::bigint) > (h.state ->> 'amount')::bigint limit 100`,
  ),
  check(
    'a bank transfer at rest agrees with its saga',
    9,
    `select t.id, t.status, s.state ->> 'status' as saga from transfers t
     left join heads s on s.stream = 'saga:bank-transfer/' || t.id
     where case s.state ->> 'status' when 'done' then 'completed' when 'undone' then 'failed'
             when 'stuck' then case when s.state ->> 'step' = 'move' then 'unknown' else 'requested' end else t.status end
           is distinct from t.status limit 100`,
  ),
  check(
    'the list shows every bank transfer as its head does',
    10,
    `select t.id, t.status, h.state ->> 'status' as head from transfers t
     full join (select * from heads where stream like 'bank-transfer:%') h on h.stream = 'bank-transfer:' || t.id
     where t.status is distinct from (h.state ->> 'status') limit 100`,
  ),
]
