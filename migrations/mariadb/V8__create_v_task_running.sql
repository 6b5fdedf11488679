-- What is being run now: begun and not ended.
-- MariaDB keeps no comments on views: what the columns hold is said here.

create view `${v_task_running}` as
select
  -- the task's id
  task_id,
  -- the task's name
  name,
  -- the queue the task was sent to
  queue,
  -- who runs it
  worker,
  -- STARTED or a state of the application's own, such as PROGRESS
  state,
  -- whether its last promised sign of life is more than 2 minutes overdue: the worker is gone; 1 or 0
  lost,
  -- since started_at, or created_at where it has none, by the clock of the database
  cast(timestampdiff(microsecond, coalesce(started_at, created_at), utc_timestamp(6)) * 0.000001 as decimal(20, 6)) as age_seconds,
  -- how many times it was tried before
  retries,
  -- when it was submitted or first stored (clock of the submitter)
  created_at,
  -- when this run began (clock of the worker)
  started_at,
  -- when its next sign of life is due; null = no such promise
  alive_until,
  -- when the row last changed (clock of the database)
  updated_at,
  -- task_id of the task that submitted this one
  parent_id,
  -- the group the task belongs to
  group_id
from `${v_task}`
where finished_at is null and state not in ('PENDING', 'RECEIVED', 'RETRY', 'REJECTED', 'IGNORED');
