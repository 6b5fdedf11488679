-- How many tasks ended on each day and how long they ran, by name and queue: also of tasks whose rows are gone.
-- It reads the roll-ups alone. A percentile is the middle of its step of the scale (exp((bucket + 0.5) * ln(1.02))), but not beyond the longest.
-- MySQL keeps no comments on views: what the columns hold is said here.

create view `${v_task_daily}` as
select
  -- the day of UTC on which the tasks ended
  day,
  -- the tasks' name; empty for those without
  name,
  -- the tasks' queue; empty for those without
  queue,
  -- how many tasks ended
  succeeded + failed + revoked as tasks,
  -- how many of them ended in SUCCESS
  succeeded,
  -- how many of them ended in FAILURE
  failed,
  -- how many of them ended in REVOKED
  revoked,
  -- which share of them ended in FAILURE, 0 to 1
  cast(failed * 1.000000 / (succeeded + failed + revoked) as decimal(7, 6)) as failure_share,
  -- the sum of their retries
  retries,
  -- how many of those in SUCCESS say when they began: the seconds are of their runs
  runs,
  -- how long a run took on average
  cast(run_micros / nullif(runs, 0) * 0.000001 as decimal(20, 6)) as mean_seconds,
  -- how long the longest run took
  cast(longest_micros * 0.000001 as decimal(20, 6)) as longest_seconds,
  -- half of the runs stayed below, to 1 percent
  cast(p50_micros * 0.000001 as decimal(20, 6)) as p50_seconds,
  -- 95 of 100 runs stayed below, to 1 percent
  cast(p95_micros * 0.000001 as decimal(20, 6)) as p95_seconds,
  -- 99 of 100 runs stayed below, to 1 percent
  cast(p99_micros * 0.000001 as decimal(20, 6)) as p99_seconds
from (
  select d.day, d.name, d.queue, d.succeeded, d.failed, d.revoked, d.retries, d.runs, d.run_micros, d.longest_micros,
    case when d.runs_measured = d.runs then d.p50_micros else least(d.longest_micros, cast(round(exp(((
      select case when 100 * sum(r.n) over (order by r.bucket) >= 50 * sum(r.n) over () then r.bucket else 2147483647 end as reached
      from `${task_daily_runtime}` r
      where r.day = d.day and r.name = d.name and r.queue = d.queue
      order by reached limit 1) + 0.5) * 0.01980262729617973e0) * 1000000) as signed)) end as p50_micros,
    case when d.runs_measured = d.runs then d.p95_micros else least(d.longest_micros, cast(round(exp(((
      select case when 100 * sum(r.n) over (order by r.bucket) >= 95 * sum(r.n) over () then r.bucket else 2147483647 end as reached
      from `${task_daily_runtime}` r
      where r.day = d.day and r.name = d.name and r.queue = d.queue
      order by reached limit 1) + 0.5) * 0.01980262729617973e0) * 1000000) as signed)) end as p95_micros,
    case when d.runs_measured = d.runs then d.p99_micros else least(d.longest_micros, cast(round(exp(((
      select case when 100 * sum(r.n) over (order by r.bucket) >= 99 * sum(r.n) over () then r.bucket else 2147483647 end as reached
      from `${task_daily_runtime}` r
      where r.day = d.day and r.name = d.name and r.queue = d.queue
      order by reached limit 1) + 0.5) * 0.01980262729617973e0) * 1000000) as signed)) end as p99_micros
  from `${task_daily}` d
  where d.succeeded + d.failed + d.revoked > 0) measured;
