-- An erased user has neither.
alter table user_view
  alter column name drop not null,
  alter column email drop not null,
  add column erased_at timestamptz;
