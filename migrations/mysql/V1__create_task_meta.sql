-- One row per task: who it is, what it is doing, what came of it, how long the row is kept.
-- Ids, names and states compare byte for byte (utf8mb4_0900_bin, which does not ignore spaces at the end either).
-- args, kwargs and result are text with a check: the type json would rewrite numbers and the order of keys.
-- Times are UTC, whatever the time zone of the session.

create table `${task_meta}` (
  -- description: who the task is
  task_id varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the task''s id, chosen by whoever submits it; compared byte for byte',
  name varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the task''s name, such as reports.nightly',
  args longtext character set utf8mb4 collate utf8mb4_0900_bin null comment 'positional arguments: the JSON text as given; null if not recorded or not portable',
  args_bytes longblob null comment 'positional arguments that are JSON no SQL engine could read back; at most one of args and args_bytes is set',
  kwargs longtext character set utf8mb4 collate utf8mb4_0900_bin null comment 'named arguments: the JSON text as given; null if not recorded or not portable',
  kwargs_bytes longblob null comment 'named arguments that are JSON no SQL engine could read back; at most one of kwargs and kwargs_bytes is set',
  queue varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the queue the task was sent to',
  parent_id varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'task_id of the task that submitted this one',
  root_id varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'task_id of the first task of the chain of parents',
  group_id varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the group the task belongs to; its members are rows of ${group_member}',
  created_at datetime(6) not null comment 'when the row was first stored or the task submitted, whichever is earlier (clock of the submitter)',
  eta datetime(6) null comment 'not to be started before this time; null = at once',

  -- attempt: what the current or last run is doing
  worker varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'who runs or ran it: host, process or worker name',
  retries integer null comment 'how many times it was tried again: 0 in its first run',
  started_at datetime(6) null comment 'when the last run began (clock of the worker)',
  alive_until datetime(6) null comment 'renewed by the worker while the task is unfinished; well in the past = the worker is lost; null = no such promise',

  -- outcome: replaced as a whole by every change of state
  state varchar(50) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'PENDING, RECEIVED, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, REJECTED, IGNORED or a text of the application''s own',
  result longtext character set utf8mb4 collate utf8mb4_0900_bin null comment 'what the task returned, its progress, or the error document of a failure: the JSON text as given',
  result_bytes longblob null comment 'a result that is not JSON, or is JSON no SQL engine could read back; at most one of result and result_bytes is set',
  content_type varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'media type of result or result_bytes; null if there is neither',
  error_type varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'class of the error, such as java.io.IOException; null unless it failed',
  error_message longtext character set utf8mb4 collate utf8mb4_0900_bin null comment 'message of the error; null unless it failed',
  traceback longtext character set utf8mb4 collate utf8mb4_0900_bin null comment 'stack trace of the error; null unless it failed',
  finished_at datetime(6) null comment 'when it ended (clock of the worker); set exactly for SUCCESS, FAILURE and REVOKED',

  -- keeping: how long the row stays
  updated_at datetime(6) not null comment 'when the row last changed (clock of the database)',
  keep_seconds bigint null comment 'seconds to keep the row once it is finished; 0 = for ever, null = as result_expires says',
  expires_at datetime(6) null comment 'the cleanup may delete the row after this time (clock of the database); null = never',
  expires_from varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'where expires_at comes from: store, default, or the id of a policy',
  store_token bigint not null comment 'random number of the store that wrote the row last; tells a writer whether a write was its own',

  primary key (task_id),
  index `${task_meta}_parent_idx` (parent_id) comment 'the children of a task',
  index `${task_meta}_created_idx` (created_at, task_id) comment 'the newest tasks first, page by page',
  index `${task_meta}_name_idx` (name, created_at, task_id) comment 'the newest tasks of one name, page by page; the names in use',
  index `${task_meta}_expires_idx` (expires_at) comment 'the cleanup: what has expired, oldest first',
  index `${task_meta}_alive_idx` (alive_until) comment 'tasks whose worker is lost',
  constraint `${task_meta}_args_check` check (json_valid(args)),
  constraint `${task_meta}_kwargs_check` check (json_valid(kwargs)),
  constraint `${task_meta}_result_check` check (json_valid(result))
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'One row per task: who it is, what it is doing, what came of it, how long the row is kept.';
