-- How many tasks ended on each day, by name and queue: kept when the tasks themselves are gone.
-- Run times are those of tasks that ended in SUCCESS: no other end is final, and a longest one cannot be taken back.

create table "${task_daily}" (
  day date not null,
  name varchar(255) collate "C" not null,
  queue varchar(255) collate "C" not null,
  succeeded bigint not null default 0,
  failed bigint not null default 0,
  revoked bigint not null default 0,
  retries bigint not null default 0,
  runs bigint not null default 0,
  run_micros bigint not null default 0,
  longest_micros bigint null,

  constraint "${task_daily}_pk" primary key (day, name, queue)
);

comment on table "${task_daily}" is 'How many tasks ended on each day, by name and queue: kept when the tasks themselves are gone.';
comment on column "${task_daily}".day is 'the day of UTC of finished_at';
comment on column "${task_daily}".name is 'the tasks'' name; empty for those without';
comment on column "${task_daily}".queue is 'the tasks'' queue; empty for those without';
comment on column "${task_daily}".succeeded is 'how many ended in SUCCESS';
comment on column "${task_daily}".failed is 'how many ended in FAILURE';
comment on column "${task_daily}".revoked is 'how many ended in REVOKED';
comment on column "${task_daily}".retries is 'the sum of their retries';
comment on column "${task_daily}".runs is 'how many of those in SUCCESS say when they began: their run times follow';
comment on column "${task_daily}".run_micros is 'the sum of their run times in microseconds';
comment on column "${task_daily}".longest_micros is 'the longest of their run times in microseconds; null without runs';
