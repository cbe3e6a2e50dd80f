-- One transaction appends at a time, until it has committed. So places in the stream become visible in the
-- order in which they are given out: whoever has seen an event has seen all that stand before it. Without
-- this a reader could see 8 before 7, and would have to come back for 7.
--
-- All others wait for the one that appends, longer than for other locks; if its process sleeps, it is ended.

create function append_in_order() returns trigger language plpgsql set lock_timeout = '5s' as
$$
begin
  perform set_config('idle_in_transaction_session_timeout', '2s', true);
  perform pg_advisory_xact_lock(tg_relid::bigint);
  return null;
end
$$;

create trigger append_in_order before insert on domain_event
  for each statement execute function append_in_order();
