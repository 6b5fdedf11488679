-- What the maintenance has still to look at, and what it has counted. Null where it is added: done at once, however
-- many rows there are; what was stored before is looked at by the sweep that the next cleanup begins with.

-- the maintenance looks at the row after this time, to count it and to apply the policies (clock of the database); null = nothing to do
alter table "${task_meta}" add column review_at text collate binary null check (length(review_at) = 27);
-- the outcome that the roll-up has counted: SUCCESS, FAILURE or REVOKED; null = not counted
alter table "${task_meta}" add column counted_state varchar(50) collate binary null check (length(counted_state) <= 50);
-- the day it was counted on; null where counted_state is SUCCESS, which does not change any more, or null
alter table "${task_meta}" add column counted_day text collate binary null check (length(counted_day) = 10);
-- the name it was counted under, empty where it had none; null as counted_day is
alter table "${task_meta}" add column counted_name varchar(255) collate binary null check (length(counted_name) <= 255);
-- the queue it was counted under, empty where it had none; null as counted_day is
alter table "${task_meta}" add column counted_queue varchar(255) collate binary null check (length(counted_queue) <= 255);
-- the retries that were counted; null as counted_day is
alter table "${task_meta}" add column counted_retries integer null;
