-- One row per duty that only one process of a cluster may perform at a time.

create table `${maintenance_lease}` (
  lease_name varchar(50) character set utf8mb4 collate utf8mb4_0900_bin not null comment 'the duty that one process at a time may perform',
  holder varchar(255) character set utf8mb4 collate utf8mb4_0900_bin null comment 'the process that performs it or did so last; null = nobody yet',
  held_until datetime(6) null comment 'free again after this time (clock of the database); null = free',

  primary key (lease_name)
) engine = InnoDB row_format = dynamic default character set utf8mb4 collate utf8mb4_0900_bin
  comment = 'One row per duty that only one process of a cluster may perform at a time.';

-- The row exists from the start, so that taking the lease is one conditional update.
insert into `${maintenance_lease}` (lease_name) values ('cleanup');
