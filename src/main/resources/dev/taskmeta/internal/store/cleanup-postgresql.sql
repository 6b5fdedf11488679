create or replace procedure ${procedure}()
language plpgsql
as $taskmeta$
declare
  -- from the settings that this was printed with
  c_rows constant integer := ${rows};                -- rows removed in one transaction at most: cleanup_batch_size, or what is due after a pause
  c_rate constant integer := ${rate};                -- cleanup_rows_per_second; 0 = no limit
  c_pause constant double precision := ${pause};     -- cleanup_pause: seconds between two transactions
  c_longest constant double precision := ${longest}; -- seconds after which a run stops; 0 = when all is done
  c_reviewed constant integer := 1000;               -- rows counted and judged in one transaction at most
  c_first constant integer := ${first};              -- rows that each step begins with
  c_slow constant double precision := 0.1;           -- seconds: a slower transaction halves the next
  c_aim constant double precision := ${aim};         -- seconds: a removal that takes more makes the next a tenth smaller

  c_steps constant text[] := array['policies', 'sweep', 'review', 'lost', 'months', 'delete', 'archive',
    'delete beyond last', 'archive beyond last', 'groups', 'drop', 'overdue', 'released', 'percentiles'];
  v_at integer := 1;
  v_step text;
  v_fresh boolean := true;      -- whether the step begins
  v_more boolean;               -- whether the step has more to do
  v_reviews integer := 0;       -- reviews since the last removal
  v_again boolean := false;     -- whether to review again after the removals

  v_holder constant text := left(session_user || '/procedure/' || pg_backend_pid() || '/' || clock_timestamp(), 255);
  v_began constant timestamptz := clock_timestamp();
  v_renewed timestamptz := clock_timestamp();
  v_started timestamptz;
  v_took double precision;
  v_pause double precision;
  v_due timestamptz;            -- when the rate lets the next removal begin

  v_limit integer;              -- rows of this transaction at most
  v_most integer;               -- and of any of the step
  v_aim double precision;       -- seconds that it may take
  v_rows integer;               -- rows it is about
  v_reviewed integer;
  v_removed integer;
  v_groups integer;
  v_lost integer;
  v_dropped integer;
  v_copied integer;

  v_ids text[];                 -- what was picked and locked
  v_uncounted text[];           -- what must be counted before it may go
  v_archives boolean;
  v_after text;
  v_last text;
  v_place timestamptz;
  v_place_before timestamptz;
  v_reached timestamptz;

  v_policy bigint;              -- the policy whose names are gone through; null before the first
  v_policy_text text;
  v_prefix text;
  v_keep bigint;
  v_keep_last integer;
  v_name text;
  v_in_policy boolean;          -- whether its next name comes; else the next policy
  v_stay boolean;               -- whether the name has more to go
  v_first_created timestamptz;
  v_first_id text;

  v_part text;
  v_from timestamptz;
  v_until timestamptz;
  v_kept boolean;               -- whether a row of the month is kept longer; null if there is none
  v_day date;
  v_queue text;

  v_run bigint;                 -- the row of this run; null until there is something to say
  v_run_before bigint;
  v_failures integer := 0;
  v_failed boolean;
  v_state text;
  v_message text;
  v_problem text;
  v_error text;
  v_stopped text;
