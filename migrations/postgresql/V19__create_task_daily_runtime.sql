-- How long the tasks of ${task_daily} ran: a histogram as rows, so that a percentile is a sum over a window.

create table "${task_daily_runtime}" (
  day date not null,
  name varchar(255) collate "C" not null,
  queue varchar(255) collate "C" not null,
  bucket integer not null,
  n bigint not null default 0,

  constraint "${task_daily_runtime}_pk" primary key (day, name, queue, bucket)
);

comment on table "${task_daily_runtime}" is 'How long the tasks of ${task_daily} ran: a histogram as rows, so that a percentile is a sum over a window.';
comment on column "${task_daily_runtime}".day is 'the day of UTC of finished_at';
comment on column "${task_daily_runtime}".name is 'the tasks'' name; empty for those without';
comment on column "${task_daily_runtime}".queue is 'the tasks'' queue; empty for those without';
comment on column "${task_daily_runtime}".bucket is 'the step of the scale: floor(ln(seconds) / ln(1.02)), of one microsecond at least';
comment on column "${task_daily_runtime}".n is 'how many runs reached this step';
