-- Each attempt to hand a mail over to the mail server, written down before it is made. One without an
-- outcome was cut short: nobody knows whether the server took the mail.
create table delivery (
  notification_id uuid        not null,
  attempt         integer     not null,
  started_at      timestamptz not null,
  ended_at        timestamptz,
  -- SENT, REFUSED (for good) or DEFERRED (it may be tried again).
  outcome         text,
  cause           text,
  primary key (notification_id, attempt)
);

-- Why a mail could not be delivered.
alter table notification_view add column failure text;
