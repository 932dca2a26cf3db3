-- With its transaction number a batch learns the number of the last event before its own. Batches of a service run one at a
-- time, so the rows of a batch are numbered from the next one on, and two batches of one process that follow each other in
-- both numbers have nobody's rows between them: what is in memory need not be read back.
create function last_event() returns bigint language sql as $$
  select case when is_called then last_value else 0 end from events_seq_seq
$$;
grant select on sequence events_seq_seq to current_service;

drop function pass_fence(text, text, bigint);
create function pass_fence(service text, writer text, after bigint, out xid xid8, out last_seq bigint)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('madang writer'), hashtext(service));
  update fence set batch = batch + 1 where holder = writer and batch = after;
  if not found then
    raise exception 'another process wrote since batch %', after using errcode = 'MDF01';
  end if;
  xid := pg_current_xact_id();
  last_seq := last_event();
end $$;
