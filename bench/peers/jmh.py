"""Picks one benchmark out of JMH's results: jmh.py RESULTS.json METHOD ; prints what record.py takes."""
import json
import sys

for each in json.load(open(sys.argv[1])):
    if each["benchmark"].endswith("." + sys.argv[2]):
        allocated = [v["score"] for k, v in each["secondaryMetrics"].items() if k.endswith("gc.alloc.rate.norm")]
        millis = each["primaryMetric"]["score"] / 1000
        bytes_each = allocated[0] if allocated else None
        print(json.dumps([{"work": sys.argv[2], "p50_ms": millis, "bytes_per_call": bytes_each}]))
