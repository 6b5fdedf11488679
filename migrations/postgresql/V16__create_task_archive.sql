-- Tasks that a policy archives when their time is over: what they were and what became of them, without payloads unless the policy keeps them.
-- Partitioned by month: a month goes as a whole. The cleanup makes the months ahead: ${task_archive}_2026_11 and so on.

create table "${task_archive}" (
  archived_at timestamp(6) with time zone not null,
  task_id varchar(255) collate "C" not null,
  name varchar(255) collate "C" null,
  queue varchar(255) collate "C" null,
  worker varchar(255) collate "C" null,
  state varchar(50) collate "C" not null,
  retries integer null,
  parent_id varchar(255) collate "C" null,
  root_id varchar(255) collate "C" null,
  group_id varchar(255) collate "C" null,
  created_at timestamp(6) with time zone not null,
  started_at timestamp(6) with time zone null,
  finished_at timestamp(6) with time zone null,
  error_type varchar(255) collate "C" null,
  error_fingerprint varchar(16) collate "C" null,
  expires_from varchar(255) collate "C" null,
  keep_until timestamp(6) with time zone null,

  -- payloads: null unless the policy says archive_payloads
  args json null,
  args_bytes bytea null,
  kwargs json null,
  kwargs_bytes bytea null,
  result json null,
  result_bytes bytea null,
  content_type varchar(255) collate "C" null,
  error_message text collate "C" null,
  traceback text collate "C" null,

  constraint "${task_archive}_pk" primary key (task_id, archived_at)
)
partition by range (archived_at);

create index "${task_archive}_keep_idx" on "${task_archive}" (keep_until);
comment on index "${task_archive}_keep_idx" is 'what is past its time';

create index "${task_archive}_name_idx" on "${task_archive}" (name, finished_at);
comment on index "${task_archive}_name_idx" is 'the tasks of one name';

comment on table "${task_archive}" is 'Tasks that a policy archives when their time is over: what they were and what became of them, without payloads unless the policy keeps them.';
comment on column "${task_archive}".archived_at is 'when it was moved here (clock of the database)';
comment on column "${task_archive}".task_id is 'the task''s id';
comment on column "${task_archive}".name is 'the task''s name';
comment on column "${task_archive}".queue is 'the queue the task was sent to';
comment on column "${task_archive}".worker is 'who ran it';
comment on column "${task_archive}".state is 'its last state';
comment on column "${task_archive}".retries is 'how many times it was tried again';
comment on column "${task_archive}".parent_id is 'task_id of the task that submitted it';
comment on column "${task_archive}".root_id is 'task_id of the first task of the chain of parents';
comment on column "${task_archive}".group_id is 'the group the task belonged to';
comment on column "${task_archive}".created_at is 'when it was submitted or first stored (clock of the submitter)';
comment on column "${task_archive}".started_at is 'when the last run began (clock of the worker)';
comment on column "${task_archive}".finished_at is 'when it ended (clock of the worker)';
comment on column "${task_archive}".error_type is 'class of the error; null unless it failed';
comment on column "${task_archive}".error_fingerprint is 'what the occurrences of one error have in common';
comment on column "${task_archive}".expires_from is 'the policy_id of the policy that archived it';
comment on column "${task_archive}".keep_until is 'the archive may drop it after this time (clock of the database); null = never';
comment on column "${task_archive}".args is 'positional arguments, as they were stored';
comment on column "${task_archive}".args_bytes is 'positional arguments that are JSON no SQL engine could read back';
comment on column "${task_archive}".kwargs is 'named arguments, as they were stored';
comment on column "${task_archive}".kwargs_bytes is 'named arguments that are JSON no SQL engine could read back';
comment on column "${task_archive}".result is 'the result, as it was stored';
comment on column "${task_archive}".result_bytes is 'a result that is not JSON, or is JSON no SQL engine could read back';
comment on column "${task_archive}".content_type is 'media type of result or result_bytes';
comment on column "${task_archive}".error_message is 'message of the error';
comment on column "${task_archive}".traceback is 'stack trace of the error';
