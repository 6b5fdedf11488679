-- How many tasks ended on each day, by name and queue: kept when the tasks themselves are gone.
-- Run times are those of tasks that ended in SUCCESS: no other end is final, and a longest one cannot be taken back.

create table "${task_daily}" (
  -- the day of UTC of finished_at
  day text collate binary not null check (length(day) = 10),
  -- the tasks' name; empty for those without
  name varchar(255) collate binary not null check (length(name) <= 255),
  -- the tasks' queue; empty for those without
  queue varchar(255) collate binary not null check (length(queue) <= 255),
  -- how many ended in SUCCESS
  succeeded bigint not null default 0,
  -- how many ended in FAILURE
  failed bigint not null default 0,
  -- how many ended in REVOKED
  revoked bigint not null default 0,
  -- the sum of their retries
  retries bigint not null default 0,
  -- how many of those in SUCCESS say when they began: their run times follow
  runs bigint not null default 0,
  -- the sum of their run times in microseconds
  run_micros bigint not null default 0,
  -- the longest of their run times in microseconds; null without runs
  longest_micros bigint null,

  constraint "${task_daily}_pk" primary key (day, name, queue)
);
