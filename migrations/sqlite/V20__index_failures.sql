-- The index of failures gets what v_task_failures shows of them, so that a report on failures reads no row of the table.

drop index "${task_meta}_failures_idx";

-- the newest failures, and what v_task_failures shows of them
create index "${task_meta}_failures_idx" on "${task_meta}" (finished_at, error_type, error_fingerprint, task_id)
  where state = 'FAILURE';
