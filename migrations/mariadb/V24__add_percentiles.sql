-- The percentiles of ${task_daily_runtime}, so that a report over months need not sum up all its rows: the cleanup measures
-- them when it has counted. Where they are behind, ${v_task_daily} makes them of the histogram.

alter table `${task_daily}`
  add column runs_measured bigint not null default 0 comment 'how many runs the percentiles beside it are of: those of the moment where it is runs; else the histogram has newer ones',
  add column p50_micros bigint null comment 'what half of the runs stay below, in microseconds, to 1 percent; null without runs',
  add column p95_micros bigint null comment 'what 95 of 100 runs stay below, in microseconds, to 1 percent; null without runs',
  add column p99_micros bigint null comment 'what 99 of 100 runs stay below, in microseconds, to 1 percent; null without runs';
