-- When an undecided order is rejected; each second those whose time is over are looked for.
alter table order_view add column decide_by timestamptz;
update order_view set decide_by = placed_at + interval '30 seconds' where status = 'PENDING';
-- What an order was promised stands in its deadline, where the saga has come to it.
update order_view set decide_by = deadline.execution_time
from (
  select (convert_from(task_data, 'UTF8')::jsonb ->> 'payload')::jsonb ->> 'orderId' as order_id,
    execution_time
  from scheduled_task where task_name = 'AxonDeadline') as deadline
where status = 'PENDING' and deadline.order_id = order_view.order_id::text;
create index order_view_overdue on order_view (decide_by) where status = 'PENDING';

-- Deadlines of the version before, and the sagas they belong to: the read model has both now. The
-- tables stay until no process of that version is left.
delete from scheduled_task where task_name <> 'mail';

-- The saga has one segment now. It goes on where the slower of the two had come, and a gap of either is
-- one for it as well; what the other had done beyond is done again, which changes nothing. A process of
-- the version before loses its claim.
with segments as (
  select token, convert_from(token, 'UTF8')::jsonb as at from token where processor_name = 'order-saga'
), slower as (
  select min((at ->> 'index')::bigint) as index,
    bool_and(at -> 'gaps' is not null) as has_gaps,
    (array_agg(token order by coalesce((at ->> 'index')::bigint, (at ->> 'globalIndex')::bigint, -1)))[1]
      as token
  from segments
)
update token set
  token = (
    select case when not has_gaps then slower.token
      else convert_to(jsonb_build_object('index', index, 'gaps', coalesce((
        select jsonb_agg(distinct gap::bigint) from segments, jsonb_array_elements(at -> 'gaps') as gap
        where gap::bigint < index), '[]'))::text, 'UTF8') end
    from slower),
  token_type = (select max(token_type) from token where processor_name = 'order-saga'),
  owner = null
where processor_name = 'order-saga' and segment = 0;
delete from token where processor_name = 'order-saga' and segment > 0;
