-- What tells in SQL which failures are the same. Null where it is added: done at once, however many rows there are.

alter table "${task_meta}" add column error_fingerprint varchar(16) collate "C" null;
comment on column "${task_meta}".error_fingerprint is 'hash of error_type and of error_message without what differs from time to time, 16 hex digits, version 1 of the algorithm; null unless it failed';
