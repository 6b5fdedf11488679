-- One row per duty that only one process of a cluster may perform at a time.

create table "${maintenance_lease}" (
  -- the duty that one process at a time may perform
  lease_name varchar(50) collate binary not null check (length(lease_name) <= 50),
  -- the process that performs it or did so last; null = nobody yet
  holder varchar(255) collate binary null check (length(holder) <= 255),
  -- free again after this time (clock of the database); null = free
  held_until text collate binary null check (length(held_until) = 27),

  constraint "${maintenance_lease}_pk" primary key (lease_name)
);

-- The row exists from the start, so that taking the lease is one conditional update.
insert into "${maintenance_lease}" (lease_name) values ('cleanup');
