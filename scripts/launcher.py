"""Runs a command and prints its seconds, peak MiB, exit status and characters printed, as JSON.

Linux counts what the parent had in memory as its child's peak, so whoever measures memory must start the
command from a small process: this one imports next to nothing.
"""

import json
import os
import subprocess
import sys
import time


def main() -> None:
    """Run the command that the arguments are."""
    started = time.perf_counter()
    process = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    printed = len(process.stdout.read())
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    print(json.dumps([seconds, used.ru_maxrss / unit, status, printed]))


if __name__ == "__main__":
    main()
