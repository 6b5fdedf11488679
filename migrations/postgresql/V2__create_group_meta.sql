-- One row per group of tasks.

create table "${group_meta}" (
  group_id varchar(255) collate "C" not null,
  parent_id varchar(255) collate "C" null,
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone null,

  constraint "${group_meta}_pk" primary key (group_id)
);

create index "${group_meta}_expires_idx" on "${group_meta}" (expires_at) where expires_at is not null;
comment on index "${group_meta}_expires_idx" is 'the cleanup: groups that have expired, oldest first';

comment on table "${group_meta}" is 'One row per group of tasks.';
comment on column "${group_meta}".group_id is 'the group''s id; compared byte for byte';
comment on column "${group_meta}".parent_id is 'task_id of the task that submitted the group';
comment on column "${group_meta}".created_at is 'when the group was saved (clock of the database)';
comment on column "${group_meta}".expires_at is 'the cleanup may delete the group after this time (clock of the database); null = never';
