-- One row per task for reports: what it is, how far it is, how long it took. No arguments and no results.

create view "${v_task}" as
select
  task_id,
  name,
  queue,
  worker,
  state,
  finished_at is not null as ready,
  finished_at is null and state not in ('REJECTED', 'IGNORED')
    and alive_until is not null and alive_until < statement_timestamp() - interval '2 minutes' as lost,
  retries,
  created_at,
  eta,
  started_at,
  alive_until,
  finished_at,
  updated_at,
  expires_at,
  extract(epoch from started_at - greatest(created_at, eta))::numeric(20, 6) as wait_seconds,
  extract(epoch from finished_at - started_at)::numeric(20, 6) as run_seconds,
  extract(epoch from finished_at - created_at)::numeric(20, 6) as total_seconds,
  error_type,
  error_message,
  error_fingerprint,
  parent_id,
  root_id,
  group_id
from "${task_meta}";

comment on view "${v_task}" is 'One row per task for reports: what it is, how far it is, how long it took. No arguments and no results.';
comment on column "${v_task}".task_id is 'the task''s id';
comment on column "${v_task}".name is 'the task''s name';
comment on column "${v_task}".queue is 'the queue the task was sent to';
comment on column "${v_task}".worker is 'who runs or ran it';
comment on column "${v_task}".state is 'PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED or the application''s own';
comment on column "${v_task}".ready is 'whether it has ended: SUCCESS, FAILURE or REVOKED';
comment on column "${v_task}".lost is 'whether its last promised sign of life is more than 2 minutes overdue';
comment on column "${v_task}".retries is 'how many times it was tried again';
comment on column "${v_task}".created_at is 'when it was submitted or first stored (clock of the submitter)';
comment on column "${v_task}".eta is 'not to be started before this time; null = at once';
comment on column "${v_task}".started_at is 'when the last run began (clock of the worker)';
comment on column "${v_task}".alive_until is 'when its next sign of life is due; null = no such promise';
comment on column "${v_task}".finished_at is 'when it ended (clock of the worker); null unless ready';
comment on column "${v_task}".updated_at is 'when the row last changed (clock of the database)';
comment on column "${v_task}".expires_at is 'the cleanup may delete the row after this time; null = never';
comment on column "${v_task}".wait_seconds is 'from the later of created_at and eta to the beginning of the last run, earlier runs and their pauses included';
comment on column "${v_task}".run_seconds is 'from the beginning of the last run to the end';
comment on column "${v_task}".total_seconds is 'from created_at to the end';
comment on column "${v_task}".error_type is 'class of the error; null unless it failed';
comment on column "${v_task}".error_message is 'message of the error; null unless it failed';
comment on column "${v_task}".error_fingerprint is 'what the occurrences of one error have in common';
comment on column "${v_task}".parent_id is 'task_id of the task that submitted this one';
comment on column "${v_task}".root_id is 'task_id of the first task of the chain of parents';
comment on column "${v_task}".group_id is 'the group the task belongs to';
