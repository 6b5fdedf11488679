-- What each time of keeping has in store: how many tasks it keeps, how many are due, what goes next. It looks at the
-- index on expiries of all tasks, and at those that are past their time and unfinished. In this order, which
-- straight_join is for: MariaDB took a minute for ten million tasks when it went the other way round.
-- It takes no row locks; but an ALTER of the tasks' table waits as long as it runs, and whoever stores waits behind that.
-- MySQL keeps no comments on views: what the columns hold is said here.

create view `${v_retention}` as
select
  -- store (a time of the task's own), default (result_expires), or a policy_id
  s.source,
  -- the policy; null where source is none, or the policy is no longer there
  p.policy_id,
  -- the names it is for
  p.name_pattern,
  -- the state it is for; null = any
  p.state,
  -- the queue it is for; null = any
  p.queue,
  -- how long it keeps a task; null = for ever
  p.keep_seconds,
  -- how many of the newest finished tasks of each name it keeps beyond keep_seconds; null = none
  p.keep_last,
  -- delete or archive
  p.action,
  -- whether the policy is in force; 1 or 0
  p.enabled,
  -- how many tasks are kept by it
  s.tasks,
  -- how many of them are past their time, and have ended or promise no sign of life any more: the next cleanup removes them, but for those that are held, and unfinished ones that were updated of late; what has ended under a keep_last is not counted here, but by taskmeta cleanup --dry-run
  s.tasks_due,
  -- how many of them are held
  s.tasks_held,
  -- when the first of them ended (clock of the worker)
  s.oldest_finished_at,
  -- when the next of them is due (clock of the database)
  s.next_expires_at
from (
  select source, cast(sum(tasks) as signed) as tasks, cast(sum(due) as signed) as tasks_due, cast(sum(held) as signed) as tasks_held,
    min(oldest) as oldest_finished_at, min(next) as next_expires_at
  from (
    select coalesce(expires_from, _utf8mb4'default' collate utf8mb4_0900_bin) as source, count(*) as tasks,
      sum(case when expires_at <= utc_timestamp(6) and finished_at is not null then 1 else 0 end) as due,
      0 as held,
      min(finished_at) as oldest, min(case when expires_at > utc_timestamp(6) then expires_at end) as next
    from `${task_meta}`
    group by expires_from
    union all
    select coalesce(u.expires_from, _utf8mb4'default' collate utf8mb4_0900_bin), 0, 1, 0, cast(null as datetime(6)), cast(null as datetime(6))
    from `${task_meta}` u straight_join `${task_meta}` t on t.task_id = u.task_id
    where u.expires_at <= utc_timestamp(6) and u.finished_at is null and (t.alive_until is null or t.alive_until < utc_timestamp(6))
    union all
    select coalesce(expires_from, _utf8mb4'default' collate utf8mb4_0900_bin), 0, 0, 1, cast(null as datetime(6)), cast(null as datetime(6)) from `${task_meta}` where task_id in (select task_id from `${task_hold}` where released_at is null)
    union all
    select convert(convert(policy_id, char(255)) using utf8mb4) collate utf8mb4_0900_bin, 0, 0, 0, cast(null as datetime(6)), cast(null as datetime(6)) from `${retention_policy}`
    union all
    select _utf8mb4'store' collate utf8mb4_0900_bin, 0, 0, 0, cast(null as datetime(6)), cast(null as datetime(6))
    union all
    select _utf8mb4'default' collate utf8mb4_0900_bin, 0, 0, 0, cast(null as datetime(6)), cast(null as datetime(6))) kept
  group by source) s
left join `${retention_policy}` p on convert(convert(p.policy_id, char(255)) using utf8mb4) collate utf8mb4_0900_bin = s.source;
