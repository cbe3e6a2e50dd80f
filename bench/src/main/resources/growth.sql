-- Goes on with the history of the account of USER, whose events come after LAST, by OPERATIONS deposits.
create table bench_template.event as
  select e.*, convert_from(payload, 'UTF8')::jsonb json
  from event_store.domain_event e
  where global_index > LAST and convert_from(payload, 'UTF8') like '%"userId":"USER"%'
    and payload_type similar to '%.(FundsDeposited|OperationRecorded|AccountDebited)';
create table bench_template.deposit as
  select aggregate_identifier account, json->>'operationId' operation_id,
    (select max(sequence_number) from event_store.domain_event a
      where a.aggregate_identifier = e.aggregate_identifier) last,
    (select min((json->>'balance')::bigint) from bench_template.event) balance,
    (select min(global_index) from event_store.domain_event) first
  from bench_template.event e where payload_type like '%.FundsDeposited' limit 1;
create table bench_template.operation as
  select n, gen_random_uuid()::text operation_id from generate_series(1, OPERATIONS) n;
insert into event_store.domain_event (global_index, aggregate_identifier, sequence_number,
    type, event_identifier, time_stamp, payload_type, payload_revision, payload, meta_data)
  select d.first - row_number() over (order by o.n desc, e.global_index desc),
    replace(e.aggregate_identifier, d.operation_id, o.operation_id),
    case e.aggregate_identifier when d.account then d.last + o.n else e.sequence_number end,
    e.type, gen_random_uuid()::text, e.time_stamp, e.payload_type, e.payload_revision,
    convert_to((e.json || jsonb_build_object('operationId', o.operation_id,
      'amount', 1, 'balance', d.balance + o.n))::text, 'UTF8'),
    e.meta_data
  from bench_template.operation o, bench_template.deposit d, bench_template.event e
  where e.json->>'operationId' = d.operation_id;
insert into billing.operation_view
  select (jsonb_populate_record(v, jsonb_build_object('operation_id', o.operation_id,
    'sequence', d.last + o.n, 'amount', 1, 'balance', d.balance + o.n))).*
  from bench_template.operation o, bench_template.deposit d, billing.operation_view v
  where v.operation_id = d.operation_id::uuid;
update billing.account_view set balance = d.balance + OPERATIONS
  from bench_template.deposit d where user_id = 'USER';
