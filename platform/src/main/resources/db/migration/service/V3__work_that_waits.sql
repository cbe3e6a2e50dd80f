-- Work of the service that is done later, or could not be done so far.

-- What is due at a time, as db-scheduler wants it.
create table scheduled_task (
  task_name            text        not null,
  task_instance        text        not null,
  task_data            bytea,
  execution_time       timestamptz not null,
  picked               boolean     not null,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint      not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_task_due on scheduled_task (execution_time);
create index scheduled_task_heartbeat on scheduled_task (last_heartbeat);

-- Commands of a process that have had no answer, or a failure for one.
create table unanswered_command (
  id              uuid        primary key,
  command_type    text        not null,
  command         text        not null,
  attempts        integer     not null,
  cause           text        not null,
  since           timestamptz not null,
  -- None if it is parked: nobody sends it until an operator says so.
  next_attempt_at timestamptz
);
create index unanswered_command_due on unanswered_command (next_attempt_at);

-- Events that an event processor could not handle, as Axon's JdbcSequencedDeadLetterQueue wants it.
create table dead_letter (
  dead_letter_id       varchar(255) primary key,
  processing_group     varchar(255) not null,
  sequence_identifier  varchar(255) not null,
  sequence_index       bigint       not null,
  message_type         varchar(255) not null,
  event_identifier     varchar(255) not null,
  time_stamp           varchar(255) not null,
  payload_type         varchar(255) not null,
  payload_revision     varchar(255),
  payload              bytea        not null,
  meta_data            bytea,
  type                 varchar(255),
  aggregate_identifier varchar(255),
  sequence_number      bigint,
  token_type           varchar(255),
  token                bytea,
  enqueued_at          varchar(255) not null,
  last_touched         varchar(255),
  processing_started   varchar(255),
  cause_type           varchar(255),
  cause_message        varchar(1023),
  diagnostics          bytea,
  unique (processing_group, sequence_identifier, sequence_index)
);

-- Projections that an operator wants to be built anew, until it has begun.
create table replay (
  processor_name varchar(255) primary key,
  asked_at       timestamptz  not null default now()
);
