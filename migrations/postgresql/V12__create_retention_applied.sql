-- The policies as they were when the sweep that applied them began: where ${retention_policy} differs, the next cleanup sweeps again.

create table "${retention_applied}" (
  policy_id bigint not null,
  name_pattern varchar(255) collate "C" not null,
  state varchar(50) collate "C" null,
  queue varchar(255) collate "C" null,
  keep_seconds bigint null,
  keep_last integer null,
  priority integer not null,

  constraint "${retention_applied}_pk" primary key (policy_id)
);

comment on table "${retention_applied}" is 'The policies as they were when the sweep that applied them began: where ${retention_policy} differs, the next cleanup sweeps again.';
comment on column "${retention_applied}".policy_id is 'the policy';
comment on column "${retention_applied}".name_pattern is 'the names it is for: compared byte for byte, * stands for any text, also none; * alone is also for tasks without a name';
comment on column "${retention_applied}".state is 'the state it is for; null = any';
comment on column "${retention_applied}".queue is 'the queue it is for; null = any';
comment on column "${retention_applied}".keep_seconds is 'how long a row is kept after finished_at, or after updated_at while it is unfinished; 0 = to the next cleanup, null = for ever';
comment on column "${retention_applied}".keep_last is 'how many of the newest finished rows of each name are kept beyond keep_seconds; null = none';
comment on column "${retention_applied}".priority is 'its priority';
