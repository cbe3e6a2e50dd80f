-- When an undecided order is rejected; each second those whose time is over are looked for.
alter table order_view add column decide_by timestamptz;
update order_view set decide_by = placed_at + interval '30 seconds' where status = 'PENDING';
create index order_view_overdue on order_view (decide_by) where status = 'PENDING';

-- Deadlines of the version before, and the sagas they belong to: the read model has both now. The
-- tables stay until no process of that version is left.
delete from scheduled_task where task_name <> 'mail';

-- The saga has one segment now. It goes on where the slower of the two had come; what the other had
-- done beyond is done again, which changes nothing. A process of the version before loses its claim.
update token set
  token = (
    select token from token where processor_name = 'order-saga'
    order by coalesce((convert_from(token, 'UTF8')::jsonb ->> 'index')::bigint,
      (convert_from(token, 'UTF8')::jsonb ->> 'globalIndex')::bigint, -1)
    limit 1),
  token_type = (select max(token_type) from token where processor_name = 'order-saga'),
  owner = null
where processor_name = 'order-saga' and segment = 0;
delete from token where processor_name = 'order-saga' and segment > 0;
