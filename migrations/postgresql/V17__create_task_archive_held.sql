-- Archived tasks that were held when their month went: moved here from ${task_archive}.

create table "${task_archive_held}" (
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

  constraint "${task_archive_held}_pk" primary key (task_id, archived_at)
);

comment on table "${task_archive_held}" is 'Archived tasks that were held when their month went: moved here from ${task_archive}.';
comment on column "${task_archive_held}".archived_at is 'when it was moved here (clock of the database)';
comment on column "${task_archive_held}".task_id is 'the task''s id';
comment on column "${task_archive_held}".name is 'the task''s name';
comment on column "${task_archive_held}".queue is 'the queue the task was sent to';
comment on column "${task_archive_held}".worker is 'who ran it';
comment on column "${task_archive_held}".state is 'its last state';
comment on column "${task_archive_held}".retries is 'how many times it was tried again';
comment on column "${task_archive_held}".parent_id is 'task_id of the task that submitted it';
comment on column "${task_archive_held}".root_id is 'task_id of the first task of the chain of parents';
comment on column "${task_archive_held}".group_id is 'the group the task belonged to';
comment on column "${task_archive_held}".created_at is 'when it was submitted or first stored (clock of the submitter)';
comment on column "${task_archive_held}".started_at is 'when the last run began (clock of the worker)';
comment on column "${task_archive_held}".finished_at is 'when it ended (clock of the worker)';
comment on column "${task_archive_held}".error_type is 'class of the error; null unless it failed';
comment on column "${task_archive_held}".error_fingerprint is 'what the occurrences of one error have in common';
comment on column "${task_archive_held}".expires_from is 'the policy_id of the policy that archived it';
comment on column "${task_archive_held}".keep_until is 'the archive may drop it after this time (clock of the database); null = never';
comment on column "${task_archive_held}".args is 'positional arguments, as they were stored';
comment on column "${task_archive_held}".args_bytes is 'positional arguments that are JSON no SQL engine could read back';
comment on column "${task_archive_held}".kwargs is 'named arguments, as they were stored';
comment on column "${task_archive_held}".kwargs_bytes is 'named arguments that are JSON no SQL engine could read back';
comment on column "${task_archive_held}".result is 'the result, as it was stored';
comment on column "${task_archive_held}".result_bytes is 'a result that is not JSON, or is JSON no SQL engine could read back';
comment on column "${task_archive_held}".content_type is 'media type of result or result_bytes';
comment on column "${task_archive_held}".error_message is 'message of the error';
comment on column "${task_archive_held}".traceback is 'stack trace of the error';
