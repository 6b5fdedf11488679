-- Finds what the maintenance has to look at without a look at all rows, and lets the index on expiries alone answer what
-- each policy keeps, what of it is due and how old it is (${v_retention}), which took the whole table.
-- Its new columns change when the expiry does: no store has more entries to move.

alter table `${task_meta}`
  add index `${task_meta}_review_idx` (review_at) comment 'what the maintenance has to look at, oldest first',
  drop index `${task_meta}_expires_idx`,
  add index `${task_meta}_expires_idx` (expires_at, expires_from, finished_at) comment 'the cleanup: what has expired, oldest first; what each policy keeps',
  algorithm = inplace, lock = none;
