"""The real program in a real pseudo-terminal, seen through a terminal emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pyte
import pytest

_PATIENCE = 60


class Terminal:
    """A program on a pseudo-terminal of a given size, and the screen it draws."""

    def __init__(self, command: list[str], cwd: Path, size: tuple[int, int] = (80, 24)) -> None:
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._master = master
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=cwd,
            env=dict(os.environ),  # readline puts COLUMNS and LINES behind Python's back
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 -- closing hangs up
            close_fds=True,
        )
        os.close(slave)

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def _read(self) -> None:
        ready, _, _ = select.select([self._master], [], [], 0.05)
        if ready:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            self.raw += data
            # pyte does not know this private form of a common sequence.
            self._stream.feed(data.replace(b"\x1b[>", b"\x1b["))

    def until(self, holds: Callable[[str], object], what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self._read()
            if holds(self.text()):
                return
        raise AssertionError(f"never seen: {what}\n{self.text()}")

    def sees(self, words: str) -> None:
        self.until(lambda shown: words in shown, words)

    def press(self, keys: str) -> None:
        self.send(keys.encode())

    def send(self, data: bytes) -> None:
        os.write(self._master, data)

    def signal(self, number: int) -> None:
        os.kill(self._process.pid, number)

    def ended(self) -> int:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self._read()
            code = self._process.poll()
            if code is not None:
                return code
        raise AssertionError(f"never ended\n{self.text()}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._master)


def test_search_card_agenda_export_and_quit(
    viceversa: list[str], real_home: Path, tmp_path: Path
) -> None:
    with Terminal([*viceversa, "--home", str(real_home)], tmp_path) as terminal:
        terminal.sees("The next session")
        terminal.sees("Searching by meaning")
        terminal.press("/")
        terminal.sees("Type a worry")
        terminal.press("he wont let me get a word in")
        terminal.sees("When the senior takes over the session")
        terminal.press("\r")
        terminal.sees("c clear")
        terminal.press("\r")
        terminal.sees("for the mentor (junior)")
        terminal.press("\x1b")
        terminal.sees("every theme")
        terminal.sees("c clear")
        terminal.press("4")
        terminal.sees("what today should give")
        terminal.sees("minute 0 to 5 of 45")
        terminal.press("+")
        terminal.sees("minute 0 to 6 of 45")
        terminal.press("x")
        terminal.sees("Export the agenda")
        terminal.press("\r")
        terminal.sees("Written to")
        terminal.press("q")
        assert terminal.ended() == 0
    written = (tmp_path / "agenda-early-45.md").read_text(encoding="utf-8")
    assert written.startswith("# 45 minutes")
    assert "(6 min, the mentor leads)" in written
    # Nothing of it gets into the window's title or clipboard, or is left on the screen behind.
    for command in re.findall(rb"\x1b\].*?(?:\x07|\x1b\\)", terminal.raw, re.DOTALL):
        assert b"word in" not in command
    assert b"word in" not in terminal.raw.rpartition(b"\x1b[?1049l")[2]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_gives_the_screen_back(
    viceversa: list[str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with Terminal([*viceversa, "demo", "--home", str(home)], tmp_path) as terminal:
        terminal.sees("Session 7 with Martin")
        number = getattr(signal, name)
        terminal.signal(number)
        assert terminal.ended() == 128 + number
        assert b"\x1b[?1049l" in terminal.raw
    assert not list(scratch.glob("viceversa-demo-*"))


def test_debugging_variables_of_textual_write_nothing(
    viceversa: list[str], home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.setenv("TEXTUAL", "debug,devtools")
    monkeypatch.setenv("TEXTUAL_DEBUG", "1")
    monkeypatch.setenv("TEXTUAL_LOG", str(work / "log"))
    monkeypatch.setenv("TEXTUAL_SCREENSHOT", "1")
    monkeypatch.setenv("TEXTUAL_SCREENSHOT_LOCATION", str(work))
    monkeypatch.setenv("TEXTUAL_DRIVER", "no_such:Driver")
    with Terminal([*viceversa, "--home", str(home)], work) as terminal:
        terminal.sees("The next session")
        terminal.press("/")
        terminal.sees("every theme")
        terminal.press("zqx")
        terminal.sees("zqx")
        terminal.press("\x1b")
        terminal.sees("c clear")
        terminal.press("q")
        assert terminal.ended() == 0
    assert not list(work.iterdir())


def test_bytes_that_are_not_utf8_do_not_end_the_app(
    viceversa: list[str], home: Path, tmp_path: Path
) -> None:
    with Terminal([*viceversa, "--home", str(home)], tmp_path) as terminal:
        terminal.sees("The next session")
        terminal.press("/")
        terminal.sees("every theme")
        terminal.send(b"caf\xe9 noir")
        terminal.sees("noir")
        terminal.press("\x1b")
        terminal.sees("c clear")
        terminal.press("q")
        assert terminal.ended() == 0


def test_quitting_while_the_model_loads_does_not_wait(
    viceversa: list[str], home: Path, tmp_path: Path
) -> None:
    with Terminal([*viceversa, "--home", str(home)], tmp_path) as terminal:
        terminal.sees("while the language model loads")
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("size", [(20, 5), (39, 24), (80, 9)])
def test_a_terminal_too_small_is_told_in_a_sentence(
    viceversa: list[str], home: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    with Terminal([*viceversa, "--home", str(home)], tmp_path, size) as terminal:
        assert terminal.ended() == 1
        said = terminal.raw.decode().replace("\r\n", "")
        assert f"This terminal is {size[0]}×{size[1]}" in said
        assert "Traceback" not in said


def test_the_demo_leaves_nothing_behind(
    viceversa: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with Terminal([*viceversa, "demo"], tmp_path) as terminal:
        terminal.sees("Session 7 with Martin")
        assert list(scratch.glob("viceversa-demo-*"))
        terminal.press("q")
        assert terminal.ended() == 0
    assert not list(scratch.glob("viceversa-demo-*"))


def test_a_dumb_terminal_gets_the_tour(
    viceversa: list[str], real_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with Terminal([*viceversa, "--home", str(real_home)], tmp_path, (80, 200)) as terminal:
        assert terminal.ended() == 0
        assert b"Vice Versa, a tour" in terminal.raw
        assert b"\x1b" not in terminal.raw


def test_tmux_shows_the_app(viceversa: list[str], home: Path, tmp_path: Path) -> None:
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed here")
    server = ["tmux", "-L", f"viceversa-{os.getpid()}"]
    command = f"{viceversa[0]} --home {home}"
    subprocess.run(
        [*server, "new-session", "-d", "-x", "80", "-y", "24", command], cwd=tmp_path, check=True
    )
    try:
        end = time.monotonic() + _PATIENCE
        shown = ""
        while "The next session" not in shown and time.monotonic() < end:
            shown = subprocess.run(
                [*server, "capture-pane", "-p"], capture_output=True, text=True, check=False
            ).stdout
        assert "The next session" in shown
    finally:
        subprocess.run([*server, "kill-server"], check=False)
