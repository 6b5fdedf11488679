-- Tasks that a policy archives when their time is over: what they were and what became of them, without payloads unless the policy keeps them.
-- Partitioned by month: a month goes as a whole. The cleanup makes the months ahead: p2026_11 and so on.
-- No check that JSON is valid: what is moved here was checked where it came from.

create table `${task_archive}` (
  archived_at datetime(6) not null comment 'when it was moved here (clock of the database)',
  task_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'the task''s id',
  name varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'the task''s name',
  queue varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'the queue the task was sent to',
  worker varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'who ran it',
  state varchar(50) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'its last state',
  retries integer null comment 'how many times it was tried again',
  parent_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'task_id of the task that submitted it',
  root_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'task_id of the first task of the chain of parents',
  group_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'the group the task belonged to',
  created_at datetime(6) not null comment 'when it was submitted or first stored (clock of the submitter)',
  started_at datetime(6) null comment 'when the last run began (clock of the worker)',
  finished_at datetime(6) null comment 'when it ended (clock of the worker)',
  error_type varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'class of the error; null unless it failed',
  error_fingerprint varchar(16) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'what the occurrences of one error have in common',
  expires_from varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'the policy_id of the policy that archived it',
  keep_until datetime(6) null comment 'the archive may drop it after this time (clock of the database); null = never',

  -- payloads: null unless the policy says archive_payloads
  args longtext character set utf8mb4 collate utf8mb4_nopad_bin null comment 'positional arguments, as they were stored',
  args_bytes longblob null comment 'positional arguments that are JSON no SQL engine could read back',
  kwargs longtext character set utf8mb4 collate utf8mb4_nopad_bin null comment 'named arguments, as they were stored',
  kwargs_bytes longblob null comment 'named arguments that are JSON no SQL engine could read back',
  result longtext character set utf8mb4 collate utf8mb4_nopad_bin null comment 'the result, as it was stored',
  result_bytes longblob null comment 'a result that is not JSON, or is JSON no SQL engine could read back',
  content_type varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'media type of result or result_bytes',
  error_message longtext character set utf8mb4 collate utf8mb4_nopad_bin null comment 'message of the error',
  traceback longtext character set utf8mb4 collate utf8mb4_nopad_bin null comment 'stack trace of the error',

  primary key (task_id, archived_at),
  index `${task_archive}_keep_idx` (keep_until) comment 'what is past its time',
  index `${task_archive}_name_idx` (name, finished_at) comment 'the tasks of one name'
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin
  comment = 'Tasks that a policy archives when their time is over: what they were and what became of them, without payloads unless the policy keeps them.'
partition by range columns (archived_at) (
  -- nothing was archived before; there must be one
  partition p_before values less than ('2026-11-01')
);
