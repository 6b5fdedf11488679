"""Appends measurements (a JSON list on standard input) to a file, one object to a line, with what they were.

    record.py FILE ROUND COMPARISON SIDE SETTINGS

Where several works were measured, {work} in COMPARISON tells them apart, or SIDE has one of each with commas
between; an empty one is left out.
"""
import json
import sys

target, number, comparison, side, settings = sys.argv[1:]
measurements = json.load(sys.stdin)
with open(target, "a") as raw:
    sides = side.split(",") if "," in side else [side] * len(measurements)
    for side, measurement in zip(sides, measurements, strict=True):
        if not side:
            continue
        name = comparison.replace("{work}", measurement["work"])
        line = {"round": int(number), "comparison": name, "side": side, "settings": settings}
        raw.write(json.dumps({**line, **measurement}) + "\n")
        shown = {k: measurement[k] for k in measurement if k.endswith(("_s", "_ms", "_mb", "_store", "ions", "errors"))}
        print("  round %s  %-28s %-10s %s" % (number, name, side, shown), file=sys.stderr)
