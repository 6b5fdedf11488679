-- How far the sweep is that brings rows under changed policies. The first cleanup sweeps what was stored before.

alter table `${maintenance_lease}`
  add column sweep_after varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the sweep has done all rows up to this task_id, empty = none yet; null = no sweep is due';

update `${maintenance_lease}` set sweep_after = '' where lease_name = 'cleanup';
