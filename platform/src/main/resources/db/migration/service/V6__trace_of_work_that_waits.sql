-- Whose trace a command belongs to, however much later it is sent again.
alter table unanswered_command add column meta_data text not null default '{}';
