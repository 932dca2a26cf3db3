-- A transfer has the id of what asked for it, which need not grow with time: lists go by the time.
create index transfers_newest on transfers (requested_at, id);
drop index transfers_owner;
create index transfers_owner on transfers (owner, requested_at, id);
drop index transfers_account;
create index transfers_account on transfers (account_id, requested_at, id);
