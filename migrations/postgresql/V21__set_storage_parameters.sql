-- When autovacuum comes to the table. Its defaults wait for a fifth of the rows: of ten million, for two million dead ones,
-- and then it has as much to do at once. Nobody who reads or writes is kept waiting by this change.

alter table "${task_meta}" set (
  -- A task leaves a dead version behind with most of its updates and with its removal: come at 2 % of the rows, when the
  -- room of those is what the next tasks need, and the indexes have grown little.
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_threshold = 1000,
  -- A table that is only stored to must be visited too: an index answers alone (a report on failures, a count) only for
  -- pages that are known to be visible to all.
  autovacuum_vacuum_insert_scale_factor = 0.05,
  -- The newest rows are those that are asked for, and lie beyond what the statistics know: a plan for the last hour
  -- needs statistics of the last hour.
  autovacuum_analyze_scale_factor = 0.02,
  -- A cleanup removes tens of thousands of rows a second: with the default of 200 a visit would fall behind it.
  autovacuum_vacuum_cost_limit = 1000,
  -- Large results lie in a table of their own, which is counted by itself: written once, removed once.
  toast.autovacuum_vacuum_scale_factor = 0.05,
  toast.autovacuum_vacuum_cost_limit = 1000
);
