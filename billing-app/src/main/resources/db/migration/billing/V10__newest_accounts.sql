-- All accounts are read with the newest first.
create index account_view_newest on account_view (opened_at desc, user_id);
