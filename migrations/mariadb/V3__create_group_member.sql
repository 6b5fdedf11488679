-- The tasks of each group, in order.

create table `${group_member}` (
  group_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'the group, a row of ${group_meta}',
  position integer not null comment 'place of the task in the group, from 0',
  task_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'the task, a row of ${task_meta} once it is known',

  primary key (group_id, position)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin
  comment = 'The tasks of each group, in order.';
