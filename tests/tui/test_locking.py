"""Locking: in time, with every word kept, and nothing left to be seen."""

from __future__ import annotations

import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from assistant.entry import Draft
from tests.knowledge.refusals import files_limited_to
from tests.tui.driving import App, screen_text, until
from tests.tui.homes import MadeHome, in_home
from tui.door import guarded
from tui.idle import BLUR_BEFORE, SLEPT, Idle, IdleWatch
from tui.messages import PairOpened, PairRefused
from tui.screens.hidden import BlurScreen, UnsavedScreen

WORDS = "words nobody else should read"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


class Times:
    """Two clocks that go when told to."""

    def __init__(self) -> None:
        self.monotonic = 1_000.0
        self.wall = 5_000.0
        self.watch = IdleWatch(lambda: self.monotonic, lambda: self.wall)

    def pass_(self, seconds: float, *, asleep: bool = False) -> None:
        self.wall += seconds
        if not asleep:
            self.monotonic += seconds


class PageScreen(Screen[None]):
    """A page somebody writes on."""

    def __init__(self, text: str = WORDS) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        yield Static(self.text)

    def draft_in_hand(self) -> Draft | None:
        return Draft(text=self.text)


@asynccontextmanager
async def unlocked(
    made: MadeHome, home: Path, times: Times | None = None
) -> AsyncIterator[tuple[App, Pilot[None]]]:
    times = times or Times()
    app = App(in_home(made.copied(home)), watch=times.watch)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "meaning" in app.model_state, "the model is loaded")
        app.post_message(PairOpened(made.opened(home)))
        await until(pilot, lambda: app.pair is not None, "unlocked")
        await until(pilot, lambda: "PRIVATE" in screen_text(app))
        yield app, pilot


def flat(app: App) -> str:
    """What is on the screen, as one line."""
    return " ".join(screen_text(app).split())


def draft_in(made: MadeHome, home: Path) -> str:
    pair = made.opened(home)
    draft = pair.journal.draft()
    pair.close()
    return draft.text if draft else ""


def step(app: App, times: Times, seconds: float) -> None:
    """Let time go by as it does, looked at every few seconds."""
    while seconds > 0:
        times.pass_(min(5.0, seconds))
        app.tick()
        seconds -= 5.0


# --- the time --------------------------------------------------------------------------------------


def test_idle_time_hides_then_locks() -> None:
    times = Times()
    due = []
    for _ in range(60):
        times.pass_(5)
        due.append(times.watch.look())
    assert due.index(Idle.BLUR) == (300 - BLUR_BEFORE) / 5 - 1
    assert due.index(Idle.LOCK) == 300 / 5 - 1
    times.watch.touch()
    assert times.watch.look() is Idle.NOTHING


@pytest.mark.parametrize("asleep", [True, False])
def test_sleep_is_noticed_whether_the_clock_stood_still_or_not(asleep: bool) -> None:
    times = Times()
    times.pass_(SLEPT + 1, asleep=asleep)
    assert times.watch.look() is Idle.SLEPT
    times.pass_(1)
    assert times.watch.look() is Idle.NOTHING


def test_a_clock_set_back_changes_nothing() -> None:
    times = Times()
    times.wall -= 3_600
    assert times.watch.look() is Idle.NOTHING
    times.pass_(1)
    assert times.watch.look() is Idle.NOTHING


# --- hiding ----------------------------------------------------------------------------------------


async def test_the_screen_is_hidden_first_and_any_key_shows_it_and_does_no_more(
    made: MadeHome, home: Path
) -> None:
    times = Times()
    async with unlocked(made, home, times) as (app, pilot):
        step(app, times, 275)
        await until(pilot, lambda: "Hidden." in screen_text(app))
        assert "Priya" not in screen_text(app)
        await pilot.press("4")
        await until(pilot, lambda: "Martin has not joined" in screen_text(app))
        assert app.current_mode == "today"
        step(app, times, 100)
        assert app.pair is not None
        assert not isinstance(app.screen, BlurScreen)


async def test_f8_hides_at_once_and_only_a_press_shows(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, BlurScreen))

        def mouse(kind: type[events.MouseEvent]) -> events.MouseEvent:
            return kind(None, 5, 1, 0, 0, 1, False, False, False)

        app.post_message(mouse(events.MouseMove))
        await pilot.pause()
        assert isinstance(app.screen, BlurScreen)
        app.post_message(mouse(events.MouseDown))
        await until(pilot, lambda: not isinstance(app.screen, BlurScreen))
        app.post_message(mouse(events.MouseUp))
        await pilot.pause()
        assert app.current_mode == "today"
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, BlurScreen))
        app.post_message(events.Paste("pasted"))
        await until(pilot, lambda: not isinstance(app.screen, BlurScreen))


# --- locking ---------------------------------------------------------------------------------------


