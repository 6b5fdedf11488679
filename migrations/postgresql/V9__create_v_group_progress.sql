-- How far each saved group is.

create view "${v_group_progress}" as
select
  g.group_id as group_id,
  g.parent_id as parent_id,
  g.created_at as created_at,
  count(m.task_id) as tasks,
  count(t.task_id) as known,
  count(t.finished_at) as ended,
  count(case when t.state = 'SUCCESS' then 1 end) as successful,
  count(case when t.state = 'FAILURE' then 1 end) as failed,
  count(case when t.state = 'REVOKED' then 1 end) as revoked,
  count(m.task_id) = count(t.finished_at) as complete,
  min(t.started_at) as first_started_at,
  max(t.finished_at) as last_finished_at
from "${group_meta}" g
left join "${group_member}" m on m.group_id = g.group_id
left join "${task_meta}" t on t.task_id = m.task_id
group by g.group_id, g.parent_id, g.created_at;

comment on view "${v_group_progress}" is 'How far each saved group is.';
comment on column "${v_group_progress}".group_id is 'the group''s id';
comment on column "${v_group_progress}".parent_id is 'task_id of the task that submitted the group';
comment on column "${v_group_progress}".created_at is 'when the group was saved (clock of the database)';
comment on column "${v_group_progress}".tasks is 'how many tasks it has';
comment on column "${v_group_progress}".known is 'how many of them have a row; the others are not stored yet, or removed';
comment on column "${v_group_progress}".ended is 'how many have ended: SUCCESS, FAILURE or REVOKED';
comment on column "${v_group_progress}".successful is 'how many ended in SUCCESS';
comment on column "${v_group_progress}".failed is 'how many ended in FAILURE';
comment on column "${v_group_progress}".revoked is 'how many ended in REVOKED';
comment on column "${v_group_progress}".complete is 'whether all have ended';
comment on column "${v_group_progress}".first_started_at is 'when the first of them began (clock of the worker)';
comment on column "${v_group_progress}".last_finished_at is 'when the last one ended so far (clock of the worker)';
