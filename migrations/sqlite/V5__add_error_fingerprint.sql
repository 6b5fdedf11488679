-- What tells in SQL which failures are the same.

alter table "${task_meta}" add column
  -- hash of error_type and of error_message without what differs from time to time, 16 hex digits, version 1 of the algorithm; null unless it failed
  error_fingerprint varchar(16) collate binary null check (length(error_fingerprint) <= 16);
