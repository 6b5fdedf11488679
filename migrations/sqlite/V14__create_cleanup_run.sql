-- One row per cleanup that found something to do or failed: who cleaned when, what went, how long it took.

create table "${cleanup_run}" (
  -- the run, made up by the database
  run_id integer not null,
  -- when it began (clock of the database)
  started_at text collate binary not null default (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) check (length(started_at) = 27),
  -- when it ended; null = under way, or killed
  ended_at text collate binary null check (length(ended_at) = 27),
  -- who ran it
  host varchar(255) collate binary not null check (length(host) <= 255),
  -- what ran it: java or procedure
  tool varchar(50) collate binary not null check (length(tool) <= 50),
  -- tasks that were counted or brought under the policies
  rows_reviewed bigint not null default 0,
  -- tasks that were deleted
  rows_deleted bigint not null default 0,
  -- tasks that were moved to the archive
  rows_archived bigint not null default 0,
  -- groups that were deleted
  groups_deleted bigint not null default 0,
  -- lost tasks that were ended in FAILURE
  lost_ended bigint not null default 0,
  -- months of the archive that were dropped
  partitions_dropped bigint not null default 0,
  -- how many batches removed something
  batches bigint not null default 0,
  -- how long the longest of them took, in microseconds
  longest_batch_micros bigint not null default 0,
  -- why it ended before all was done: window, close, lease, interrupt; null = all was done
  stopped_by varchar(50) collate binary null check (length(stopped_by) <= 50),
  -- why it failed; null = it did not
  error text collate binary null,

  constraint "${cleanup_run}_pk" primary key (run_id)
);

-- the newest runs
create index "${cleanup_run}_started_idx" on "${cleanup_run}" (started_at);
