-- One row per task for reports: what it is, how far it is, how long it took. No arguments and no results.
-- MySQL keeps no comments on views: what the columns hold is said here.

create view `${v_task}` as
select
  -- the task's id
  task_id,
  -- the task's name
  name,
  -- the queue the task was sent to
  queue,
  -- who runs or ran it
  worker,
  -- PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED or the application's own
  state,
  -- whether it has ended: SUCCESS, FAILURE or REVOKED; 1 or 0
  finished_at is not null as ready,
  -- whether its last promised sign of life is more than 2 minutes overdue; 1 or 0
  finished_at is null and state not in ('REJECTED', 'IGNORED')
    and alive_until is not null and alive_until < utc_timestamp(6) - interval 2 minute as lost,
  -- how many times it was tried again
  retries,
  -- when it was submitted or first stored (clock of the submitter)
  created_at,
  -- not to be started before this time; null = at once
  eta,
  -- when the last run began (clock of the worker)
  started_at,
  -- when its next sign of life is due; null = no such promise
  alive_until,
  -- when it ended (clock of the worker); null unless ready
  finished_at,
  -- when the row last changed (clock of the database)
  updated_at,
  -- the cleanup may delete the row after this time; null = never
  expires_at,
  -- from the later of created_at and eta to the beginning of the last run, earlier runs and their pauses included
  cast(timestampdiff(microsecond, greatest(created_at, coalesce(eta, created_at)), started_at) * 0.000001 as decimal(20, 6)) as wait_seconds,
  -- from the beginning of the last run to the end
  cast(timestampdiff(microsecond, started_at, finished_at) * 0.000001 as decimal(20, 6)) as run_seconds,
  -- from created_at to the end
  cast(timestampdiff(microsecond, created_at, finished_at) * 0.000001 as decimal(20, 6)) as total_seconds,
  -- class of the error; null unless it failed
  error_type,
  -- message of the error; null unless it failed
  error_message,
  -- what the occurrences of one error have in common
  error_fingerprint,
  -- task_id of the task that submitted this one
  parent_id,
  -- task_id of the first task of the chain of parents
  root_id,
  -- the group the task belongs to
  group_id
from `${task_meta}`;
