"""Writes docs/benchmarks.md from raw measurements: report.py RAW.jsonl MACHINE.txt docs/benchmarks.md"""
import json
import statistics
import sys
from collections import defaultdict, namedtuple

# kind: which figures are taken, see measured(). floor and goal: one number for each of them, or None.
Target = namedtuple("Target", "comparison work peer kind floor goal")

PGBENCH_64, PLAIN_64 = "`pgbench -c 64`", "plain JDBC, same upsert, 64 connections"
MEMORY, MILLIS = "plain JDBC on SQLite in memory, µs", "median / 99 % in ms"
WAIT = "longest wait of another statement in ms / seconds a GB"
CELERY, DJANGO = "Celery's database backend, best process count", "django-celery-results, best process count"

TARGETS = [
    Target("store-1", "store, 1 caller", "`pgbench -c 1`", "ratio", [0.85], [1]),
    Target("store-64", "store, 64 blocked callers", PGBENCH_64, "ratio", [2], [4]),
    Target("store-1000", "store, 1,000 blocked callers", PGBENCH_64, "ratio", [3.5], [6]),
    Target("store-async", "storeAsync, 10,000 in flight", PGBENCH_64, "ratio", [4], [8]),
    Target("store-celery", "store, 64 callers", CELERY, "ratio", [25], [50]),
    Target("store-django", "store, 64 callers", DJANGO, "ratio", [None], [None]),
    Target("get-8", "get, 8 callers", "`pgbench -c 8`, select by key", "ratio", [0.75], [0.95]),
    Target("getmany", "getMany of 1,000", "1,000 gets", "ratio", [8], [30]),
    Target("wait-1", "wake-up, 1 waiter, another process, PostgreSQL", MILLIS, "time", [5, 25], [2, 10]),
    Target("wait-celery", "the same", "Celery's 0.5 s poll, ratio of medians", "faster", [None], [None]),
    Target("wait-10000", "10,000 waiters, 1,000 completions a second", MILLIS, "time", [None, 100], [None, 30]),
    Target("wait-10000", "the same", "connections", "connections", [2], [2]),
    Target("wait-10000", "10,000 waiters, no completions", "queries a second", "idle", [25], [5]),
    Target("mysql-64", "MySQL, 64 callers", PLAIN_64, "ratio", [1.8], [3]),
    Target("mariadb-64", "MariaDB, 64 callers", PLAIN_64, "ratio", [1.8], [3]),
    Target("mysql-wait", "MySQL wake-up, another process", MILLIS, "time", [None, 100], [None, 30]),
    Target("mariadb-wait", "MariaDB wake-up, another process", MILLIS, "time", [None, 100], [None, 30]),
    Target("sqlite-64", "SQLite, 64 callers", "one commit per store", "ratio", [15], [30]),
    Target("start", "`taskmeta get ID` on SQLite, the whole process", "an empty Java program, ratio of times", "slower", [10], [5]),
    Target("purge-postgresql", "purge without pauses, PostgreSQL", "rows a second", "rate", [40000], [80000]),
    Target("purge-postgresql", "the same", "its longest batch, ms", "longest", [100], [100]),
    Target("purge-mariadb", "purge without pauses, MariaDB", "rows a second", "rate", [35000], [70000]),
    Target("purge-mariadb", "the same", "its longest batch, ms", "longest", [100], [100]),
    Target("purge-large_mariadb", "the same with a buffer pool of 1 GB instead of 128 MB", "rows a second", "rate", [35000], [70000]),
    Target("purge-large_mariadb", "the same", "its longest batch, ms", "longest", [100], [100]),
    Target("purge-mysql", "purge without pauses, MySQL", "rows a second", "rate", [25000], [50000]),
    Target("purge-mysql", "the same", "its longest batch, ms", "longest", [100], [100]),
    Target("purge-large_mysql", "the same with a buffer pool of 1 GB instead of 128 MB", "rows a second", "rate", [25000], [50000]),
    Target("purge-large_mysql", "the same", "its longest batch, ms", "longest", [100], [100]),
    Target("purge-store", "purge while 64 callers store, PostgreSQL", "rows a second", "rate", [10000], [None]),
    Target("purge-store", "99 % of these stores", "the same without a purge, ratio of times", "late", [1.5], [1.1]),
    Target("purge-celery", "purge while 1 caller stores, PostgreSQL", "Celery's cleanup of 1,000,000 rows", "ratio", [None], [None]),
    Target("purge-celery", "the worst stall of that caller", "the same, ratio of times", "stall", [None], [None]),
    Target("purge-django", "purge while 1 caller stores, PostgreSQL", "django-celery-results' cleanup of 1,000,000 rows", "ratio", [None], [None]),
    Target("purge-django", "the worst stall of that caller", "the same, ratio of times", "stall", [None], [None]),
    Target("archive-postgresql", "a month of 10 million archived rows is dropped, PostgreSQL", WAIT, "drop", [100, 1], [100, 1]),
    Target("archive-mysql", "the same, MySQL", WAIT, "drop", [100, 1], [100, 1]),
    Target("archive-mariadb", "the same, MariaDB", WAIT, "drop", [100, 1], [100, 1]),
    Target("micro-store", "store above the driver, per call", MEMORY, "above", [40], [15]),
    Target("micro-get", "get above the driver, per call", MEMORY, "above", [40], [15]),
]
# Reports, likewise on each server: work, what it is, floor and goal in ms.
REPORTS = [
    ("daily", "`v_task_daily`, 90 days of 200 names, after 10 million tasks", 100, 20),
    ("name", "`report --by name --since 1d`, over a day of {rows}", 2000, 200),
    ("failures", "`v_task_failures`, over a day of {rows}", 2000, 200),
    ("running", "`v_task_running`, what is over its usual time, of a day of {rows}", None, None),
    ("retention", "`v_retention`, over {rows}", 30000, None),
]
SERVERS = {"postgresql": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB"}
MORE_IS_BETTER = ("ratio", "faster", "rate")

# What is measured without a floor: comparison, work, compared with.
CIRCUMSTANCES = [
    ("rows-store", "store, 64 callers, in a table that holds {rows}", "an empty table"),
    ("rows-get", "get, 8 callers, of any task of a table that holds {rows}", "a table of 10,000"),
    ("snapshot-store", "store, 64 callers, while a snapshot is held", "none held"),
]
PAYLOAD, TRIAL, REPORT = "payload-", "trial-", "reports-"
KNOWN = {target.comparison for target in TARGETS} | {each[0] for each in CIRCUMSTANCES}
BEGIN, END = "<!-- measured: written by bench/run -->", "<!-- end of measured -->"


def number(value):
    return "%.3g" % value if value < 100 else "%s" % format(round(value), ",")


def spread(values):
    return "**%s** (%s to %s)" % tuple(map(number, (statistics.median(values), min(values), max(values))))


def known(comparison):
    return comparison in KNOWN or comparison.startswith((PAYLOAD, TRIAL, REPORT))


def rows(raw):
    """comparison -> side -> settings -> round -> measurement"""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for line in raw:
        if known(line["comparison"]):
            found[line["comparison"]][line["side"]][line["settings"]][line["round"]] = line
    return found


def best(sides, field="rate_per_s"):
    """The measurements of the settings with the best median."""
    return max(sides.values(), key=lambda rounds: statistics.median(column(rounds, field) or [0]))


def column(rounds, field):
    return [r[field] for r in rounds.values() if r.get(field) not in (None, -1)]


def paired(ours, theirs, field, invert=False):
    over, under = (theirs, ours) if invert else (ours, theirs)
    both = sorted(set(ours) & set(theirs))
    pairs = [(over[n][field], under[n][field]) for n in both]
    # A rate of nothing counts as what it is; there is no ratio to it.
    return [a / b for a, b in pairs if a is not None and b]


def measured(kind, sides):
    """A list of figures, one for each round, for each number that a target of this kind has."""
    if kind == "time":
        ours = best(sides["taskmeta"], "p50_ms")
        return [column(ours, "p50_ms"), column(ours, "p99_ms")]
    if kind in ("connections", "idle"):
        field = {"connections": "connections", "idle": "idle_queries_per_s"}[kind]
        return [column(best(sides["taskmeta"], "p50_ms"), field)]
    if kind in ("rate", "longest"):
        return [column(best(sides["taskmeta"]), {"rate": "rate_per_s", "longest": "longest_ms"}[kind])]
    if kind == "drop":
        ours = next(iter(sides["taskmeta"].values()))
        return [column(ours, "worst_ms"), column(ours, "gb_s")]
    if "peer" not in sides:
        return [[]]
    if kind in ("late", "stall"):
        return [paired(best(sides["taskmeta"]), best(sides["peer"]), {"late": "p99_ms", "stall": "longest_ms"}[kind])]
    if kind == "ratio":
        return [paired(best(sides["taskmeta"]), best(sides["peer"]), "rate_per_s")]
    ours, theirs = best(sides["taskmeta"], "p50_ms"), best(sides["peer"], "p50_ms")
    if kind == "above":
        both = sorted(set(ours) & set(theirs))
        return [[ours[n]["p50_ms"] * 1000 - theirs[n]["p50_ms"] * 1000 for n in both]]
    return [paired(ours, theirs, "p50_ms", invert=kind == "faster")]


def limit(kind, numbers):
    """A floor or a goal as the table shows it."""
    given = [number(each) for each in numbers if each is not None]
    if not given:
        return ""
    only = "99 % " if len(given) < len(numbers) else ""
    return "%s%s %s" % (only, ">=" if kind in MORE_IS_BETTER else "<=", " / ".join(given))


def reaches(kind, figures, numbers):
    medians = [statistics.median(each) for each in figures]
    pairs = [(median, each) for median, each in zip(medians, numbers) if each is not None]
    return all(m >= n if kind in MORE_IS_BETTER else m <= n for m, n in pairs)


def verdict(target, figures):
    if not any(each is not None for each in target.floor):
        return ""
    if reaches(target.kind, figures, target.goal):
        return "goal reached"
    return "floor reached" if reaches(target.kind, figures, target.floor) else "missed"


def table(found):
    lines = ["| work | compared with | floor | goal | measured: median (least to most) | |", "|---" * 6 + "|"]
    for target in TARGETS:
        sides = found.get(target.comparison, {})
        figures = measured(target.kind, sides) if "taskmeta" in sides else [[]]
        if all(figures):
            value, result = " / ".join(map(spread, figures)), verdict(target, figures)
        else:
            value, result = "not measured", ""
        floor, goal = limit(target.kind, target.floor), limit(target.kind, target.goal)
        lines.append("| %s | %s | %s | %s | %s | %s |" % (target.work, target.peer, floor, goal, value, result))
    return lines


def payloads(found):
    """How large results fare, and what a store costs in memory."""
    by_size = {int(key[len(PAYLOAD):]): found[key]["taskmeta"] for key in found if key.startswith(PAYLOAD)}
    if not by_size:
        return ["Not measured."]
    lines = ["| result | stores/s | MB/s of results | p99 ms | rate as a ratio to the smallest | allocated per store, KB | heap in use, MB |"]
    lines.append("|---" * 7 + "|")
    smallest = best(by_size[min(by_size)])
    for size in sorted(by_size):
        ours = best(by_size[size])
        rates = column(ours, "rate_per_s")
        ratios = paired(ours, smallest, "rate_per_s")
        cells = [number(statistics.median(rates)), number(statistics.median(rates) * size / 1e6)]
        cells += [middle(ours, "p99_ms"), spread(ratios) if ratios else ""]
        cells += [middle(ours, "bytes_per_store", 1000), middle(ours, "heap_mb")]
        lines.append("| %s B | %s |" % (format(size, ","), " | ".join(cells)))
    return lines


def reports(found):
    lines = ["| work | floor | goal | %s |" % " | ".join(SERVERS.values()), "|---" * (3 + len(SERVERS)) + "|"]
    for work, what, floor, goal in REPORTS:
        cells, tasks = [], None
        for server in SERVERS:
            rounds = found.get("%s%s-%s" % (REPORT, work, server), {}).get("taskmeta", {})
            values = column(best(rounds, "p50_ms"), "p50_ms") if rounds else []
            tasks = next(iter(rounds), tasks)
            cells.append(reached(statistics.median(values), floor, goal) if values else "not measured")
        what = what.format(rows="%s tasks" % format(int(tasks.split()[0]), ",") if tasks else "many tasks")
        limits = ["<= %s ms" % format(each, ",") if each else "" for each in (floor, goal)]
        lines.append("| %s | %s | %s |" % (what, " | ".join(limits), " | ".join(cells)))
    return lines


def reached(millis, floor, goal):
    if not floor:
        return "**%s ms**" % number(millis)
    verdict = "goal reached" if goal and millis <= goal else "floor reached" if millis <= floor else "missed"
    return "**%s ms** (%s)" % (number(millis), verdict)


def middle(rounds, field, divisor=1):
    values = column(rounds, field)
    return number(statistics.median(values) / divisor) if values else ""


def circumstances(found):
    lines = ["| work | compared with | rate as a ratio: median (least to most) |", "|---|---|---|"]
    for comparison, work, peer in CIRCUMSTANCES:
        sides = found.get(comparison, {})
        ratios = measured("ratio", sides)[0] if "taskmeta" in sides else []
        settings = next(iter(sides.get("taskmeta", {})), "many rows")
        count, _, _ = settings.partition(" ")
        held = "%s tasks" % (format(int(count), ",") if count.isdigit() else "many")
        lines.append("| %s | %s | %s |" % (work.format(rows=held), peer, spread(ratios) if ratios else "not measured"))
    return lines


def figures(found):
    fields = ("rate_per_s", "p50_ms", "p99_ms", "longest_ms", "connections", "idle_queries_per_s", "errors")
    lines = ["| comparison | side | settings | rounds | tasks/s | p50 ms | p99 ms | longest ms | connections | idle queries/s | errors |"]
    lines.append("|---" * 11 + "|")
    for comparison in found:
        for side, by_settings in found[comparison].items():
            for settings, rounds in by_settings.items():
                cells = " | ".join(middle(rounds, field) for field in fields)
                lines.append("| %s | %s | %s | %d | %s |" % (comparison, side, settings, len(rounds), cells))
    return lines


def main(raw_file, machine_file, page_file):
    with open(raw_file) as raw:
        found = rows(json.loads(line) for line in raw)
    text = ["Ratios are taken within a round, Taskmeta's figure against the peer's of the same minutes.", ""]
    text += table(found)
    text += ["", "### Sizes of results, and memory: store, 64 callers, PostgreSQL", ""]
    text += ["Allocated is what all threads of the process do, the making of the update included; the heap is what"]
    text += ["a full collection leaves when the last store is done and the backend still open.", ""] + payloads(found)
    text += ["", "### Other circumstances, PostgreSQL", ""] + circumstances(found)
    text += ["", "### Reports", "", "Medians of five; all rows are read. MySQL and MariaDB have a buffer pool of 1 GB.", ""]
    text += reports(found)
    text += ["", "### Machine, versions, settings", "", "```"]
    text += open(machine_file).read().splitlines() + ["```", "", "### All figures, medians of the rounds", ""] + figures(found)
    page = open(page_file).read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    with open(page_file, "w") as target:
        target.write(before + BEGIN + "\n\n" + "\n".join(text) + "\n\n" + END + after)


if __name__ == "__main__":
    main(*sys.argv[1:])
