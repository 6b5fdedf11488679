-- How many tasks ended on each day, by name and queue: kept when the tasks themselves are gone.
-- Run times are those of tasks that ended in SUCCESS: no other end is final, and a longest one cannot be taken back.

create table `${task_daily}` (
  day date not null comment 'the day of UTC of finished_at',
  name varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the tasks'' name; empty for those without',
  queue varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the tasks'' queue; empty for those without',
  succeeded bigint not null default 0 comment 'how many ended in SUCCESS',
  failed bigint not null default 0 comment 'how many ended in FAILURE',
  revoked bigint not null default 0 comment 'how many ended in REVOKED',
  retries bigint not null default 0 comment 'the sum of their retries',
  runs bigint not null default 0 comment 'how many of those in SUCCESS say when they began: their run times follow',
  run_micros bigint not null default 0 comment 'the sum of their run times in microseconds',
  longest_micros bigint null comment 'the longest of their run times in microseconds; null without runs',

  primary key (day, name, queue)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'How many tasks ended on each day, by name and queue: kept when the tasks themselves are gone.';
