"""jrnl beside ours: whole processes in turns that add an entry, and that search for a rare word.

jrnl has an environment of its own below .venv/peers, made at the first run, and is never a dependency. Its
journal has the same entries and is encrypted. Of our time, the passphrase alone takes half a second or more
on purpose: each guess costs a thief as much.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripts.figures import Report
from scripts.peers import ENVIRONMENTS
from scripts.processes import VICEVERSA, Run

RARE = "xylophone"
_START = datetime(2016, 1, 1, 9, tzinfo=UTC)


def measure(
    report: Report, home: Path, texts: Sequence[str], passphrase: str, runs: int = 5
) -> None:
    """Whole processes in turns: an entry added, a rare word searched for."""
    python = _jrnl()
    if python is None:
        return
    with tempfile.TemporaryDirectory(prefix="viceversa-bench-") as folder:
        moments = [(_START + number * timedelta(hours=9)) for number in range(len(texts))]
        entries = [
            (moment.strftime("%Y-%m-%d %H:%M"), text)
            for moment, text in zip(moments, texts, strict=True)
        ]
        (Path(folder) / "entries.json").write_text(json.dumps(entries), encoding="utf-8")
        script = str(Path(__file__).with_name("peer_jrnl.py"))
        theirs = [python, script]
        _run([*theirs, "build", folder])
        mine = [VICEVERSA, "--home", str(home), "journal"]
        report.part(
            "Beside jrnl, whole processes in turns, its journal of the same entries encrypted"
        )
        line = b"A line about trust and a promise that was kept."
        for name, own, other in (
            ("add", ["add"], ["add", folder]),
            ("search", ["search", RARE], ["search", folder, RARE]),
        ):
            pairs = [
                (_with_passphrase([*mine, *own], line, passphrase), _run([*theirs, *other]))
                for _ in range(runs + 1)
            ][1:]
            report.row(f"{name}, ours", [own.seconds for own, _ in pairs], "s")
            report.row(f"{name}, jrnl", [other.seconds for _, other in pairs], "s")
            ratios = [own.seconds / other.seconds for own, other in pairs]
            report.row(f"{name}, ours over jrnl", ratios, "x")


def _jrnl() -> str | None:
    environment = ENVIRONMENTS / "jrnl"
    python = str(environment / "bin" / "python")
    install = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "jrnl"]
    if not (environment / ".installed").exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
            subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError):
            print("jrnl cannot be installed here; left out")
            return None
        (environment / ".installed").touch()
    return python


def _run(command: list[str]) -> Run:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return Run(time.perf_counter() - started, 0)


def _with_passphrase(command: list[str], stdin: bytes, passphrase: str) -> Run:
    read, write = os.pipe()
    os.write(write, passphrase.encode())
    os.close(write)
    started = time.perf_counter()
    try:
        subprocess.run(
            [*command, "--passphrase-fd", str(read)],
            input=stdin,
            check=True,
            capture_output=True,
            pass_fds=[read],
        )
    finally:
        os.close(read)
    return Run(time.perf_counter() - started, 0)
