-- What is being run now: begun and not ended.

create view "${v_task_running}" as
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
  strftime('%s', substr(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), 1, 19)) - strftime('%s', substr(coalesce(started_at, created_at), 1, 19))
    + (substr(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'), 21, 6) - substr(coalesce(started_at, created_at), 21, 6)) / 1000000.0 as age_seconds,
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
from "${v_task}"
where finished_at is null and state not in ('PENDING', 'RECEIVED', 'RETRY', 'REJECTED', 'IGNORED');
