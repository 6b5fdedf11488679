-- Tasks that nothing may remove, whatever the policies say, until the hold is released.

create table `${task_hold}` (
  hold_id bigint not null auto_increment comment 'the hold, made up by the database',
  task_id varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'the task; it need not be there yet',
  reason varchar(1000) character set utf8mb4 collate utf8mb4_nopad_bin not null comment 'why it is held',
  held_by varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null default (current_user()) comment 'who holds it',
  held_at datetime(6) not null default (utc_timestamp(6)) comment 'since when',
  released_at datetime(6) null comment 'when the hold ended; null = it holds',
  released_by varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'who released it',

  primary key (hold_id),
  index `${task_hold}_task_idx` (task_id, released_at) comment 'whether a task is held'
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_nopad_bin
  comment = 'Tasks that nothing may remove, whatever the policies say, until the hold is released.';
