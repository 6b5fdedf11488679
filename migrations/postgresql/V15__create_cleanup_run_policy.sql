-- What each cleanup removed, by what had ended its time.

create table "${cleanup_run_policy}" (
  run_id bigint not null,
  expires_from varchar(255) collate "C" not null,
  rows_deleted bigint not null default 0,
  rows_archived bigint not null default 0,

  constraint "${cleanup_run_policy}_pk" primary key (run_id, expires_from)
);

comment on table "${cleanup_run_policy}" is 'What each cleanup removed, by what had ended its time.';
comment on column "${cleanup_run_policy}".run_id is 'the run, a row of ${cleanup_run}';
comment on column "${cleanup_run_policy}".expires_from is 'store (a time of the task''s own), default (result_expires), or a policy_id of ${retention_policy}';
comment on column "${cleanup_run_policy}".rows_deleted is 'tasks that were deleted';
comment on column "${cleanup_run_policy}".rows_archived is 'tasks that were moved to the archive';
