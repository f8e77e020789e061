"""Whole processes, measured from outside."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

VICEVERSA = str(Path(sys.executable).with_name("viceversa"))
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""So that others, too, do not wait for a network."""

_LAUNCHER = Path(__file__).with_name("launcher.py")
_BUSY = "import os; own = os.getppid()\nwhile os.getppid() == own: pass"


class Run(NamedTuple):
    """What a process took: seconds, and MiB at its peak."""

    seconds: float
    mebibytes: float


def whole(command: Sequence[str], home: Path, *, prints: bool = False) -> Run:
    """Run a whole process; with `prints`, it must print something. SystemExit where it fails."""
    launched = subprocess.run(
        [sys.executable, "-I", "-S", str(_LAUNCHER), *command],
        env=os.environ | OFFLINE | {"VICEVERSA_HOME": str(home)},
        check=True,
        capture_output=True,
    )
    seconds, mebibytes, status, printed = json.loads(launched.stdout)
    if status or (prints and not printed):
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(seconds, mebibytes)


def alternately(commands: Sequence[Sequence[str]], home: Path, runs: int) -> list[list[Run]]:
    """`runs` rounds of all `commands` in turn, after one that does not count: runs by command."""
    rounds = [[whole(command, home, prints=True) for command in commands] for _ in range(runs + 1)]
    return [list(own) for own in zip(*rounds[1:], strict=True)]


def first_frame(command: Sequence[str], home: Path) -> Run:
    """Seconds until the app has drawn its name on a pseudo-terminal, and its MiB then."""
    started = time.perf_counter()
    child, master = pty.fork()
    if child == 0:
        os.environ.update(VICEVERSA_HOME=str(home), TERM="xterm-256color", COLUMNS="80", LINES="24")
        os.execvp(command[0], list(command))
    drawn = b""
    while b"Vice Versa" not in drawn:
        if select.select([master], [], [], 20)[0]:
            drawn += os.read(master, 65536)
    seconds = time.perf_counter() - started
    status = Path(f"/proc/{child}/status").read_text(encoding="utf-8")
    mebibytes = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(master)
    return Run(seconds, mebibytes)


@contextlib.contextmanager
def all_cores_busy() -> Iterator[None]:
    """As many processes that only count as there are cores; they end with the block, or with us."""
    loops = [
        subprocess.Popen([sys.executable, "-I", "-S", "-c", _BUSY])
        for _ in range(os.cpu_count() or 1)
    ]
    try:
        time.sleep(1)  # until they have started, and the scheduler knows them
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
