-- One row per task: who it is, what it is doing, what came of it, how long the row is kept.
-- Ids, names and states compare byte for byte (collate binary). SQLite ignores the 255 of varchar(255), hence the checks.
-- Times are UTC text of fixed width, 2026-11-22T09:10:23.123456Z, so that they sort as they are.

create table "${task_meta}" (
  -- description: who the task is

  -- the task's id, chosen by whoever submits it; compared byte for byte
  task_id varchar(255) collate binary not null check (length(task_id) <= 255),
  -- the task's name, such as reports.nightly
  name varchar(255) collate binary null check (length(name) <= 255),
  -- positional arguments: the JSON text as given; null if not recorded or not portable
  args text collate binary null check (json_valid(args)),
  -- positional arguments that are JSON no SQL engine could read back; at most one of args and args_bytes is set
  args_bytes blob null,
  -- named arguments: the JSON text as given; null if not recorded or not portable
  kwargs text collate binary null check (json_valid(kwargs)),
  -- named arguments that are JSON no SQL engine could read back; at most one of kwargs and kwargs_bytes is set
  kwargs_bytes blob null,
  -- the queue the task was sent to
  queue varchar(255) collate binary null check (length(queue) <= 255),
  -- task_id of the task that submitted this one
  parent_id varchar(255) collate binary null check (length(parent_id) <= 255),
  -- task_id of the first task of the chain of parents
  root_id varchar(255) collate binary null check (length(root_id) <= 255),
  -- the group the task belongs to; its members are rows of ${group_member}
  group_id varchar(255) collate binary null check (length(group_id) <= 255),
  -- when the row was first stored or the task submitted, whichever is earlier (clock of the submitter)
  created_at text collate binary not null check (length(created_at) = 27),
  -- not to be started before this time; null = at once
  eta text collate binary null check (length(eta) = 27),

  -- attempt: what the current or last run is doing

  -- who runs or ran it: host, process or worker name
  worker varchar(255) collate binary null check (length(worker) <= 255),
  -- how many times it was tried again: 0 in its first run
  retries integer null,
  -- when the last run began (clock of the worker)
  started_at text collate binary null check (length(started_at) = 27),
  -- renewed by the worker while the task is unfinished; well in the past = the worker is lost; null = no such promise
  alive_until text collate binary null check (length(alive_until) = 27),

  -- outcome: replaced as a whole by every change of state

  -- PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED or a text of the application's own
  state varchar(50) collate binary not null check (length(state) <= 50),
  -- what the task returned, its progress, or the error document of a failure: the JSON text as given
  result text collate binary null check (json_valid(result)),
  -- a result that is not JSON, or is JSON no SQL engine could read back; at most one of result and result_bytes is set
  result_bytes blob null,
  -- media type of result or result_bytes; null if there is neither
  content_type varchar(255) collate binary null check (length(content_type) <= 255),
  -- class of the error, such as java.io.IOException; null unless it failed
  error_type varchar(255) collate binary null check (length(error_type) <= 255),
  -- message of the error; null unless it failed
  error_message text collate binary null,
  -- stack trace of the error; null unless it failed
  traceback text collate binary null,
  -- when it ended (clock of the worker); set exactly for SUCCESS, FAILURE and REVOKED
  finished_at text collate binary null check (length(finished_at) = 27),

  -- keeping: how long the row stays

  -- when the row last changed (clock of the database)
  updated_at text collate binary not null check (length(updated_at) = 27),
  -- seconds to keep the row once it is finished; 0 = for ever, null = as result_expires says
  keep_seconds bigint null,
  -- the cleanup may delete the row after this time (clock of the database); null = never
  expires_at text collate binary null check (length(expires_at) = 27),
  -- where expires_at comes from: store, default, or the id of a policy
  expires_from varchar(255) collate binary null check (length(expires_from) <= 255),
  -- random number of the store that wrote the row last; tells a writer whether a write was its own
  store_token bigint not null,

  constraint "${task_meta}_pk" primary key (task_id)
);

-- the children of a task
create index "${task_meta}_parent_idx" on "${task_meta}" (parent_id) where parent_id is not null;

-- the newest tasks first, page by page
create index "${task_meta}_created_idx" on "${task_meta}" (created_at, task_id);

-- the newest tasks of one name, page by page; the names in use
create index "${task_meta}_name_idx" on "${task_meta}" (name, created_at, task_id);

-- the cleanup: what has expired, oldest first
create index "${task_meta}_expires_idx" on "${task_meta}" (expires_at) where expires_at is not null;

-- tasks whose worker is lost
create index "${task_meta}_alive_idx" on "${task_meta}" (alive_until) where alive_until is not null;

-- the newest failures
create index "${task_meta}_failures_idx" on "${task_meta}" (finished_at) where state = 'FAILURE';
