-- The read model: the mail that was sent, or kept.
create table notification_view (
  notification_id uuid        primary key,
  user_id         uuid        not null,
  email           text,
  kind            text        not null,
  subject         text        not null,
  text            text        not null,
  order_id        uuid,
  status          text        not null,
  created_at      timestamptz not null
);
create index notification_view_newest on notification_view (created_at desc, notification_id);
create index notification_view_newest_of_user
  on notification_view (user_id, created_at desc, notification_id);
create index notification_view_order on notification_view (order_id);

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
