-- One row per task: who it is, what it is doing, what came of it, how long the row is kept.
-- Ids, names and states compare byte for byte (collate "C"): neither the server's locale nor its version changes
-- an order or an index. args, kwargs and result are json, not jsonb, which would rewrite numbers and the order of keys.

create table "${task_meta}" (
  -- description: who the task is
  task_id varchar(255) collate "C" not null,
  name varchar(255) collate "C" null,
  args json null,
  args_bytes bytea null,
  kwargs json null,
  kwargs_bytes bytea null,
  queue varchar(255) collate "C" null,
  parent_id varchar(255) collate "C" null,
  root_id varchar(255) collate "C" null,
  group_id varchar(255) collate "C" null,
  created_at timestamp(6) with time zone not null,
  eta timestamp(6) with time zone null,

  -- attempt: what the current or last run is doing
  worker varchar(255) collate "C" null,
  retries integer null,
  started_at timestamp(6) with time zone null,
  alive_until timestamp(6) with time zone null,

  -- outcome: replaced as a whole by every change of state
  state varchar(50) collate "C" not null,
  result json null,
  result_bytes bytea null,
  content_type varchar(255) collate "C" null,
  error_type varchar(255) collate "C" null,
  error_message text collate "C" null,
  traceback text collate "C" null,
  finished_at timestamp(6) with time zone null,

  -- keeping: how long the row stays
  updated_at timestamp(6) with time zone not null,
  keep_seconds bigint null,
  expires_at timestamp(6) with time zone null,
  expires_from varchar(255) collate "C" null,
  store_token bigint not null,

  constraint "${task_meta}_pk" primary key (task_id)
)
-- A row is written two or three times within its short life: room on its page keeps its next version beside it.
with (fillfactor = 80);

create index "${task_meta}_parent_idx" on "${task_meta}" (parent_id) where parent_id is not null;
comment on index "${task_meta}_parent_idx" is 'the children of a task';

create index "${task_meta}_created_idx" on "${task_meta}" (created_at, task_id);
comment on index "${task_meta}_created_idx" is 'the newest tasks first, page by page';

create index "${task_meta}_name_idx" on "${task_meta}" (name, created_at, task_id);
comment on index "${task_meta}_name_idx" is 'the newest tasks of one name, page by page; the names in use';

create index "${task_meta}_expires_idx" on "${task_meta}" (expires_at) where expires_at is not null;
comment on index "${task_meta}_expires_idx" is 'the cleanup: what has expired, oldest first';

create index "${task_meta}_alive_idx" on "${task_meta}" (alive_until) where alive_until is not null;
comment on index "${task_meta}_alive_idx" is 'tasks whose worker is lost';

create index "${task_meta}_failures_idx" on "${task_meta}" (finished_at) where state = 'FAILURE';
comment on index "${task_meta}_failures_idx" is 'the newest failures';

comment on table "${task_meta}" is 'One row per task: who it is, what it is doing, what came of it, how long the row is kept.';
comment on column "${task_meta}".task_id is 'the task''s id, chosen by whoever submits it; compared byte for byte';
comment on column "${task_meta}".name is 'the task''s name, such as reports.nightly';
comment on column "${task_meta}".args is 'positional arguments: the JSON text as given; null if not recorded or not portable';
comment on column "${task_meta}".args_bytes is 'positional arguments that are JSON no SQL engine could read back; at most one of args and args_bytes is set';
comment on column "${task_meta}".kwargs is 'named arguments: the JSON text as given; null if not recorded or not portable';
comment on column "${task_meta}".kwargs_bytes is 'named arguments that are JSON no SQL engine could read back; at most one of kwargs and kwargs_bytes is set';
comment on column "${task_meta}".queue is 'the queue the task was sent to';
comment on column "${task_meta}".parent_id is 'task_id of the task that submitted this one';
comment on column "${task_meta}".root_id is 'task_id of the first task of the chain of parents';
comment on column "${task_meta}".group_id is 'the group the task belongs to; its members are rows of ${group_member}';
comment on column "${task_meta}".created_at is 'when the row was first stored or the task submitted, whichever is earlier (clock of the submitter)';
comment on column "${task_meta}".eta is 'not to be started before this time; null = at once';
comment on column "${task_meta}".worker is 'who runs or ran it: host, process or worker name';
comment on column "${task_meta}".retries is 'how many times it was tried again: 0 in its first run';
comment on column "${task_meta}".started_at is 'when the last run began (clock of the worker)';
comment on column "${task_meta}".alive_until is 'renewed by the worker while the task is unfinished; well in the past = the worker is lost; null = no such promise';
comment on column "${task_meta}".state is 'PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED or a text of the application''s own';
comment on column "${task_meta}".result is 'what the task returned, its progress, or the error document of a failure: the JSON text as given';
comment on column "${task_meta}".result_bytes is 'a result that is not JSON, or is JSON no SQL engine could read back; at most one of result and result_bytes is set';
comment on column "${task_meta}".content_type is 'media type of result or result_bytes; null if there is neither';
comment on column "${task_meta}".error_type is 'class of the error, such as java.io.IOException; null unless it failed';
comment on column "${task_meta}".error_message is 'message of the error; null unless it failed';
comment on column "${task_meta}".traceback is 'stack trace of the error; null unless it failed';
comment on column "${task_meta}".finished_at is 'when it ended (clock of the worker); set exactly for SUCCESS, FAILURE and REVOKED';
comment on column "${task_meta}".updated_at is 'when the row last changed (clock of the database)';
comment on column "${task_meta}".keep_seconds is 'seconds to keep the row once it is finished; 0 = for ever, null = as result_expires says';
comment on column "${task_meta}".expires_at is 'the cleanup may delete the row after this time (clock of the database); null = never';
comment on column "${task_meta}".expires_from is 'where expires_at comes from: store, default, or the id of a policy';
comment on column "${task_meta}".store_token is 'random number of the store that wrote the row last; tells a writer whether a write was its own';
