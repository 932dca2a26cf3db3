-- An account's transfers are found stretch by stretch: 2^18 numbers make one, and new entries go into the newest only, whose
-- pages are in memory however long the history is. Without stretches they went to as many places as there are accounts.
-- Whoever looks for one account skips from stretch to stretch (PostgreSQL 18, skip scan), a look-up each.
drop index transfers_debit;
drop index transfers_credit;
create index transfers_debit on transfers (((number >> 18)::integer), hashtext(debit_account), number);
create index transfers_credit on transfers (((number >> 18)::integer), hashtext(credit_account), number);
analyze transfers;
