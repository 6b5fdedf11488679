-- Finds what the maintenance has to look at without a look at all rows.

-- what the maintenance has to look at, oldest first
create index "${task_meta}_review_idx" on "${task_meta}" (review_at) where review_at is not null;
