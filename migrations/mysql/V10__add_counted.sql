-- What the maintenance has still to look at, and what it has counted. Null where it is added: done at once, however
-- many rows there are; what was stored before is looked at by the sweep that the next cleanup begins with.

alter table `${task_meta}`
  add column review_at datetime(6) null comment 'the maintenance looks at the row after this time, to count it and to apply the policies (clock of the database); null = nothing to do',
  add column counted_state varchar(50) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the outcome that the roll-up has counted: SUCCESS, FAILURE or REVOKED; null = not counted',
  add column counted_day date null comment 'the day it was counted on; null where counted_state is SUCCESS, which does not change any more, or null',
  add column counted_name varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the name it was counted under, empty where it had none; null as counted_day is',
  add column counted_queue varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the queue it was counted under, empty where it had none; null as counted_day is',
  add column counted_retries integer null comment 'the retries that were counted; null as counted_day is';
