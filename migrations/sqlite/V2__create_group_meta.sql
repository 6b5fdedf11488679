-- One row per group of tasks.

create table "${group_meta}" (
  -- the group's id; compared byte for byte
  group_id varchar(255) collate binary not null check (length(group_id) <= 255),
  -- task_id of the task that submitted the group
  parent_id varchar(255) collate binary null check (length(parent_id) <= 255),
  -- when the group was saved (clock of the database)
  created_at text collate binary not null check (length(created_at) = 27),
  -- the cleanup may delete the group after this time (clock of the database); null = never
  expires_at text collate binary null check (length(expires_at) = 27),

  constraint "${group_meta}_pk" primary key (group_id)
);

-- the cleanup: groups that have expired, oldest first
create index "${group_meta}_expires_idx" on "${group_meta}" (expires_at) where expires_at is not null;
