-- Where each erasure of a user stands in the stream of all events: mail to the user that stands before it
-- is told without address, subject and text.
create table erasure (
  user_id         uuid   not null,
  stream_position bigint not null,
  primary key (user_id, stream_position)
);

-- Null in rows of versions that erased nobody.
alter table notification_view add column stream_position bigint;
