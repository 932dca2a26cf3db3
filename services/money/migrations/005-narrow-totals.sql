-- What a transfer changes of an account is kept apart from what never changes: a row of 72 bytes under a number, where name,
-- kind and owner made it 190. Each transfer writes two such rows anew, and a hundred thousand of them fit into a third of the memory.
create table account_terms (
  -- The first 64 bits of the id's SHA-256, so that whoever opens an account knows it without asking. Two ids with the same ones
  -- cannot both be opened: the later is refused as a fault, and nothing of it happens. Among a hundred million accounts
  -- the odds that there are such two at all are 1 in 4,000.
  number bigint primary key,
  id text collate "C" not null unique,
  kind text collate "C" not null,
  owner text collate "C",
  currency text collate "C" not null,
  normal_side text not null check (normal_side in ('debit', 'credit'))
);
create index account_terms_owner on account_terms (owner) where owner is not null;

-- No foreign key: it would be looked at for each row that is written anew. Both rows are made by one batch, and nothing deletes one.
create table account_totals (
  number bigint primary key,
  version integer not null default 0,
  active boolean not null default true,
  -- Debits, pending ones counted, may not exceed credits.
  limited boolean not null,
  debits_posted bigint not null default 0,
  credits_posted bigint not null default 0,
  debits_pending bigint not null default 0,
  credits_pending bigint not null default 0,
  check (debits_posted >= 0 and credits_posted >= 0 and debits_pending >= 0 and credits_pending >= 0),
  check (not limited or debits_posted + debits_pending <= credits_posted)
) with (fillfactor = 60);

insert into account_terms (number, id, kind, owner, currency, normal_side)
select ('x' || left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 16))::bit(64)::bigint, id, kind, owner, currency, normal_side
from accounts;
insert into account_totals (number, version, active, limited, debits_posted, credits_posted, debits_pending, credits_pending)
select t.number, version, active, limited, debits_posted, credits_posted, debits_pending, credits_pending
from accounts a join account_terms t on t.id = a.id;

drop table accounts;
create view accounts with (security_invoker) as
select t.id, t.kind, t.owner, t.currency, t.normal_side, s.limited, s.active, s.version,
       s.debits_posted, s.credits_posted, s.debits_pending, s.credits_pending
from account_terms t join account_totals s on s.number = t.number;
analyze account_terms;
analyze account_totals;
