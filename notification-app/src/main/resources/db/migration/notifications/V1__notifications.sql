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
