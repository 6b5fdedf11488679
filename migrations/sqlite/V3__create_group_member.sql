-- The tasks of each group, in order.

create table "${group_member}" (
  -- the group, a row of ${group_meta}
  group_id varchar(255) collate binary not null check (length(group_id) <= 255),
  -- place of the task in the group, from 0
  position integer not null,
  -- the task, a row of ${task_meta} once it is known
  task_id varchar(255) collate binary not null check (length(task_id) <= 255),

  constraint "${group_member}_pk" primary key (group_id, position)
) without rowid;
