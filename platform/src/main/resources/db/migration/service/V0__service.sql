-- What every service keeps for itself, in its own schema.

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
