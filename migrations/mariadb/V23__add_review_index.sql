-- Finds what the maintenance has to look at without a look at all rows.

alter table `${task_meta}` add index `${task_meta}_review_idx` (review_at) comment 'what the maintenance has to look at, oldest first', algorithm = inplace, lock = none;
