-- How long which tasks are kept, and what becomes of them then: edited by whoever governs the data.
-- A per-task time (keep_seconds of ${task_meta}) wins over every policy; where no policy is for a row, result_expires holds.

create table "${retention_policy}" (
  -- the policy, made up by the database
  policy_id integer not null,
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
  -- delete, or archive: moved to ${task_archive}
  action varchar(10) collate binary not null default 'delete' check (length(action) <= 10),
  -- how long an archived row is kept after archived_at; null = for ever
  archive_keep_seconds bigint null,
  -- whether the archive keeps arguments, results, error messages and tracebacks too
  archive_payloads boolean not null default 0 check (archive_payloads in (0, 1)),
  -- of several policies for a row the one with the highest priority wins; then the one that names more of name, state and queue; then the one with more literal characters in its pattern; then the lower policy_id
  priority integer not null default 0,
  -- whether it is in force
  enabled boolean not null default 1 check (enabled in (0, 1)),
  -- why it is there
  note varchar(1000) collate binary null check (length(note) <= 1000),
  -- when it was last changed, as far as whoever changed it says so
  updated_at text collate binary not null default (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) check (length(updated_at) = 27),

  constraint "${retention_policy}_pk" primary key (policy_id),
  constraint "${retention_policy}_action_check" check (action in ('delete', 'archive')),
  constraint "${retention_policy}_keep_check" check (keep_seconds >= 0),
  constraint "${retention_policy}_keep_last_check" check (keep_last >= 0),
  constraint "${retention_policy}_archive_keep_check" check (archive_keep_seconds >= 0)
);
