-- When an account was closed; null while it is open.
alter table account_view add column closed_at timestamptz;
