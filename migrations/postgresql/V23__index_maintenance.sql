-- Finds what the maintenance has to look at without a look at all rows. It is built beside those who write; nothing is
-- undone when that is interrupted, so it begins by removing what is left of an earlier run.

drop index ${concurrently} if exists ${schema}"${task_meta}_review_idx";

create index ${concurrently} "${task_meta}_review_idx" on ${schema}"${task_meta}" (review_at) where review_at is not null;

comment on index ${schema}"${task_meta}_review_idx" is 'what the maintenance has to look at, oldest first';
