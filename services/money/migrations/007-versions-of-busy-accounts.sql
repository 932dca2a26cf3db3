-- An account has a new version with each transfer that it is part of, and a busy one has more than 2^31 of them in its time.
drop view accounts;
alter table account_totals alter column version type bigint;
create view accounts with (security_invoker) as
select t.id, t.kind, t.owner, t.currency, t.normal_side, s.limited, s.active, s.version,
       s.debits_posted, s.credits_posted, s.debits_pending, s.credits_pending
from account_terms t join account_totals s on s.number = t.number;
analyze account_totals;
