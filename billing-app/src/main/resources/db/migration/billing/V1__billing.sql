-- The read model. Sums are in minor units.
create table account_view (
  user_id    uuid        primary key,
  balance    bigint      not null check (balance >= 0),
  opened_at  timestamptz not null,
  updated_at timestamptz not null
);

create table operation_view (
  operation_id uuid        primary key,
  user_id      uuid        not null,
  -- The number of the event in the account's stream: the order in which it happened.
  sequence     bigint      not null,
  kind         text        not null,
  amount       bigint      not null,
  balance      bigint      not null,
  order_id     uuid,
  at           timestamptz not null,
  unique (user_id, sequence)
);

-- How far the service's event processors have come.
create table token (
  processor_name varchar(255) not null,
  segment        integer      not null,
  token          bytea,
  token_type     varchar(255),
  time_stamp     varchar(255),
  owner          varchar(255),
  primary key (processor_name, segment)
);

-- The first answer to each POST with an Idempotency-Key; no status until it is answered.
create table idempotency_key (
  scope        text        not null,
  key          text        not null,
  fingerprint  bytea       not null,
  status       integer,
  location     text,
  content_type text,
  body         bytea,
  created_at   timestamptz not null default now(),
  primary key (scope, key)
);
