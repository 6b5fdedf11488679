-- Tasks that nothing may remove, whatever the policies say, until the hold is released.

create table "${task_hold}" (
  -- the hold, made up by the database
  hold_id integer not null,
  -- the task; it need not be there yet
  task_id varchar(255) collate binary not null check (length(task_id) <= 255),
  -- why it is held
  reason varchar(1000) collate binary not null check (length(reason) <= 1000),
  -- who holds it
  held_by varchar(255) collate binary not null default 'unknown' check (length(held_by) <= 255),
  -- since when
  held_at text collate binary not null default (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')) check (length(held_at) = 27),
  -- when the hold ended; null = it holds
  released_at text collate binary null check (length(released_at) = 27),
  -- who released it
  released_by varchar(255) collate binary null check (length(released_by) <= 255),

  constraint "${task_hold}_pk" primary key (hold_id)
);

-- whether a task is held
create index "${task_hold}_task_idx" on "${task_hold}" (task_id, released_at);