async def test_after_idle_minutes_it_locks_and_the_words_come_back(
    made: MadeHome, home: Path
) -> None:
    times = Times()
    async with unlocked(made, home, times) as (app, pilot):
        await app.action_go("journal")
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        pair = weakref.ref(app.pair)
        step(app, times, 300)
        assert app.pair is None
        await until(pilot, lambda: "Locked after 5 minutes" in screen_text(app))
        shown = screen_text(app)
        assert "What you were writing is kept as a draft." in flat(app)
        assert WORDS not in shown
        assert "Priya" not in shown
        await until(pilot, lambda: gc.collect() >= 0 and pair() is None, "the pair is freed")
    assert draft_in(made, home) == WORDS


async def test_sleep_locks_at_once(made: MadeHome, home: Path) -> None:
    times = Times()
    async with unlocked(made, home, times) as (app, pilot):
        times.pass_(3_600, asleep=True)
        app.tick()
        assert app.pair is None
        await until(pilot, lambda: "was asleep" in screen_text(app))


async def test_a_page_left_open_in_another_place_is_kept_and_closed(
    made: MadeHome, home: Path
) -> None:
    async with unlocked(made, home) as (app, pilot):
        await app.action_go("journal")
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        await app.action_go("today")
        app.copy_to_clipboard(WORDS)
        await until(pilot, lambda: "emptied in 30 seconds" in flat(app))
        assert app.clipboard == WORDS
        await pilot.press("ctrl+l")
        assert app.pair is None
        assert app.clipboard == ""
        await pilot.press("3")
        await until(pilot, lambda: app.current_mode == "journal" and app.screen.query("TopLine"))
        assert WORDS not in screen_text(app)
        assert len(app.screen_stack) == 1
    assert draft_in(made, home) == WORDS


async def test_a_card_stays_open(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: app.screen.query("#card"))
        await pilot.press("ctrl+l")
        assert app.pair is None
        assert app.screen.query("#card")


async def test_words_that_cannot_be_kept_are_hidden_not_lost(made: MadeHome, home: Path) -> None:
    times = Times()
    async with unlocked(made, home, times) as (app, pilot):
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        with files_limited_to(20):
            step(app, times, 300)
            await until(pilot, lambda: "could not be kept" in screen_text(app))
            assert app.pair is not None
            assert WORDS not in screen_text(app)
            step(app, times, 100)
            for key in ("t", "1", "escape", "ctrl+p", "q"):
                await pilot.press(key)
                await pilot.pause()
                assert isinstance(app.screen, UnsavedScreen)
            assert WORDS not in screen_text(app)
        await pilot.press("t")
        await until(pilot, lambda: app.pair is None, "locked")
        await until(pilot, lambda: "kept as a draft" in flat(app))
    assert draft_in(made, home) == WORDS


async def test_words_that_cannot_be_kept_may_be_given_up(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        with files_limited_to(20):
            await pilot.press("ctrl+l")
            await until(pilot, lambda: "Lock and lose it" in screen_text(app))
            await pilot.press("l")
            await until(pilot, lambda: app.pair is None, "locked")
            await until(pilot, lambda: "Locked" in screen_text(app))
            assert "kept as a draft" not in flat(app)
    assert draft_in(made, home) == ""


async def test_quitting_keeps_the_words_and_lets_go_of_the_lock(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        with files_limited_to(20):
            await pilot.press("ctrl+q")
            await until(pilot, lambda: "Quit and lose it" in screen_text(app))
        await pilot.press("t")
    assert app.return_code == 0
    pair = made.opened(home)
    assert not pair.read_only
    pair.close()
    assert draft_in(made, home) == WORDS


async def test_being_told_to_leave_keeps_the_words(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        app.exit(return_code=143)
    assert app.return_code == 143
    assert draft_in(made, home) == WORDS


async def test_the_minutes_are_those_that_are_set(made: MadeHome, home: Path) -> None:
    made.copied(home)
    (home / "settings.toml").write_text("[privacy]\nlock_after = 1", encoding="utf-8")
    app = App(in_home(home))
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.workspace)
        assert app.idle.after == 60.0


def test_work_that_a_lock_overtakes_ends_in_a_sentence(made: MadeHome, home: Path) -> None:
    pair = made.opened(made.copied(home))

    def work() -> PairOpened:
        raise AttributeError("keys")

    with pytest.raises(AttributeError):
        guarded(work, pair)()
    pair.close()
    message = guarded(work, pair)()
    assert isinstance(message, PairRefused)
    assert "locked meanwhile" in str(message.trouble)


async def test_places_are_left_only_with_the_words_kept(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        app.push_screen(PageScreen())
        await until(pilot, lambda: WORDS in screen_text(app))
        with files_limited_to(20):
            await app.action_go("today")
            await pilot.pause()
            assert isinstance(app.screen, PageScreen)
        await app.action_go("today")
        await until(pilot, lambda: not isinstance(app.screen, PageScreen))
    assert draft_in(made, home) == WORDS


async def test_another_pair_that_is_opened_closes_the_first(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot):
        first = app.pair
        second = made.opened(home)
        app.post_message(PairOpened(second))
        await until(pilot, lambda: app.pair is second)
        assert first is not None
        assert first.closed
        await until(pilot, lambda: "Martin has not joined" in screen_text(app))
