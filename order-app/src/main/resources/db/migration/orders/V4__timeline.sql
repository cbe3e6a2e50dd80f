-- What happened to each order, in every service.
create table timeline (
  event_id        text        primary key,
  order_id        uuid        not null,
  -- Where the event stands in the stream of all events.
  stream_position bigint      not null,
  happened_at     timestamptz not null,
  service         text        not null,
  event           text        not null,
  detail          text        not null
);
create index timeline_in_order on timeline (order_id, stream_position, happened_at, event_id);
