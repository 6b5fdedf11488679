-- What is being run now: begun and not ended.
-- As it was, with over_usual_p99. What is usual is looked up for each task that runs, day by day through the primary key of the histogram;
-- that it runs is asked again, lest an engine look it up for all the others before it leaves them out.

create or replace view "${v_task_running}" as
select
  task_id,
  name,
  queue,
  worker,
  state,
  lost,
  extract(epoch from statement_timestamp() - coalesce(started_at, created_at))::numeric(20, 6) as age_seconds,
  retries,
  created_at,
  started_at,
  alive_until,
  updated_at,
  parent_id,
  group_id,
  case when t.finished_at is null then (
    select 100 * sum(case when r.bucket < floor(ln(greatest(extract(epoch from statement_timestamp() - coalesce(t.started_at, t.created_at))::double precision, 0.000001)) / 0.01980262729617973::double precision) then r.n else 0 end)
      >= 99 * sum(r.n)
    from (select 0 as days union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7) d
    join "${task_daily_runtime}" r on r.day = (statement_timestamp() at time zone 'UTC')::date - d.days and r.name = coalesce(t.name, '')) end as over_usual_p99
from "${v_task}" t
where finished_at is null and state not in ('PENDING', 'RECEIVED', 'RETRY', 'REJECTED', 'IGNORED');

comment on view "${v_task_running}" is 'What is being run now: begun and not ended.';
comment on column "${v_task_running}".task_id is 'the task''s id';
comment on column "${v_task_running}".name is 'the task''s name';
comment on column "${v_task_running}".queue is 'the queue the task was sent to';
comment on column "${v_task_running}".worker is 'who runs it';
comment on column "${v_task_running}".state is 'STARTED or a state of the application''s own, such as PROGRESS';
comment on column "${v_task_running}".lost is 'whether its last promised sign of life is more than 2 minutes overdue: the worker is gone';
comment on column "${v_task_running}".age_seconds is 'since started_at, or created_at where it has none, by the clock of the database';
comment on column "${v_task_running}".retries is 'how many times it was tried before';
comment on column "${v_task_running}".created_at is 'when it was submitted or first stored (clock of the submitter)';
comment on column "${v_task_running}".started_at is 'when this run began (clock of the worker)';
comment on column "${v_task_running}".alive_until is 'when its next sign of life is due; null = no such promise';
comment on column "${v_task_running}".updated_at is 'when the row last changed (clock of the database)';
comment on column "${v_task_running}".parent_id is 'task_id of the task that submitted this one';
comment on column "${v_task_running}".group_id is 'the group the task belongs to';
comment on column "${v_task_running}".over_usual_p99 is 'whether 99 of 100 runs of its name that succeeded today and in the seven days before were shorter than its age, to 2 percent; null where there were none';
