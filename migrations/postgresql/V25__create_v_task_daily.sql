-- How many tasks ended on each day and how long they ran, by name and queue: also of tasks whose rows are gone.
-- It reads the roll-ups alone. A percentile is the middle of its step of the scale (exp((bucket + 0.5) * ln(1.02))), but not beyond the longest.

create view "${v_task_daily}" as
select
  day,
  name,
  queue,
  succeeded + failed + revoked as tasks,
  succeeded,
  failed,
  revoked,
  (failed::numeric / (succeeded + failed + revoked))::numeric(7, 6) as failure_share,
  retries,
  runs,
  (run_micros::numeric / nullif(runs, 0) * 0.000001)::numeric(20, 6) as mean_seconds,
  (longest_micros * 0.000001)::numeric(20, 6) as longest_seconds,
  (p50_micros * 0.000001)::numeric(20, 6) as p50_seconds,
  (p95_micros * 0.000001)::numeric(20, 6) as p95_seconds,
  (p99_micros * 0.000001)::numeric(20, 6) as p99_seconds
from (
  select d.day, d.name, d.queue, d.succeeded, d.failed, d.revoked, d.retries, d.runs, d.run_micros, d.longest_micros,
    case when d.runs_measured = d.runs then d.p50_micros else least(d.longest_micros, (exp(((
      select case when 100 * sum(r.n) over (order by r.bucket) >= 50 * sum(r.n) over () then r.bucket else 2147483647 end as reached
      from "${task_daily_runtime}" r
      where r.day = d.day and r.name = d.name and r.queue = d.queue
      order by reached limit 1) + 0.5) * 0.01980262729617973::double precision) * 1000000)::bigint) end as p50_micros,
    case when d.runs_measured = d.runs then d.p95_micros else least(d.longest_micros, (exp(((
      select case when 100 * sum(r.n) over (order by r.bucket) >= 95 * sum(r.n) over () then r.bucket else 2147483647 end as reached
      from "${task_daily_runtime}" r
      where r.day = d.day and r.name = d.name and r.queue = d.queue
      order by reached limit 1) + 0.5) * 0.01980262729617973::double precision) * 1000000)::bigint) end as p95_micros,
    case when d.runs_measured = d.runs then d.p99_micros else least(d.longest_micros, (exp(((
      select case when 100 * sum(r.n) over (order by r.bucket) >= 99 * sum(r.n) over () then r.bucket else 2147483647 end as reached
      from "${task_daily_runtime}" r
      where r.day = d.day and r.name = d.name and r.queue = d.queue
      order by reached limit 1) + 0.5) * 0.01980262729617973::double precision) * 1000000)::bigint) end as p99_micros
  from "${task_daily}" d
  where d.succeeded + d.failed + d.revoked > 0) measured;

comment on view "${v_task_daily}" is 'How many tasks ended on each day and how long they ran, by name and queue: also of tasks whose rows are gone.';
comment on column "${v_task_daily}".day is 'the day of UTC on which the tasks ended';
comment on column "${v_task_daily}".name is 'the tasks'' name; empty for those without';
comment on column "${v_task_daily}".queue is 'the tasks'' queue; empty for those without';
comment on column "${v_task_daily}".tasks is 'how many tasks ended';
comment on column "${v_task_daily}".succeeded is 'how many of them ended in SUCCESS';
comment on column "${v_task_daily}".failed is 'how many of them ended in FAILURE';
comment on column "${v_task_daily}".revoked is 'how many of them ended in REVOKED';
comment on column "${v_task_daily}".failure_share is 'which share of them ended in FAILURE, 0 to 1';
comment on column "${v_task_daily}".retries is 'the sum of their retries';
comment on column "${v_task_daily}".runs is 'how many of those in SUCCESS say when they began: the seconds are of their runs';
comment on column "${v_task_daily}".mean_seconds is 'how long a run took on average';
comment on column "${v_task_daily}".longest_seconds is 'how long the longest run took';
comment on column "${v_task_daily}".p50_seconds is 'half of the runs stayed below, to 1 percent';
comment on column "${v_task_daily}".p95_seconds is '95 of 100 runs stayed below, to 1 percent';
comment on column "${v_task_daily}".p99_seconds is '99 of 100 runs stayed below, to 1 percent';
