-- First answers of earlier versions tell addresses, and what mail says. Whoever sends such a request again is
-- known by the id that is derived from the key, and gets the same answer.
delete from idempotency_key;
