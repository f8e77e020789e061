"""The ways in which a terminal app gives away what somebody wrote, each one closed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import Trouble
from tests.conftest import PROJECT
from tests.test_terminal import Terminal
from tests.tui.driving import running, until
from tests.tui.homes import PHRASE, MadeHome, in_home
from tui import messages

SECRET = "zqxsecret"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


# --- defects ---------------------------------------------------------------------------------------

_CRASH = """
import os
import sys
import threading
from pathlib import Path
from textual.screen import Screen
from textual.widgets import Static
from assistant.entry import Draft
from assistant.people import People
from tests.tui.homes import in_home
from tui import jobs
from tui.app import ViceVersaApp
from tui.crash import silence
from tui.messages import PairOpened

home, phrase, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
pair = People(home).unlock(phrase)
pair.journal.keep_draft(Draft(text="zqxsecret kept before"))

class Page(Screen):
    def compose(self):
        yield Static("zqxsecret on the screen")
    def draft_in_hand(self):
        return Draft(text="zqxsecret in hand") if way != "draft" else 1 / 0

opened, guide_opened = ViceVersaApp.on_pair_opened, ViceVersaApp.on_guide_opened

async def on_pair_opened(self, message):
    await opened(self, message)
    self.push_screen(Page())
    if way == "job":
        jobs.start(self, "x", lambda: broken("zqxsecret argument"))
        return
    if way == "thread":
        threading.Thread(target=broken, args=("zqxsecret",)).start()
    self.call_later(broken, "zqxsecret argument")

def on_guide_opened(self, message):
    guide_opened(self, message)
    self.post_message(PairOpened(pair))

ViceVersaApp.on_pair_opened, ViceVersaApp.on_guide_opened = on_pair_opened, on_guide_opened

def broken(text):
    private = text + " local"
    raise ValueError("zqxsecret message: " + private)

silence()
app = ViceVersaApp(in_home(home))
app.run(headless=True)
app.before_leaving()
sys.stdout.flush()
sys.stderr.flush()
os._exit(app.return_code)  # as the program ends: its threads are not waited for
"""


@pytest.mark.parametrize("way", ["handler", "job", "thread", "draft"])
def test_a_crash_tells_nothing_and_loses_nothing(made: MadeHome, home: Path, way: str) -> None:
    made.copied(home)
    done = subprocess.run(
        [sys.executable, "-c", _CRASH, str(home), PHRASE, way],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=PROJECT,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 1, told
    assert SECRET not in told
    assert "Priya" not in told
    assert "Traceback" not in told
    assert "ValueError at __main__:" in done.stderr
    for path in home.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    pair = made.opened(home)
    draft = pair.journal.draft()
    assert not pair.read_only
    pair.close()
    assert draft is not None
    assert draft.text == f"{SECRET} {'kept before' if way == 'draft' else 'in hand'}"


# --- the terminal ----------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["q", "SIGTERM", "SIGHUP"])
def test_nothing_is_left_on_a_real_terminal(
    viceversa: list[str], made: MadeHome, home: Path, tmp_path: Path, end: str
) -> None:
    made.copied(home)
    with Terminal([*viceversa, "--home", str(home)], tmp_path) as terminal:
        terminal.sees("Unlock your journal")
        terminal.press("u")
        terminal.sees("Your passphrase opens it.")
        terminal.press(PHRASE + "\r")
        terminal.sees("PRIVATE · Priya")
        terminal.press("3w")
        terminal.sees("Ctrl+S")
        terminal.press(SECRET)
        terminal.sees(SECRET)
        if end == "q":
            terminal.press("\x11")
            assert terminal.ended() == 0
        else:
            number = getattr(signal, end)
            terminal.signal(number)
            assert terminal.ended() == 128 + number
        raw = terminal.raw
    assert PHRASE.encode() not in raw
    assert b"\x1b[?1049l" in raw
    after = raw.rpartition(b"\x1b[?1049l")[2]
    assert SECRET.encode() not in after
    assert b"Priya" not in after
    # No title of a window, and nothing in the clipboard.
    assert not re.findall(rb"\x1b\](?:0|1|2|52);", raw)
    pair = made.opened(home)
    draft = pair.journal.draft()
    pair.close()
    assert draft is not None
    assert SECRET in draft.text


def test_under_debugging_variables_nothing_is_unlocked(
    viceversa: list[str],
    made: MadeHome,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made.copied(home)
    monkeypatch.setenv("TEXTUAL_LOG", str(tmp_path / "log"))
    with Terminal([*viceversa, "--home", str(home)], tmp_path) as terminal:
        terminal.sees("Unlock your journal")
        terminal.press("u")
        terminal.sees("The variable TEXTUAL_LOG is set")
        terminal.press("q")
        assert terminal.ended() == 0
    assert not (tmp_path / "log").exists()


# --- pictures, titles, messages --------------------------------------------------------------------


async def test_no_picture_is_taken(home: Path, tmp_path: Path) -> None:
    async with running(in_home(home)) as (app, pilot):
        before = set(tmp_path.rglob("*.svg"))
        await app.run_action("screenshot")
        assert app.save_screenshot(path=str(tmp_path)) == ""
        assert app.deliver_screenshot(path=str(tmp_path)) is None
        await pilot.pause()
        assert set(tmp_path.rglob("*.svg")) == before
        assert "screenshot" not in {
            binding.action for bound in app._bindings.key_to_bindings.values() for binding in bound
        }


async def test_no_notification_and_no_title_names_anybody(made: MadeHome, home: Path) -> None:
    async with running(in_home(made.copied(home))) as (app, pilot):
        app.post_message(messages.PairOpened(made.opened(home)))
        await until(pilot, lambda: app.pair)
        assert (app.title, app.sub_title) == ("Vice Versa", "")
        app.copy_to_clipboard(SECRET)
        await pilot.pause()
        assert not list(app._notifications)


def test_messages_say_nothing_of_what_they_carry(made: MadeHome, home: Path) -> None:
    pair = made.opened(made.copied(home))
    carriers = [
        messages.PairOpened(pair, [SECRET], pair.me, SECRET),
        messages.PairMade(made.made),
        messages.PairRefused(Trouble(SECRET, SECRET)),
        messages.StrengthTold(SECRET),
        messages.KeysChanged(SECRET),
    ]
    pair.close()
    for message in carriers:
        assert SECRET not in repr(message)
        assert "Priya" not in repr(message)
        assert made.made.code.code not in repr(message)


# --- memory ----------------------------------------------------------------------------------------


_UNREADABLE = """
import ctypes, subprocess, sys, threading
from tui import __main__ as way_in

def command(arguments):
    # Threads and child processes go on as before.
    threading.Thread(target=lambda: None).start()
    subprocess.run([sys.executable, "-c", ""], check=True, close_fds=True)
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    return 0

print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
way_in._command = command
way_in.main(["journal", "list"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has it")
def test_no_other_process_can_read_the_memory_of_app_or_command() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _UNREADABLE],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=PROJECT,
    )
    assert done.stdout.split() == ["1", "0"]
