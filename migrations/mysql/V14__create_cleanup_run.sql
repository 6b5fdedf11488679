-- One row per cleanup that found something to do or failed: who cleaned when, what went, how long it took.

create table `${cleanup_run}` (
  run_id bigint not null auto_increment comment 'the run, made up by the database',
  started_at datetime(6) not null default (utc_timestamp(6)) comment 'when it began (clock of the database)',
  ended_at datetime(6) null comment 'when it ended; null = under way, or killed',
  host varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'who ran it',
  tool varchar(50) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'what ran it: java or procedure',
  rows_reviewed bigint not null default 0 comment 'tasks that were counted or brought under the policies',
  rows_deleted bigint not null default 0 comment 'tasks that were deleted',
  rows_archived bigint not null default 0 comment 'tasks that were moved to the archive',
  groups_deleted bigint not null default 0 comment 'groups that were deleted',
  lost_ended bigint not null default 0 comment 'lost tasks that were ended in FAILURE',
  partitions_dropped bigint not null default 0 comment 'months of the archive that were dropped',
  batches bigint not null default 0 comment 'how many batches removed something',
  longest_batch_micros bigint not null default 0 comment 'how long the longest of them took, in microseconds',
  stopped_by varchar(50) character set utf8mb4 collate utf8mb4_0900_bin null comment 'why it ended before all was done: window, close, lease, interrupt; null = all was done',
  error longtext character set utf8mb4 collate utf8mb4_0900_bin null comment 'why it failed; null = it did not',

  primary key (run_id),
  index `${cleanup_run}_started_idx` (started_at) comment 'the newest runs'
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'One row per cleanup that found something to do or failed: who cleaned when, what went, how long it took.';
