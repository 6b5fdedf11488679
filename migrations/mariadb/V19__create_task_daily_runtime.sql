-- How long the tasks of ${task_daily} ran: a histogram as rows, so that a percentile is a sum over a window.

create table `${task_daily_runtime}` (
  day date not null comment 'the day of UTC of finished_at',
  name varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'the tasks'' name; empty for those without',
  queue varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'the tasks'' queue; empty for those without',
  bucket integer not null comment 'the step of the scale: floor(ln(seconds) / ln(1.02)), of one microsecond at least',
  n bigint not null default 0 comment 'how many runs reached this step',

  primary key (day, name, queue, bucket)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin
  comment = 'How long the tasks of ${task_daily} ran: a histogram as rows, so that a percentile is a sum over a window.';
