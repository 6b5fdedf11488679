-- How long the tasks of ${task_daily} ran: a histogram as rows, so that a percentile is a sum over a window.

create table "${task_daily_runtime}" (
  -- the day of UTC of finished_at
  day text collate binary not null check (length(day) = 10),
  -- the tasks' name; empty for those without
  name varchar(255) collate binary not null check (length(name) <= 255),
  -- the tasks' queue; empty for those without
  queue varchar(255) collate binary not null check (length(queue) <= 255),
  -- the step of the scale: floor(ln(seconds) / ln(1.02)), of one microsecond at least
  bucket integer not null,
  -- how many runs reached this step
  n bigint not null default 0,

  constraint "${task_daily_runtime}_pk" primary key (day, name, queue, bucket)
);
