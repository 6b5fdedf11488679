-- How long which tasks are kept, and what becomes of them then: edited by whoever governs the data.
-- A per-task time (keep_seconds of ${task_meta}) wins over every policy; where no policy is for a row, result_expires holds.

create table `${retention_policy}` (
  policy_id bigint not null auto_increment comment 'the policy, made up by the database',
  name_pattern varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the names it is for: compared byte for byte, * stands for any text, also none; * alone is also for tasks without a name',
  state varchar(50) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the state it is for; null = any',
  queue varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the queue it is for; null = any',
  keep_seconds bigint null comment 'how long a row is kept after finished_at, or after updated_at while it is unfinished; 0 = to the next cleanup, null = for ever',
  keep_last integer null comment 'how many of the newest finished rows of each name are kept beyond keep_seconds; null = none',
  action varchar(10) character set utf8mb4 collate utf8mb4_0900_bin not null default 'delete' comment 'delete, or archive: moved to ${task_archive}',
  archive_keep_seconds bigint null comment 'how long an archived row is kept after archived_at; null = for ever',
  archive_payloads boolean not null default false comment 'whether the archive keeps arguments, results, error messages and tracebacks too',
  priority integer not null default 0 comment 'of several policies for a row the one with the highest priority wins; then the one that names more of name, state and queue; then the one with more literal characters in its pattern; then the lower policy_id',
  enabled boolean not null default true comment 'whether it is in force',
  note varchar(1000) character set utf8mb4 collate utf8mb4_0900_bin null comment 'why it is there',
  updated_at datetime(6) not null default (utc_timestamp(6)) comment 'when it was last changed, as far as whoever changed it says so',

  primary key (policy_id),
  constraint `${retention_policy}_action_check` check (action in ('delete', 'archive')),
  constraint `${retention_policy}_keep_check` check (keep_seconds >= 0),
  constraint `${retention_policy}_keep_last_check` check (keep_last >= 0),
  constraint `${retention_policy}_archive_keep_check` check (archive_keep_seconds >= 0)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'How long which tasks are kept, and what becomes of them then: edited by whoever governs the data.';
