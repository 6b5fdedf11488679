-- How far the sweep is that brings rows under changed policies. The first cleanup sweeps what was stored before.

-- the sweep has done all rows up to this task_id, empty = none yet; null = no sweep is due
alter table "${maintenance_lease}" add column sweep_after varchar(255) collate binary null check (length(sweep_after) <= 255);

update "${maintenance_lease}" set sweep_after = '' where lease_name = 'cleanup';
