-- One row per duty that only one process of a cluster may perform at a time.

create table "${maintenance_lease}" (
  lease_name varchar(50) collate "C" not null,
  holder varchar(255) collate "C" null,
  held_until timestamp(6) with time zone null,

  constraint "${maintenance_lease}_pk" primary key (lease_name)
);

comment on table "${maintenance_lease}" is 'One row per duty that only one process of a cluster may perform at a time.';
comment on column "${maintenance_lease}".lease_name is 'the duty that one process at a time may perform';
comment on column "${maintenance_lease}".holder is 'the process that performs it or did so last; null = nobody yet';
comment on column "${maintenance_lease}".held_until is 'free again after this time (clock of the database); null = free';

-- The row exists from the start, so that taking the lease is one conditional update.
insert into "${maintenance_lease}" (lease_name) values ('cleanup');
