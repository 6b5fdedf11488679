-- What is being run now: begun and not ended.
-- As it was, with over_usual_p99. What is usual is looked up for each task that runs, day by day through the primary key of the histogram;
-- that it runs is asked again, lest an engine look it up for all the others before it leaves them out.

drop view "${v_task_running}";

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
  group_id,
  -- whether 99 of 100 runs of its name that succeeded today and in the seven days before were shorter than its age, to 2 percent; null where there were none; 1 or 0
  case when t.finished_at is null then (
    select 100 * sum(case when r.bucket < floor(ln(max((julianday('now') - julianday(coalesce(t.started_at, t.created_at))) * 86400.0, 0.000001)) / 0.01980262729617973) then r.n else 0 end)
      >= 99 * sum(r.n)
    from (select 0 as days union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7) d
    join "${task_daily_runtime}" r on r.day = date('now', '-' || d.days || ' days') and r.name = coalesce(t.name, '')) end as over_usual_p99
from "${v_task}" t
where finished_at is null and state not in ('PENDING', 'RECEIVED', 'RETRY', 'REJECTED', 'IGNORED');
