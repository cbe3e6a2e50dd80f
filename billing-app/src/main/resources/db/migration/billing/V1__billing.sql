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
