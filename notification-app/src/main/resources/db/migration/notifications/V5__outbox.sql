-- The mail that is to leave, until its delivery has ended.
create table outbox (
  notification_id uuid        primary key,
  -- When it is due. While a process is at it this is kept a little ahead.
  next_attempt_at timestamptz not null
);
create index outbox_due on outbox (next_attempt_at);

-- Versions before kept it in scheduled_task. What is there is taken over, and what such a version, which
-- may go on beside this one for a while, would put there as well. What it has in hand, up to 16 mails, it may
-- bring to its end.
create function into_outbox() returns trigger language plpgsql set search_path from current as $$
begin
  insert into outbox (notification_id, next_attempt_at)
  values (
    new.task_instance::uuid,
    case when new.picked then now() + interval '5 minutes' else new.execution_time end)
  on conflict do nothing;
  return null;
end $$;
create trigger mail_into_outbox before insert on scheduled_task
  for each row when (new.task_name = 'mail') execute function into_outbox();

insert into outbox (notification_id, next_attempt_at)
select task_instance::uuid, case when picked then now() + interval '5 minutes' else execution_time end
from scheduled_task where task_name = 'mail';
delete from scheduled_task where task_name = 'mail';
