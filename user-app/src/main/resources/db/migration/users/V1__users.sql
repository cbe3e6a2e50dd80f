-- The read model.
create table user_view (
  user_id    uuid         primary key,
  name       text         not null,
  email      text         not null,
  created_at timestamptz  not null
);
create index user_view_newest on user_view (created_at desc, user_id);
