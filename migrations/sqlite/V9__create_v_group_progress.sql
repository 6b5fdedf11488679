-- How far each saved group is.

create view "${v_group_progress}" as
select
  -- the group's id
  g.group_id as group_id,
  -- task_id of the task that submitted the group
  g.parent_id as parent_id,
  -- when the group was saved (clock of the database)
  g.created_at as created_at,
  -- how many tasks it has
  count(m.task_id) as tasks,
  -- how many of them have a row; the others are not stored yet, or removed
  count(t.task_id) as known,
  -- how many have ended: SUCCESS, FAILURE or REVOKED
  count(t.finished_at) as ended,
  -- how many ended in SUCCESS
  count(case when t.state = 'SUCCESS' then 1 end) as successful,
  -- how many ended in FAILURE
  count(case when t.state = 'FAILURE' then 1 end) as failed,
  -- how many ended in REVOKED
  count(case when t.state = 'REVOKED' then 1 end) as revoked,
  -- whether all have ended; 1 or 0
  count(m.task_id) = count(t.finished_at) as complete,
  -- when the first of them began (clock of the worker)
  min(t.started_at) as first_started_at,
  -- when the last one ended so far (clock of the worker)
  max(t.finished_at) as last_finished_at
from "${group_meta}" g
left join "${group_member}" m on m.group_id = g.group_id
left join "${task_meta}" t on t.task_id = m.task_id
group by g.group_id, g.parent_id, g.created_at;
