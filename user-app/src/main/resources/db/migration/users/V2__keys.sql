-- A key for each user, by which what is kept of a person is sealed. These three tables are backed up apart
-- from the events: see docs/operations/personal-data.md.
create table user_key (
  user_id uuid        primary key,
  -- Wrapped by a key-encryption key, and the mark of that one; none any more if it is destroyed. The row
  -- stays then, so that nobody makes another for what was erased.
  wrapped bytea,
  kek     text,
  -- From which place in the user's own stream on it is the key. An erasure destroys what is older.
  since   bigint      not null default 0,
  made_at timestamptz not null default now(),
  -- Whether it is known that the user was registered. A key is made before that, and the registration may be refused.
  is_used boolean     not null default false
);
create index user_key_not_used on user_key (made_at) where not is_used;
create index user_key_kek on user_key (kek);

-- The key of the hash by which two e-mail addresses are known to be the same.
create table hash_key (
  only_one boolean primary key default true check (only_one),
  wrapped  bytea   not null,
  kek      text    not null
);

-- The key-encryption key of a deployment that has none in arch.personal-data.keks.
create table stored_kek (
  only_one boolean primary key default true check (only_one),
  key      bytea   not null
);
