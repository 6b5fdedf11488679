-- What each time of keeping has in store: how many tasks it keeps, how many are due, what goes next. It looks at all tasks.
-- It takes no row locks; but an ALTER of the tasks' table waits as long as it runs, and whoever stores waits behind that.

create view "${v_retention}" as
select
  s.source,
  p.policy_id,
  p.name_pattern,
  p.state,
  p.queue,
  p.keep_seconds,
  p.keep_last,
  p.action,
  p.enabled,
  s.tasks,
  s.tasks_due,
  s.tasks_held,
  s.oldest_finished_at,
  s.next_expires_at
from (
  select source, (sum(tasks))::bigint as tasks, (sum(due))::bigint as tasks_due, (sum(held))::bigint as tasks_held,
    min(oldest) as oldest_finished_at, min(next) as next_expires_at
  from (
    select coalesce(expires_from, 'default')::text collate "C" as source, count(*) as tasks,
      sum(case when expires_at <= statement_timestamp() and (finished_at is not null or alive_until is null or alive_until < statement_timestamp()) then 1 else 0 end) as due,
      0 as held,
      min(finished_at) as oldest, min(case when expires_at > statement_timestamp() then expires_at end) as next
    from "${task_meta}"
    group by expires_from
    union all
    select coalesce(expires_from, 'default')::text collate "C", 0, 0, 1, null::timestamptz, null::timestamptz from "${task_meta}" where task_id in (select task_id from "${task_hold}" where released_at is null)
    union all
    select policy_id::text collate "C", 0, 0, 0, null::timestamptz, null::timestamptz from "${retention_policy}"
    union all
    select 'store'::text collate "C", 0, 0, 0, null::timestamptz, null::timestamptz
    union all
    select 'default'::text collate "C", 0, 0, 0, null::timestamptz, null::timestamptz) kept
  group by source) s
left join "${retention_policy}" p on p.policy_id::text collate "C" = s.source;

comment on view "${v_retention}" is 'What each time of keeping has in store: how many tasks it keeps, how many are due, what goes next. It looks at all tasks. It takes no row locks; but an ALTER of the tasks'' table waits as long as it runs, and whoever stores waits behind that.';
comment on column "${v_retention}".source is 'store (a time of the task''s own), default (result_expires), or a policy_id';
comment on column "${v_retention}".policy_id is 'the policy; null where source is none, or the policy is no longer there';
comment on column "${v_retention}".name_pattern is 'the names it is for';
comment on column "${v_retention}".state is 'the state it is for; null = any';
comment on column "${v_retention}".queue is 'the queue it is for; null = any';
comment on column "${v_retention}".keep_seconds is 'how long it keeps a task; null = for ever';
comment on column "${v_retention}".keep_last is 'how many of the newest finished tasks of each name it keeps beyond keep_seconds; null = none';
comment on column "${v_retention}".action is 'delete or archive';
comment on column "${v_retention}".enabled is 'whether the policy is in force';
comment on column "${v_retention}".tasks is 'how many tasks are kept by it';
comment on column "${v_retention}".tasks_due is 'how many of them are past their time, and have ended or promise no sign of life any more: the next cleanup removes them, but for those that are held, and unfinished ones that were updated of late; what has ended under a keep_last is not counted here, but by taskmeta cleanup --dry-run';
comment on column "${v_retention}".tasks_held is 'how many of them are held';
comment on column "${v_retention}".oldest_finished_at is 'when the first of them ended (clock of the worker)';
comment on column "${v_retention}".next_expires_at is 'when the next of them is due (clock of the database)';
