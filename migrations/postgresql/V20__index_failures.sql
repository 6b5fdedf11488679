-- The index of failures gets what v_task_failures shows of them, so that a report on failures reads no row of the table.
-- It is built beside those who write, and exchanged for the old one. Nothing is undone when that is interrupted, so it
-- begins by removing what is left of an earlier run.

drop index ${concurrently} if exists ${schema}"${task_meta}_failed_idx";

create index ${concurrently} "${task_meta}_failed_idx" on ${schema}"${task_meta}" (finished_at)
  include (error_type, error_fingerprint, task_id) where state = 'FAILURE';

drop index ${concurrently} if exists ${schema}"${task_meta}_failures_idx";

alter index ${schema}"${task_meta}_failed_idx" rename to "${task_meta}_failures_idx";
comment on index ${schema}"${task_meta}_failures_idx" is 'the newest failures, and what v_task_failures shows of them';
