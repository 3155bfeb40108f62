"""Runs a command as a whole process and prints what it took: measure.py STDERR-FILE COMMAND …"""

import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
with open(sys.argv[1], "wb") as errors:
    done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=errors)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(
    json.dumps(
        {
            "code": done.returncode,
            "wall": wall,
            "cpu": used.ru_utime + used.ru_stime,
            "peak_mb": used.ru_maxrss / 1024,
        }
    )
)
