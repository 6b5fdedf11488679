-- The policies as they were when the sweep that applied them began: where ${retention_policy} differs, the next cleanup sweeps again.

create table "${retention_applied}" (
  -- the policy
  policy_id bigint not null,
  -- the names it is for: compared byte for byte, * stands for any text, also none; * alone is also for tasks without a name
  name_pattern varchar(255) collate binary not null check (length(name_pattern) <= 255),
  -- the state it is for; null = any
  state varchar(50) collate binary null check (length(state) <= 50),
  -- the queue it is for; null = any
  queue varchar(255) collate binary null check (length(queue) <= 255),
  -- how long a row is kept after finished_at, or after updated_at while it is unfinished; 0 = to the next cleanup, null = for ever
  keep_seconds bigint null,
  -- how many of the newest finished rows of each name are kept beyond keep_seconds; null = none
  keep_last integer null,
  -- its priority
  priority integer not null,

  constraint "${retention_applied}_pk" primary key (policy_id)
);
