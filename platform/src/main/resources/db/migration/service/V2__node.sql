-- The processes that run this service at the moment, so that they can share its event processors.
create table node (
  name    varchar(255) primary key,
  seen_at timestamptz  not null
);
