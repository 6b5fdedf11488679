-- Tasks that a policy archives when their time is over: what they were and what became of them, without payloads unless the policy keeps them.
-- SQLite has no partitions: what is past its time is deleted in batches.

create table "${task_archive}" (
  -- when it was moved here (clock of the database)
  archived_at text collate binary not null check (length(archived_at) = 27),
  -- the task's id
  task_id varchar(255) collate binary not null check (length(task_id) <= 255),
  -- the task's name
  name varchar(255) collate binary null check (length(name) <= 255),
  -- the queue the task was sent to
  queue varchar(255) collate binary null check (length(queue) <= 255),
  -- who ran it
  worker varchar(255) collate binary null check (length(worker) <= 255),
  -- its last state
  state varchar(50) collate binary not null check (length(state) <= 50),
  -- how many times it was tried again
  retries integer null,
  -- task_id of the task that submitted it
  parent_id varchar(255) collate binary null check (length(parent_id) <= 255),
  -- task_id of the first task of the chain of parents
  root_id varchar(255) collate binary null check (length(root_id) <= 255),
  -- the group the task belonged to
  group_id varchar(255) collate binary null check (length(group_id) <= 255),
  -- when it was submitted or first stored (clock of the submitter)
  created_at text collate binary not null check (length(created_at) = 27),
  -- when the last run began (clock of the worker)
  started_at text collate binary null check (length(started_at) = 27),
  -- when it ended (clock of the worker)
  finished_at text collate binary null check (length(finished_at) = 27),
  -- class of the error; null unless it failed
  error_type varchar(255) collate binary null check (length(error_type) <= 255),
  -- what the occurrences of one error have in common
  error_fingerprint varchar(16) collate binary null check (length(error_fingerprint) <= 16),
  -- the policy_id of the policy that archived it
  expires_from varchar(255) collate binary null check (length(expires_from) <= 255),
  -- the archive may drop it after this time (clock of the database); null = never
  keep_until text collate binary null check (length(keep_until) = 27),

  -- payloads: null unless the policy says archive_payloads
  -- positional arguments, as they were stored
  args text collate binary null check (json_valid(args)),
  -- positional arguments that are JSON no SQL engine could read back
  args_bytes blob null,
  -- named arguments, as they were stored
  kwargs text collate binary null check (json_valid(kwargs)),
  -- named arguments that are JSON no SQL engine could read back
  kwargs_bytes blob null,
  -- the result, as it was stored
  result text collate binary null check (json_valid(result)),
  -- a result that is not JSON, or is JSON no SQL engine could read back
  result_bytes blob null,
  -- media type of result or result_bytes
  content_type varchar(255) collate binary null check (length(content_type) <= 255),
  -- message of the error
  error_message text collate binary null,
  -- stack trace of the error
  traceback text collate binary null,

  constraint "${task_archive}_pk" primary key (task_id, archived_at)
);

-- what is past its time
create index "${task_archive}_keep_idx" on "${task_archive}" (keep_until);

-- the tasks of one name
create index "${task_archive}_name_idx" on "${task_archive}" (name, finished_at);
