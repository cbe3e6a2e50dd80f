-- The oldest keys are forgotten first.
create index idempotency_key_oldest on idempotency_key (created_at);
