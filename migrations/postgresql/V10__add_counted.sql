-- What the maintenance has still to look at, and what it has counted. Null where it is added: done at once, however
-- many rows there are; what was stored before is looked at by the sweep that the next cleanup begins with.

alter table "${task_meta}" add column review_at timestamp(6) with time zone null;
comment on column "${task_meta}".review_at is 'the maintenance looks at the row after this time, to count it and to apply the policies (clock of the database); null = nothing to do';
alter table "${task_meta}" add column counted_state varchar(50) collate "C" null;
comment on column "${task_meta}".counted_state is 'the outcome that the roll-up has counted: SUCCESS, FAILURE or REVOKED; null = not counted';
alter table "${task_meta}" add column counted_day date null;
comment on column "${task_meta}".counted_day is 'the day it was counted on; null where counted_state is SUCCESS, which does not change any more, or null';
alter table "${task_meta}" add column counted_name varchar(255) collate "C" null;
comment on column "${task_meta}".counted_name is 'the name it was counted under, empty where it had none; null as counted_day is';
alter table "${task_meta}" add column counted_queue varchar(255) collate "C" null;
comment on column "${task_meta}".counted_queue is 'the queue it was counted under, empty where it had none; null as counted_day is';
alter table "${task_meta}" add column counted_retries integer null;
comment on column "${task_meta}".counted_retries is 'the retries that were counted; null as counted_day is';
