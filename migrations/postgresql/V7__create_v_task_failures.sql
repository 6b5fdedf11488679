-- Failures by day and error: how many, from when to when, and one to look at.

create view "${v_task_failures}" as
select
  (finished_at at time zone 'UTC')::date as day,
  error_type,
  error_fingerprint,
  count(*) as failures,
  min(finished_at) as first_seen,
  max(finished_at) as last_seen,
  min(task_id) as example_task_id
from "${task_meta}"
where state = 'FAILURE'
group by (finished_at at time zone 'UTC')::date, error_type, error_fingerprint;

comment on view "${v_task_failures}" is 'Failures by day and error: how many, from when to when, and one to look at.';
comment on column "${v_task_failures}".day is 'the day of UTC on which the tasks failed';
comment on column "${v_task_failures}".error_type is 'class of the error';
comment on column "${v_task_failures}".error_fingerprint is 'what the occurrences of one error have in common; null where version 0.1.0 stored them';
comment on column "${v_task_failures}".failures is 'how many tasks failed so on that day';
comment on column "${v_task_failures}".first_seen is 'when the first of them failed (clock of the worker)';
comment on column "${v_task_failures}".last_seen is 'when the last of them failed (clock of the worker)';
comment on column "${v_task_failures}".example_task_id is 'the task_id of one of them';
