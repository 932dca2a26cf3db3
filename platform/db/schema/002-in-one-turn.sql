-- For a statement whose effect nobody waits to count: it fails, and with it its transaction, unless one row was changed.
create function must_change(rows bigint) returns void language plpgsql as $$
begin
  if rows <> 1 then
    raise exception 'another process was here before' using errcode = 'MDF02';
  end if;
end $$;
