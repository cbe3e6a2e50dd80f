-- Dead letters are written and tried again by our own statements now. Processes of the version before
-- may go on beside this one, so what they write is taken up as well.
alter table dead_letter
  alter column cause_message type text,
  -- How often it has failed.
  add column failures integer not null default 0,
  -- None if it is parked: nobody tries it until an operator says so.
  add column next_attempt_at timestamptz default now();
create index dead_letter_due on dead_letter (next_attempt_at);
create index dead_letter_event on dead_letter (processing_group, event_identifier);

-- Commands of a process are not kept any more, as its events are. Those that are kept become letters.
insert into dead_letter (dead_letter_id, processing_group, sequence_identifier, sequence_index,
  message_type, event_identifier, time_stamp, payload_type, payload, meta_data, aggregate_identifier,
  sequence_number, enqueued_at, cause_message, failures, next_attempt_at)
select id::text, case current_schema() when 'orders' then 'order-saga' else 'account-opening' end, id::text, 0,
  'command', id::text, to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), command_type,
  convert_to(command, 'UTF8'), convert_to(meta_data, 'UTF8'), id::text, 0,
  to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), cause, attempts,
  case when next_attempt_at is null then null else now() end
from unanswered_command;
delete from unanswered_command;

-- A cause may have held a whole row: it is cut before the values, and names no address any more.
update dead_letter
set cause_message = left(regexp_replace(cause_message, '(VALUES|Detail:).*|[^ ]+@[^ ]+', '…', 'g'), 500);
