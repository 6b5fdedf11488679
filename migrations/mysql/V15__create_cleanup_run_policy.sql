-- What each cleanup removed, by what had ended its time.

create table `${cleanup_run_policy}` (
  run_id bigint not null comment 'the run, a row of ${cleanup_run}',
  expires_from varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'store (a time of the task''s own), default (result_expires), or a policy_id of ${retention_policy}',
  rows_deleted bigint not null default 0 comment 'tasks that were deleted',
  rows_archived bigint not null default 0 comment 'tasks that were moved to the archive',

  primary key (run_id, expires_from)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'What each cleanup removed, by what had ended its time.';
