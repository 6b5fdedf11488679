"""How long a command takes as a whole process: process_time.py TIMES COMMAND… ; prints one JSON object."""
import json
import subprocess
import sys
import time

times = []
for _ in range(int(sys.argv[1])):
    start = time.monotonic()
    subprocess.run(sys.argv[2:], check=True, stdout=subprocess.DEVNULL)
    times.append((time.monotonic() - start) * 1000)
times.sort()
print(json.dumps([{"work": "process", "p50_ms": times[len(times) // 2], "p99_ms": times[-1]}]))
