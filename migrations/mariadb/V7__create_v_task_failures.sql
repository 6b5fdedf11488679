-- Failures by day and error: how many, from when to when, and one to look at.
-- MariaDB keeps no comments on views: what the columns hold is said here.

create view `${v_task_failures}` as
select
  -- the day of UTC on which the tasks failed
  date(finished_at) as day,
  -- class of the error
  error_type,
  -- what the occurrences of one error have in common; null where version 0.1.0 stored them
  error_fingerprint,
  -- how many tasks failed so on that day
  count(*) as failures,
  -- when the first of them failed (clock of the worker)
  min(finished_at) as first_seen,
  -- when the last of them failed (clock of the worker)
  max(finished_at) as last_seen,
  -- the task_id of one of them
  min(task_id) as example_task_id
from `${task_meta}`
where state = 'FAILURE'
group by date(finished_at), error_type, error_fingerprint;
