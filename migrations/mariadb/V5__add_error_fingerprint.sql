-- What tells in SQL which failures are the same. At the end of the table and null: added at once, however many rows
-- there are.

alter table `${task_meta}`
  add column error_fingerprint varchar(16) character set utf8mb4 collate utf8mb4_nopad_bin null comment 'hash of error_type and of error_message without what differs from time to time, 16 hex digits, version 1 of the algorithm; null unless it failed';
