-- One row per group of tasks.

create table `${group_meta}` (
  group_id varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the group''s id; compared byte for byte',
  parent_id varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'task_id of the task that submitted the group',
  created_at datetime(6) not null comment 'when the group was saved (clock of the database)',
  expires_at datetime(6) null comment 'the cleanup may delete the group after this time (clock of the database); null = never',

  primary key (group_id),
  index `${group_meta}_expires_idx` (expires_at) comment 'the cleanup: groups that have expired, oldest first'
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'One row per group of tasks.';