begin
  ${take_lease};
  if not found then
    raise notice 'another cleanup is at work';
    return;
  end if;
  commit;

  while v_at <= array_length(c_steps, 1) loop
    v_step := c_steps[v_at];
    if c_longest > 0 and clock_timestamp() > v_began + make_interval(secs => c_longest) then
      v_stopped := 'window';
      exit;
    end if;
    if clock_timestamp() > v_renewed + interval '15 seconds' then
      ${take_lease};
      if not found then
        v_stopped := 'lease';
        exit;
      end if;
      v_renewed := clock_timestamp();
    end if;

    if v_fresh then
      v_most := case when v_step in ('sweep', 'review') then c_reviewed else c_rows end;
      v_aim := case when v_step in ('sweep', 'review') then c_slow else c_aim end;
      v_limit := least(c_first, v_most);
      v_due := clock_timestamp();
      v_archives := v_step in ('archive', 'archive beyond last');
      v_place := '-infinity';
      v_policy := null;
      v_in_policy := false;
      v_stay := false;
      v_fresh := false;
    end if;
    v_started := clock_timestamp();
    v_rows := 0;
    v_more := false;
    v_reviewed := 0;
    v_removed := 0;
    v_groups := 0;
    v_lost := 0;
    v_dropped := 0;
    v_uncounted := '{}';
    v_run_before := v_run;
    v_place_before := v_place;
    v_failed := false;

    begin
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

      elsif v_step = 'sweep' then
        select sweep_after into v_after from ${maintenance_lease} where ${is_cleanup};
        if v_after is not null then
          select max(j.task_id), count(*), coalesce(array_agg(j.task_id) filter (where j.differs = 1), '{}')
          into v_last, v_rows, v_ids
          from (
            ${sweep_page}
          ) as j;
          -- one that is stored only now is not among those that are locked: it is left to its own review
          select coalesce(array_agg(locked.task_id), '{}') into v_ids
          from (
            ${lock_swept}
          ) as locked;
          v_more := v_rows >= v_limit;
          -- unless the policies have changed meanwhile
          update ${maintenance_lease} set sweep_after = case when v_more then v_last end
          where ${is_cleanup} and sweep_after = v_after;
        end if;

      elsif v_step = 'review' then
        select coalesce(array_agg(p.task_id), '{}'), count(*) into v_ids, v_rows
        from (
          ${due_reviews}
        ) as p;
        v_reviews := v_reviews + 1;
        v_again := v_rows >= v_limit;
        v_more := v_again and v_reviews < 10;

      elsif v_step = 'lost' then
        select coalesce(array_agg(p.task_id), '{}'), count(*) into v_ids, v_rows
        from (
          ${lost_tasks}
        ) as p;
        v_more := v_rows >= v_limit;

      elsif v_step = 'months' then
        -- this month of the archive and the next three
        if exists (select 1 from ${retention_policy} where enabled and action = 'archive') then
          set local lock_timeout = '5s';
          lock table only ${archive} in share update exclusive mode;
          for v_from in
            select month at time zone 'UTC'
            from generate_series(date_trunc('month', clock_timestamp() at time zone 'UTC'),
              date_trunc('month', clock_timestamp() at time zone 'UTC') + interval '3 months', interval '1 month') as month
          loop
            v_until := (v_from at time zone 'UTC' + interval '1 month') at time zone 'UTC';
            if not exists (
              select 1 from (
                ${months}
              ) as m where m.from_time <= v_from and m.until_time > v_from
            ) then
              v_part := left(${archive_name}, 55) || to_char(v_from at time zone 'UTC', '_YYYY_MM');
              execute format('create table %I.%I (like %s including all)', ${archive_schema}, v_part, ${archive_text});
              execute format('comment on table %I.%I is %L', ${archive_schema}, v_part,
                'The tasks archived in ' || to_char(v_from at time zone 'UTC', 'YYYY-MM') || '.');
              select pg_get_userbyid(relowner) into v_message from pg_class where oid = ${archive_text}::regclass;
              if v_message <> current_user then
                execute format('alter table %I.%I owner to %I', ${archive_schema}, v_part, v_message);
              end if;
              execute format('alter table %s attach partition %I.%I for values from (%L) to (%L)',
                ${archive_text}, ${archive_schema}, v_part, v_from, v_until);
            end if;
          end loop;
        end if;

      elsif v_step in ('delete', 'archive') then
        ${removing};
        select coalesce(array_agg(p.task_id) filter (where p.counted = 1), '{}'),
          coalesce(array_agg(p.task_id) filter (where p.counted = 0), '{}'), count(*), max(p.expires_at)
        into v_ids, v_uncounted, v_rows, v_reached
        from (
          ${expired}
        ) as p;
        v_more := v_rows >= v_limit;
        -- what lies before was removed or left: to look at it again would cost more each time
        v_place := coalesce(v_reached, v_place);

      elsif v_step in ('delete beyond last', 'archive beyond last') then
        -- the next name of a policy that keeps the last of each name
        while not v_stay loop
          if not v_in_policy then
            select p.policy_id, p.policy_id::text, keep_seconds, keep_last, split_part(name_pattern, '*', 1)
            into v_policy, v_policy_text, v_keep, v_keep_last, v_prefix
            from ${retention_policy} as p
            where enabled and keep_last is not null and keep_seconds is not null
              and (action = 'archive') = v_archives and p.policy_id > coalesce(v_policy, -1)
            order by p.policy_id limit 1;
            exit when not found;
            v_in_policy := true;
            v_name := null;
            v_stay := exists (select 1 from ${retention_policy} where policy_id = v_policy and replace(name_pattern, '*', '') = '');
          else
            if v_name is null then
              select name into v_name from ${task_meta} where name >= v_prefix order by name limit 1;
            else
              select name into v_name from ${task_meta} where name > v_name order by name limit 1;
            end if;
            v_stay := coalesce(starts_with(v_name, v_prefix), false);
            v_in_policy := v_stay;
          end if;
        end loop;
        if v_stay then
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
          if found and v_name is null then
            select coalesce(array_agg(p.task_id) filter (where p.counted = 1), '{}'),
              coalesce(array_agg(p.task_id) filter (where p.counted = 0), '{}'), count(*)
            into v_ids, v_uncounted, v_rows
            from (
              ${beyond_unnamed}
            ) as p;
          elsif found then
            select coalesce(array_agg(p.task_id) filter (where p.counted = 1), '{}'),
              coalesce(array_agg(p.task_id) filter (where p.counted = 0), '{}'), count(*)
            into v_ids, v_uncounted, v_rows
            from (
              ${beyond_named}
            ) as p;
          end if;
          v_more := true;
          v_stay := v_rows >= v_limit;
        end if;

      elsif v_step = 'groups' then
        v_limit := least(v_limit, 100);
        select coalesce(array_agg(p.group_id), '{}'), count(*) into v_ids, v_rows
        from (
          ${expired_groups}
        ) as p;
        v_more := v_rows >= v_limit;

      elsif v_step = 'drop' then
        -- a month that is over and of which each row may go
        select m.name, m.from_time, m.until_time into v_part, v_from, v_until
        from (
          ${months}
        ) as m
        where m.until_time <= clock_timestamp()
          and not exists (select 1 from ${archive} where archived_at >= m.from_time and archived_at < m.until_time
            and keep_until is null)
          and not exists (select 1 from ${archive} where archived_at >= m.from_time and archived_at < m.until_time
            and keep_until > clock_timestamp())
        order by m.until_time limit 1;
        if found then
          -- whoever comes after us waits as long as we do
          set local lock_timeout = '50ms';
          lock table ${task_hold} in share mode;
          lock table only ${archive} in access exclusive mode;
          execute 'lock table only ' || v_part || ' in access exclusive mode';
          -- somebody may have kept a row longer meanwhile; by this order an index is looked into, nulls first
          select m.keep_until is null or m.keep_until > clock_timestamp() into v_kept
          from ${archive} as m where m.archived_at >= v_from and m.archived_at < v_until
          order by m.keep_until desc limit 1;
          if v_kept then
            v_rows := 0;
          else
            ${copy_held};
            execute 'drop table ' || v_part;
            v_dropped := 1;
            v_rows := 1;
            v_more := true;
          end if;
        end if;

      elsif v_step in ('overdue', 'released') then
        if v_step = 'overdue' then
          ${overdue};
        else
          ${released};
        end if;
        get diagnostics v_rows = row_count;
        v_more := v_rows >= v_limit;

      elsif v_step = 'percentiles' then
        for v_day, v_name, v_queue in
          ${behind}
        loop
          ${measure};
          v_more := true;
        end loop;
      end if;

      -- and does it
      if v_rows > 0 and v_run is null then
        ${begin_run}
        returning run_id into v_run;
      end if;
      if v_rows = 0 then
        null;

      elsif v_step in ('sweep', 'review') then
        ${review}
        into v_reviewed;
        v_reviewed := v_rows;

      elsif v_step = 'lost' then
        ${end_lost};
        get diagnostics v_lost = row_count;

      elsif v_step in ('delete', 'archive', 'delete beyond last', 'archive beyond last') then
        if v_uncounted <> '{}' then
          ${make_review_due};
          v_again := true;
        end if;
        if v_archives then
          ${copy_to_archive};
          get diagnostics v_copied = row_count;
        end if;
        with gone as (
          ${delete}
        ), noted as (
          insert into ${cleanup_run_policy} as n (run_id, expires_from, rows_deleted, rows_archived)
          select v_run, source, case when v_archives then 0 else count(*) end, case when v_archives then count(*) else 0 end
          from gone group by source
          on conflict (run_id, expires_from) do update
          set rows_deleted = n.rows_deleted + excluded.rows_deleted, rows_archived = n.rows_archived + excluded.rows_archived
        )
        select count(*) into v_removed from gone;
        if v_archives and v_copied <> v_removed then
          raise exception using errcode = '40001', message = 'a task was held while it was archived';
        end if;

      elsif v_step = 'groups' then
        ${delete_groups};
        get diagnostics v_groups = row_count;
        ${delete_members};
      end if;

      v_took := extract(epoch from clock_timestamp() - v_started);
      if v_rows > 0 then
        update ${cleanup_run}
        set rows_reviewed = rows_reviewed + v_reviewed,
          rows_deleted = rows_deleted + case when v_archives then 0 else v_removed end,
          rows_archived = rows_archived + case when v_archives then v_removed else 0 end,
          groups_deleted = groups_deleted + v_groups,
          lost_ended = lost_ended + v_lost,
          partitions_dropped = partitions_dropped + v_dropped,
          batches = batches + case when v_step in ('sweep', 'review') then 0 else 1 end,
          longest_batch_micros = case when v_step in ('sweep', 'review') then longest_batch_micros
            else greatest(longest_batch_micros, (v_took * 1000000)::bigint) end
        where run_id = v_run;
      end if;
    exception when others then
      get stacked diagnostics v_state = returned_sqlstate, v_message = message_text;
      v_failed := true;
      v_run := v_run_before;
      v_place := v_place_before;
      v_stay := v_stay or v_rows > 0;
      v_rows := 0;
    end;
    commit;

    if v_failed then
      v_limit := least(v_most, greatest(10, v_limit / 2));
      if (v_state like '40%' or v_state = '55P03') and v_failures < 6 then
        v_failures := v_failures + 1;
        perform pg_sleep(case when v_step = 'drop' then 0.2 else 1 end);
        continue;
      end if;
      if v_step in ('months', 'drop') then
        -- whoever may not change the archive's months still cleans up all else
        v_problem := v_message;
      else
        v_error := coalesce(v_error, v_step || ': ' || v_message || coalesce(' (' || v_problem || ')', ''));
        exit when v_step not in ('archive', 'archive beyond last');
      end if;
      v_more := false;
    end if;
    v_failures := 0;

    if v_rows > 0 then
      v_took := extract(epoch from clock_timestamp() - v_started);
      if v_took > c_slow then
        v_limit := least(v_most, greatest(10, v_limit / 2));
      elsif v_took > v_aim then
        v_limit := least(v_most, greatest(10, v_limit - v_limit / 10));
      elsif v_took < v_aim / 3 then
        v_limit := least(v_limit * 2, v_most);
      elsif v_took < v_aim * 2 / 3 then
        v_limit := least(v_limit + greatest(1, v_limit / 10), v_most);
      end if;
      if v_more then
        if c_rate > 0 then
          -- a pause that took longer than it should is made up for, up to a fifth of a second
          v_due := greatest(v_due, v_started - interval '200 milliseconds') + make_interval(secs => v_rows::double precision / c_rate);
        end if;
        v_pause := case when v_step in ('sweep', 'review') then least(v_took, c_pause)
          when c_rate > 0 then greatest(c_pause, extract(epoch from v_due - clock_timestamp()))
          else c_pause end;
        perform pg_sleep(v_pause);
      end if;
    end if;

    if not v_more then
      v_fresh := true;
      if v_step = 'archive beyond last' and v_again then
        v_at := array_position(c_steps, 'review');
        v_reviews := 0;
        v_again := false;
      else
        v_at := v_at + 1;
      end if;
    end if;
  end loop;

  if v_error is not null and v_run is null then
    ${begin_run}
    returning run_id into v_run;
  end if;
  update ${cleanup_run} set ended_at = clock_timestamp(), stopped_by = v_stopped, error = v_error where run_id = v_run;
  ${give_back_lease};
  commit;
  if v_error is not null then
    raise exception 'the cleanup failed: %', v_error;
  end if;
end
$taskmeta$;
