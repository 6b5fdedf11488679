-- What each cleanup removed, by what had ended its time.

create table "${cleanup_run_policy}" (
  -- the run, a row of ${cleanup_run}
  run_id bigint not null,
  -- store (a time of the task's own), default (result_expires), or a policy_id of ${retention_policy}
  expires_from varchar(255) collate binary not null check (length(expires_from) <= 255),
  -- tasks that were deleted
  rows_deleted bigint not null default 0,
  -- tasks that were moved to the archive
  rows_archived bigint not null default 0,

  constraint "${cleanup_run_policy}_pk" primary key (run_id, expires_from)
);
