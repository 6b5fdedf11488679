"""Writes docs/benchmarks.md from raw measurements: report.py RAW.jsonl MACHINE.txt docs/benchmarks.md"""
import json
import statistics
import sys
from collections import defaultdict

# comparison, work, compared with, floor, goal, kind ("ratio" of rates, "time" the wake-up itself,
# "slower" ratio of times, "gets" getMany against as many gets)
TARGETS = [
    ("store-1", "store, 1 caller", "`pgbench -c 1`", ">= 0.85", ">= 1", "ratio"),
    ("store-64", "store, 64 blocked callers", "`pgbench -c 64`", ">= 2", ">= 4", "ratio"),
    ("store-1000", "store, 1,000 blocked callers", "`pgbench -c 64`", ">= 3.5", ">= 6", "ratio"),
    ("store-async", "storeAsync, 10,000 in flight", "`pgbench -c 64`", ">= 4", ">= 8", "ratio"),
    ("store-celery", "store, 64 callers", "Celery's database backend, best process count", ">= 25", ">= 50", "ratio"),
    ("store-django", "store, 64 callers", "django-celery-results, best process count", "", "", "ratio"),
    ("get-8", "get, 8 callers", "`pgbench -c 8`, select by key", ">= 0.75", ">= 0.95", "ratio"),
    ("getmany", "getMany of 1,000", "1,000 gets", ">= 8", ">= 30", "ratio"),
    ("wait-1", "wake-up, 1 waiter, another process, PostgreSQL", "median / 99 % in ms", "<= 5 / 25", "<= 2 / 10", "time"),
    ("wait-celery", "the same", "Celery's 0.5 s poll, ratio of medians", "", "", "faster"),
    ("wait-10000", "10,000 waiters, 1,000 completions a second", "median / 99 % in ms", "99 % <= 100", "99 % <= 30", "time"),
    ("mysql-64", "MySQL, 64 callers", "plain JDBC, same upsert, 64 connections", ">= 1.8", ">= 3", "ratio"),
    ("mariadb-64", "MariaDB, 64 callers", "plain JDBC, same upsert, 64 connections", ">= 1.8", ">= 3", "ratio"),
    ("mysql-wait", "MySQL wake-up, another process", "median / 99 % in ms", "99 % <= 100", "99 % <= 30", "time"),
    ("mariadb-wait", "MariaDB wake-up, another process", "median / 99 % in ms", "99 % <= 100", "99 % <= 30", "time"),
    ("sqlite-64", "SQLite, 64 callers", "one commit per store", ">= 15", ">= 30", "ratio"),
    ("start", "`taskmeta get ID` on SQLite, the whole process", "an empty Java program, ratio of times", "<= 10", "<= 5", "slower"),
    ("micro-store", "store above the driver, per call", "plain JDBC on SQLite in memory, µs", "<= 40", "<= 15", "above"),
    ("micro-get", "get above the driver, per call", "plain JDBC on SQLite in memory, µs", "<= 40", "<= 15", "above"),
]
BEGIN, END = "<!-- measured: written by bench/run -->", "<!-- end of measured -->"


def number(value):
    return "%.3g" % value if value < 100 else "%s" % format(round(value), ",")


def spread(values):
    return "**%s** (%s to %s)" % tuple(map(number, (statistics.median(values), min(values), max(values))))


def rows(raw):
    """comparison -> side -> settings -> round -> measurement"""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for line in raw:
        found[line["comparison"]][line["side"]][line["settings"]][line["round"]] = line
    return found


def best(sides, field="rate_per_s"):
    """The measurements of the settings with the best median."""
    return max(sides.values(), key=lambda rounds: statistics.median(r[field] for r in rounds.values()))


def paired(ours, theirs, field, invert=False):
    both = sorted(set(ours) & set(theirs))
    pairs = [(ours[n][field], theirs[n][field]) for n in both if ours[n][field] and theirs[n][field]]
    return [b / a if invert else a / b for a, b in pairs]


def measured(kind, sides):
    if kind == "time":
        ours = list(best(sides["taskmeta"], "p50_ms").values())
        return " / ".join(spread([m[f] for m in ours]) for f in ("p50_ms", "p99_ms"))
    if kind == "ratio":
        ratios = paired(best(sides["taskmeta"]), best(sides["peer"]), "rate_per_s")
    else:
        ours, theirs = best(sides["taskmeta"], "p50_ms"), best(sides["peer"], "p50_ms")
        if kind == "above":
            both = sorted(set(ours) & set(theirs))
            ratios = [ours[n]["p50_ms"] * 1000 - theirs[n]["p50_ms"] * 1000 for n in both]
        else:
            ratios = paired(ours, theirs, "p50_ms", invert=kind == "faster")
    return spread(ratios) if ratios else "not measured"


def table(found):
    lines = ["| work | compared with | floor | goal | measured: median (least to most) |", "|---|---|---|---|---|"]
    for key, work, peer, floor, goal, kind in TARGETS:
        sides = found.get(key, {})
        complete = "taskmeta" in sides and (kind == "time" or "peer" in sides)
        value = measured(kind, sides) if complete else "not measured"
        lines.append("| %s | %s | %s | %s | %s |" % (work, peer, floor, goal, value))
    return lines


def figures(found):
    fields = ("rate_per_s", "p50_ms", "p99_ms", "connections", "idle_queries_per_s", "errors")
    lines = ["| comparison | side | settings | rounds | tasks/s | p50 ms | p99 ms | connections | idle queries/s | errors |"]
    lines.append("|---" * 10 + "|")
    for comparison in found:
        for side, by_settings in found[comparison].items():
            for settings, rounds in by_settings.items():
                cells = []
                for field in fields:
                    values = [r[field] for r in rounds.values() if r.get(field) not in (None, -1)]
                    cells.append(number(statistics.median(values)) if values else "")
                lines.append("| %s | %s | %s | %d | %s |" % (comparison, side, settings, len(rounds), " | ".join(cells)))
    return lines


def main(raw_file, machine_file, page_file):
    with open(raw_file) as raw:
        found = rows(json.loads(line) for line in raw)
    text = ["Ratios are taken within a round, Taskmeta's figure against the peer's of the same minute.", ""]
    text += table(found) + ["", "### Machine, versions, settings", "", "```"]
    text += open(machine_file).read().splitlines() + ["```", "", "### All figures, medians of the rounds", ""] + figures(found)
    page = open(page_file).read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    with open(page_file, "w") as target:
        target.write(before + BEGIN + "\n\n" + "\n".join(text) + "\n\n" + END + after)


if __name__ == "__main__":
    main(*sys.argv[1:])
