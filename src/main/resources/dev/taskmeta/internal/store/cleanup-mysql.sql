set names utf8mb4;

delimiter $$

drop procedure if exists ${procedure}$$

create procedure ${procedure}()
modifies sql data
sql security invoker
comment ${comment}
begin
  -- from the settings that this was printed with
  declare c_rows int default ${rows};          -- rows removed in one transaction at most: cleanup_batch_size, or what is due after a pause
  declare c_rate int default ${rate};          -- cleanup_rows_per_second; 0 = no limit
  declare c_pause double default ${pause};     -- cleanup_pause: seconds between two transactions
  declare c_longest double default ${longest}; -- seconds after which a run stops; 0 = when all is done
  declare c_reviewed int default 1000;         -- rows counted and judged in one transaction at most
  declare c_first int default ${first};        -- rows that each step begins with
  declare c_slow double default 0.1;           -- seconds: a slower transaction halves the next
  declare c_aim double default ${aim};         -- seconds: a removal that takes more makes the next a tenth smaller

  declare c_steps varchar(255) default 'policies,sweep,review,lost,months,delete,archive,delete beyond last,archive beyond last,groups,overdue,released,drop,percentiles';
  declare c_last int default 14;
  declare v_at int default 1;
  declare v_step varchar(30);
  declare v_fresh int default 1;     -- whether the step begins
  declare v_more int;                -- whether the step has more to do
  declare v_reviews int default 0;   -- reviews since the last removal
  declare v_again int default 0;     -- whether to review again after the removals
  declare v_reviewing int;           -- whether the step reviews

  declare v_holder varchar(255) character set utf8mb4 collate ${collation}
    default left(concat(user(), '/procedure/', connection_id(), '/', utc_timestamp(6)), 255);
  declare v_began datetime(6) default utc_timestamp(6);
  declare v_renewed datetime(6) default utc_timestamp(6);
  declare v_started datetime(6);
  declare v_took double;
  declare v_due datetime(6);         -- when the rate lets the next removal begin

  declare v_limit int;               -- rows of this transaction at most
  declare v_most int;                -- and of any of the step
  declare v_aim double;              -- seconds that it may take
  declare v_rows int;                -- rows it is about
  declare v_counted int;             -- rows of them that may go
  declare v_reviewed int;
  declare v_removed int;
  declare v_groups int;
  declare v_lost int;
  declare v_dropped int;
  declare v_copied int;

  declare v_ids longtext character set utf8mb4 collate ${collation};  -- what was picked and locked, as a JSON array
  declare v_uncounted longtext character set utf8mb4 collate ${collation};  -- what must be counted before it may go
  declare v_id varchar(255) character set utf8mb4 collate ${collation};
  declare v_archives int;
  declare v_after varchar(255) character set utf8mb4 collate ${collation};
  declare v_last varchar(255) character set utf8mb4 collate ${collation};
  declare v_place datetime(6);
  declare v_reached datetime(6);
  declare v_place_before datetime(6);

  declare v_policy bigint;           -- the policy whose names are gone through; null before the first
  declare v_next_policy bigint;
  declare v_policy_text varchar(255) character set utf8mb4 collate ${collation};
  declare v_pattern varchar(255) character set utf8mb4 collate ${collation};
  declare v_prefix varchar(255) character set utf8mb4 collate ${collation};
  declare v_keep bigint;
  declare v_keep_last int;
  declare v_name varchar(255) character set utf8mb4 collate ${collation};
  declare v_next_name varchar(255) character set utf8mb4 collate ${collation};
  declare v_in_policy int;           -- whether its next name comes; else the next policy
  declare v_stay int;                -- whether the name has more to go
  declare v_first_created datetime(6);
  declare v_first_id varchar(255) character set utf8mb4 collate ${collation};

  declare v_part varchar(64);
  declare v_ordinal int;
  declare v_month int;
  declare v_day date;
  declare v_queue varchar(255) character set utf8mb4 collate ${collation};

  declare v_run bigint;              -- the row of this run; null until there is something to say
  declare v_run_before bigint;
  declare v_failures int default 0;
  declare v_failed int;
  declare v_errno int;
  declare v_message text character set utf8mb4;
  declare v_problem text character set utf8mb4;
  declare v_error text character set utf8mb4;
  declare v_stopped varchar(50);
  declare v_concat bigint default @@session.group_concat_max_len;
  declare v_lock_wait bigint default @@session.lock_wait_timeout;

  ${take_lease};
  set v_rows = row_count();
  commit;
  if v_rows = 0 then
    set v_at = c_last + 1, v_stopped = 'busy';
  end if;
  -- MariaDB cuts a JSON array of that length
  set session group_concat_max_len = 67108864;

  steps: while v_at <= c_last do
    set v_step = substring_index(substring_index(c_steps, ',', v_at), ',', -1);
    set v_reviewing = v_step in ('sweep', 'review');
    if c_longest > 0 and timestampdiff(microsecond, v_began, utc_timestamp(6)) > c_longest * 1e6 then
      set v_stopped = 'window';
      leave steps;
    end if;
    if timestampdiff(second, v_renewed, utc_timestamp(6)) >= 15 then
      ${take_lease};
      set v_rows = row_count();
      commit;
      if v_rows = 0 then
        set v_stopped = 'lease';
        leave steps;
      end if;
      set v_renewed = utc_timestamp(6);
    end if;

    if v_fresh then
      set v_most = if(v_reviewing, c_reviewed, c_rows);
      set v_aim = if(v_reviewing, c_slow, c_aim);
      set v_limit = least(c_first, v_most);
      set v_due = utc_timestamp(6);
      set v_archives = v_step in ('archive', 'archive beyond last');
      set v_place = '1000-01-01';
      set v_policy = null, v_in_policy = 0, v_stay = 0, v_ordinal = 1;
      set v_fresh = 0;
    end if;
    set v_started = utc_timestamp(6);
    set v_rows = 0, v_counted = 0, v_more = 0, v_reviewed = 0, v_removed = 0, v_groups = 0, v_lost = 0, v_dropped = 0;
    set v_uncounted = null, v_ids = null, v_id = null;
    set v_run_before = v_run, v_place_before = v_place, v_failed = 0;

    begin
      declare exit handler for sqlexception
      begin
        get diagnostics condition 1 v_errno = mysql_errno, v_message = message_text;
        rollback;
        set v_failed = 1, v_run = v_run_before, v_place = v_place_before;
        set v_stay = v_stay or v_rows > 0;
        set v_rows = 0;
      end;
      set transaction isolation level read committed;
      start transaction;

      -- what is there to do
      if v_step = 'policies' then
        if exists (
          select 1
          from (
            ${applied}
            union all
            ${in_force}
          ) as p
          group by policy_id, name_pattern, state, queue, keep_seconds, keep_last, priority
          having count(*) = 1
        ) then
          update ${maintenance_lease} set sweep_after = '' where ${is_cleanup};
          delete from ${retention_applied};
          ${apply};
        end if;

      elseif v_step = 'sweep' then
        set v_after = null;
        select sweep_after into v_after from ${maintenance_lease} where ${is_cleanup};
        if v_after is not null then
          select max(j.task_id), count(*), json_arrayagg(if(j.differs = 1, j.task_id, null))
          into v_last, v_rows, v_ids
          from (
            ${sweep_page}
          ) as j;
          -- one that is stored only now is not among those that are locked: it is left to its own review
          select json_arrayagg(locked.task_id) into v_ids from (
            ${lock_swept}
          ) as locked;
          set v_more = v_rows >= v_limit;
          -- unless the policies have changed meanwhile
          update ${maintenance_lease} set sweep_after = if(v_more, v_last, null)
          where ${is_cleanup} and sweep_after = v_after;
        end if;

      elseif v_step = 'review' then
        select json_arrayagg(p.task_id), count(*) into v_ids, v_rows
        from (
          ${due_reviews}
        ) as p;
        set v_reviews = v_reviews + 1;
        set v_again = v_rows >= v_limit;
        set v_more = v_again and v_reviews < 10;

      elseif v_step = 'lost' then
        set v_limit = 1;
        select p.task_id, 1, 1 into v_id, v_rows, v_more
        from (
          ${lost_tasks}
        ) as p;

      elseif v_step = 'months' then
        -- this month of the archive and the next three
        if exists (select 1 from ${retention_policy} where enabled and action = 'archive') then
          set session lock_wait_timeout = 1;
          set v_month = 0;
          while v_month < 4 do
            set v_day = date_format(utc_date() + interval v_month month, '%Y-%m-01');
            if not exists (
              select 1 from information_schema.partitions
              where table_schema = ${archive_schema} and table_name = ${archive_name}
                and (partition_description = 'MAXVALUE' or replace(partition_description, '''', '') > cast(v_day as char))
            ) then
              set @taskmeta_ddl = concat('alter table ', ${archive_text}, ' add partition (partition p',
                date_format(v_day, '%Y_%m'), ' values less than (''', v_day + interval 1 month, '''))');
              prepare taskmeta_ddl from @taskmeta_ddl;
              execute taskmeta_ddl;
              deallocate prepare taskmeta_ddl;
            end if;
            set v_month = v_month + 1;
          end while;
        end if;

      elseif v_step in ('delete', 'archive') then
        set v_reached = null;
        select json_arrayagg(if(p.counted = 1, p.task_id, null)), json_arrayagg(if(p.counted = 0, p.task_id, null)),
          count(*), coalesce(sum(p.counted), 0), max(p.expires_at)
        into v_ids, v_uncounted, v_rows, v_counted, v_reached
        from (
          ${expired}
        ) as p;
        set v_more = v_rows >= v_limit;
        -- what lies before was removed or left: to look at it again would cost more each time
        set v_place = coalesce(v_reached, v_place);

      elseif v_step in ('delete beyond last', 'archive beyond last') then
        -- the next name of a policy that keeps the last of each name
        places: while not v_stay do
          if not v_in_policy then
            set v_next_policy = null;
            select p.policy_id, p.policy_id, keep_seconds, keep_last, name_pattern, substring_index(name_pattern, '*', 1)
            into v_next_policy, v_policy_text, v_keep, v_keep_last, v_pattern, v_prefix
            from ${retention_policy} as p
            where enabled and keep_last is not null and keep_seconds is not null
              and (action = 'archive') = v_archives and p.policy_id > coalesce(v_policy, -1)
            order by p.policy_id limit 1;
            if v_next_policy is null then
              leave places;
            end if;
            set v_policy = v_next_policy, v_in_policy = 1, v_name = null;
            set v_stay = char_length(replace(v_pattern, '*', '')) = 0;
          else
            set v_next_name = null;
            if v_name is null then
              select name into v_next_name from ${task_meta} where name >= v_prefix order by name limit 1;
            else
              select name into v_next_name from ${task_meta} where name > v_name order by name limit 1;
            end if;
            set v_name = v_next_name;
            set v_stay = coalesce(left(v_name, char_length(v_prefix)) = v_prefix, 0);
            set v_in_policy = v_stay;
          end if;
        end while;
        if v_stay then
          set v_first_id = null;
          if v_name is null then
            select f.created_at, f.task_id into v_first_created, v_first_id
            from (
              ${first_to_go_unnamed}
            ) as f;
          else
            select f.created_at, f.task_id into v_first_created, v_first_id
            from (
              ${first_to_go_named}
            ) as f;
          end if;
          if v_first_id is not null and v_name is null then
            select json_arrayagg(if(p.counted = 1, p.task_id, null)), json_arrayagg(if(p.counted = 0, p.task_id, null)),
              count(*), coalesce(sum(p.counted), 0)
            into v_ids, v_uncounted, v_rows, v_counted
            from (
              ${beyond_unnamed}
            ) as p;
          elseif v_first_id is not null then
            select json_arrayagg(if(p.counted = 1, p.task_id, null)), json_arrayagg(if(p.counted = 0, p.task_id, null)),
              count(*), coalesce(sum(p.counted), 0)
            into v_ids, v_uncounted, v_rows, v_counted
            from (
              ${beyond_named}
            ) as p;
          end if;
          set v_more = 1;
          set v_stay = v_rows >= v_limit;
        end if;

      elseif v_step = 'groups' then
        set v_limit = 1;
        select p.group_id, 1, 1 into v_id, v_rows, v_more
        from (
          ${expired_groups}
        ) as p;

      elseif v_step = 'overdue' then
        ${overdue};
        set v_rows = row_count();
        set v_more = v_rows >= v_limit;

      elseif v_step = 'released' then
        ${released};
        set v_rows = row_count();
        set v_more = v_rows >= v_limit;

      elseif v_step = 'drop' then
        -- a month that is over and empty: what was held in it has stayed until it was released
        set v_part = null;
        select partition_name, partition_ordinal_position into v_part, v_ordinal
        from information_schema.partitions
        where table_schema = ${archive_schema} and table_name = ${archive_name}
          and partition_ordinal_position > v_ordinal and partition_description <> 'MAXVALUE'
          and cast(replace(partition_description, '''', '') as datetime(6)) <= utc_timestamp(6)
        order by partition_ordinal_position limit 1;
        if v_part is not null then
          set @taskmeta_ddl = concat('select count(*) into @taskmeta_rows from (select 1 from ', ${archive_text},
            ' partition (`', v_part, '`) limit 1) as one');
          prepare taskmeta_ddl from @taskmeta_ddl;
          execute taskmeta_ddl;
          deallocate prepare taskmeta_ddl;
          if @taskmeta_rows = 0 then
            set session lock_wait_timeout = 1;
            set @taskmeta_ddl = concat('alter table ', ${archive_text}, ' drop partition `', v_part, '`');
            prepare taskmeta_ddl from @taskmeta_ddl;
            execute taskmeta_ddl;
            deallocate prepare taskmeta_ddl;
            set v_dropped = 1, v_rows = 1, v_ordinal = v_ordinal - 1;
          end if;
          set v_more = 1;
        end if;

      elseif v_step = 'percentiles' then
        select json_arrayagg(json_array(b.day, b.name, b.queue)), count(*) into v_ids, v_counted
        from (
          ${behind}
        ) as b;
        while v_counted > 0 do
          -- not json_unquote: MariaDB's leaves the quotes where there are four-byte characters
          select k.day, k.name, k.queue into v_day, v_name, v_queue
          from json_table(v_ids, '$[*]' columns (
            number for ordinality,
            day date path '$[0]',
            name varchar(255) character set utf8mb4 path '$[1]',
            queue varchar(255) character set utf8mb4 path '$[2]'
          )) as k
          where k.number = v_counted;
          ${measure};
          set v_counted = v_counted - 1, v_more = 1;
        end while;
      end if;

      -- and does it
      if v_rows > 0 and v_run is null then
        ${begin_run};
        set v_run = last_insert_id();
      end if;
      if v_rows > 0 and v_reviewing then
        ${count_days};
        ${count_runs};
        ${judge};
        set v_reviewed = v_rows;

      elseif v_rows > 0 and v_step = 'lost' then
        ${end_lost};
        set v_lost = row_count();

      elseif v_rows > 0 and v_step in ('delete', 'archive', 'delete beyond last', 'archive beyond last') then
        if v_counted < v_rows then
          ${make_review_due};
          set v_again = 1;
        end if;
        if v_archives then
          ${copy_to_archive};
        end if;
        insert into ${cleanup_run_policy} (run_id, expires_from, rows_deleted, rows_archived)
        select v_run, n.source, if(v_archives, 0, n.n), if(v_archives, n.n, 0)
        from (
          select ${source} as source, count(*) as n
          from ${tasks}
          where ${removable}
          group by source
        ) as n
        on duplicate key update
          rows_deleted = ${cleanup_run_policy}.rows_deleted + if(v_archives, 0, n.n),
          rows_archived = ${cleanup_run_policy}.rows_archived + if(v_archives, n.n, 0);
        ${delete};
        set v_removed = row_count();
        if v_removed <> v_counted then
          signal sqlstate '40001' set mysql_errno = 1213, message_text = 'a task was held while it was removed';
        end if;

      elseif v_rows > 0 and v_step = 'groups' then
        ${delete_groups};
        set v_groups = row_count();
        ${delete_members};
      end if;

      set v_took = timestampdiff(microsecond, v_started, utc_timestamp(6)) / 1e6;
      if v_rows > 0 then
        update ${cleanup_run}
        set rows_reviewed = rows_reviewed + v_reviewed,
          rows_deleted = rows_deleted + if(v_archives, 0, v_removed),
          rows_archived = rows_archived + if(v_archives, v_removed, 0),
          groups_deleted = groups_deleted + v_groups,
          lost_ended = lost_ended + v_lost,
          partitions_dropped = partitions_dropped + v_dropped,
          batches = batches + if(v_reviewing, 0, 1),
          longest_batch_micros = if(v_reviewing, longest_batch_micros, greatest(longest_batch_micros, round(v_took * 1e6)))
        where run_id = v_run;
      end if;
      commit;
    end;
    set session lock_wait_timeout = v_lock_wait;

    if v_failed then
      set v_limit = least(v_most, greatest(10, v_limit div 2));
      if v_errno in (1205, 1213) and v_failures < 6 then
        set v_failures = v_failures + 1;
        do sleep(1);
        iterate steps;
      end if;
      if v_step in ('months', 'drop') then
        -- whoever may not change the archive's months still cleans up all else
        set v_problem = v_message;
      else
        set v_error = coalesce(v_error, concat(v_step, ': ', v_message, coalesce(concat(' (', v_problem, ')'), '')));
        if not v_archives then
          leave steps;
        end if;
      end if;
      set v_more = 0;
    end if;
    set v_failures = 0;

    if v_rows > 0 then
      set v_took = timestampdiff(microsecond, v_started, utc_timestamp(6)) / 1e6;
      if v_took > c_slow then
        set v_limit = least(v_most, greatest(10, v_limit div 2));
      elseif v_took > v_aim then
        set v_limit = least(v_most, greatest(10, v_limit - v_limit div 10));
      elseif v_took < v_aim / 3 then
        set v_limit = least(v_limit * 2, v_most);
      elseif v_took < v_aim * 2 / 3 then
        set v_limit = least(v_limit + greatest(1, v_limit div 10), v_most);
      end if;
      if v_more then
        if c_rate > 0 then
          -- a pause that took longer than it should is made up for, up to a fifth of a second
          set v_due = greatest(v_due, v_started - interval 200000 microsecond) + interval (v_rows * 1000000 div c_rate) microsecond;
        end if;
        do sleep(if(v_reviewing, least(v_took, c_pause),
          if(c_rate > 0, greatest(c_pause, timestampdiff(microsecond, utc_timestamp(6), v_due) / 1e6), c_pause)));
      end if;
    end if;

    if not v_more then
      set v_fresh = 1;
      if v_step = 'archive beyond last' and v_again then
        set v_at = 3, v_reviews = 0, v_again = 0;
      else
        set v_at = v_at + 1;
      end if;
    end if;
  end while;

  set session group_concat_max_len = v_concat;
  if v_error is not null and v_run is null then
    ${begin_run};
    set v_run = last_insert_id();
  end if;
  update ${cleanup_run} set ended_at = utc_timestamp(6), stopped_by = v_stopped, error = v_error where run_id = v_run;
  ${give_back_lease};
  commit;
  if v_error is not null then
    set v_message = left(concat('the cleanup failed: ', v_error), 128);
    signal sqlstate '45000' set message_text = v_message;
  end if;
end$$

delimiter ;
