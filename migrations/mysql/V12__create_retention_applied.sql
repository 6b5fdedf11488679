-- The policies as they were when the sweep that applied them began: where ${retention_policy} differs, the next cleanup sweeps again.

create table `${retention_applied}` (
  policy_id bigint not null comment 'the policy',
  name_pattern varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the names it is for: compared byte for byte, * stands for any text, also none; * alone is also for tasks without a name',
  state varchar(50) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the state it is for; null = any',
  queue varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the queue it is for; null = any',
  keep_seconds bigint null comment 'how long a row is kept after finished_at, or after updated_at while it is unfinished; 0 = to the next cleanup, null = for ever',
  keep_last integer null comment 'how many of the newest finished rows of each name are kept beyond keep_seconds; null = none',
  priority integer not null comment 'its priority',

  primary key (policy_id)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'The policies as they were when the sweep that applied them began: where ${retention_policy} differs, the next cleanup sweeps again.';
