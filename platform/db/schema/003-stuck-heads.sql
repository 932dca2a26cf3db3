-- A head's state changes with every event of its stream. An index that looks into it made each of those updates write a
-- new entry into every index of the table; a column of its own changes only when a saga gets stuck or goes on.
drop index heads_stuck;
alter table heads add column stuck boolean not null default false;
update heads set stuck = true where stream like 'saga:%' and state ->> 'status' = 'stuck';
create index heads_stuck on heads (stream) where stuck;
alter table heads set (fillfactor = 60);
