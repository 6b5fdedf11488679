-- The tasks of each group, in order.

create table "${group_member}" (
  group_id varchar(255) collate "C" not null,
  position integer not null,
  task_id varchar(255) collate "C" not null,

  constraint "${group_member}_pk" primary key (group_id, position)
);

comment on table "${group_member}" is 'The tasks of each group, in order.';
comment on column "${group_member}".group_id is 'the group, a row of ${group_meta}';
comment on column "${group_member}".position is 'place of the task in the group, from 0';
comment on column "${group_member}".task_id is 'the task, a row of ${task_meta} once it is known';
