"""Driving Progress over the sample pair, made once for a module and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from assistant.pair_space import PairSpace
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.storage.identity_files import keys_by_passphrase
from assistant.storage.keys import Keys
from assistant.storage.places import Places, places_in
from assistant.storage.space import Space
from assistant.storage.troubles import WrongPassphrase
from assistant.wording import Side
from tests.tui.driving import App, text_of, until
from tests.tui.journal_driving import by_words, words_in
from tui.screens.form import FormSheet
from tui.screens.progress import ProgressScreen
from tui.widgets.progress_detail import detail
from tui.widgets.progress_list import ProgressList

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def at_noon() -> datetime:
    """The clock of these tests."""
    return NOW


@dataclass(frozen=True)
class Sample:
    """A home with Priya and Martin in it, and the keys of both."""

    folder: Path
    keys: dict[Side, tuple[Places, str]] = field(repr=False)

    @classmethod
    def make(cls, folder: Path) -> Sample:
        """Make it."""
        make_sample(folder, at_noon).close()
        found: dict[Side, tuple[Places, str]] = {}
        for places in places_in(folder):
            for side, phrase in PASSPHRASES.items():
                try:
                    found[side] = (places, keys_by_passphrase(places, phrase).text)
                except WrongPassphrase:
                    continue
        return cls(folder, found)

    def copied(self, home: Path) -> Path:
        """`home` as it was when it was made."""
        if not home.exists():
            shutil.copytree(self.folder, home)
        return home

    def opened(
        self,
        home: Path,
        side: Side = Side.MENTOR,
        clock: Callable[[], datetime] = at_noon,
    ) -> PairSpace:
        """The pair in `home`, a copy, as one of the two has it open."""
        known, text = self.keys[side]
        places = Places(home, known.space, known.writer)
        return PairSpace(Space.open(places, Keys.parse(text, "keys")), clock)


@asynccontextmanager
async def progress(
    sample: Sample,
    home: Path,
    size: tuple[int, int] = (80, 24),
    *,
    side: Side = Side.MENTOR,
    prepare: Callable[[PairSpace], object] = lambda _: None,
) -> AsyncIterator[tuple[App, Pilot[Any], PairSpace]]:
    """The app in Progress; `prepare` changes the pair before."""
    sample.copied(home)
    pair = sample.opened(home, side)
    prepare(pair)
    async with by_words(home, size) as (app, pilot):
        app.take_pair(pair)
        await pilot.press("6")
        await until(pilot, lambda: ready(app), "the figures are there, and the keys work on them")
        yield app, pilot, pair
    pair.close()


def ready(app: App) -> bool:
    """Whether the list has its rows, drawn for the room there is, and the keys."""
    drawn = shown(app)._width == shown(app).content_size.width
    return bool(shown(app).option_count) and drawn and app.focused is shown(app)


def shown(app: App) -> ProgressList:
    """The list."""
    return place(app).query_one(ProgressList)


def place(app: App) -> ProgressScreen:
    """The place, whatever is in front of it."""
    found = [one for one in app.screen_stack if isinstance(one, ProgressScreen)]
    return found[0]


def texts(app: App) -> str:
    """Everything in the list, in sight or not."""
    return "\n".join(str(option.prompt) for option in shown(app).options)


def row_text(app: App, key: str) -> str:
    """What a row says; "" where it is not there."""
    found = [str(option.prompt) for option in shown(app).options if option.id == key]
    return found[0] if found else ""


async def take(app: App, pilot: Pilot[Any], key: str) -> None:
    """Take a row in hand."""
    seen = place(app).seen
    assert seen is not None
    full = detail(seen, key).plain
    shown(app).take(key)
    await until(
        pilot,
        lambda: place(app).in_hand == key and text_of(app, "#progress-more") == full,
        f"{key} is in hand",
    )


async def form(app: App, pilot: Pilot[Any], key: str) -> FormSheet:
    """Press `key`, which opens a form."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, FormSheet) and app.focused is not None)
    assert isinstance(app.screen, FormSheet)
    return app.screen


async def put(app: App, pilot: Pilot[Any], **values: str) -> None:
    """Put texts into the fields of the form in front, and keep them."""
    from textual.widgets import Input, Select

    from tui.widgets.page import Page

    for name, value in values.items():
        widget = app.screen.query_one(f"#field-{name}")
        if isinstance(widget, Page):
            widget.put(value)
        else:
            assert isinstance(widget, Input | Select)
            widget.value = value
    await pilot.press("ctrl+s")


async def kept(app: App, pilot: Pilot[Any]) -> None:
    """Wait until the form is gone, and what it changed is shown."""
    await until(pilot, lambda: isinstance(app.screen, ProgressScreen), "it was kept")
    await until(pilot, lambda: _latest(app), "the figures are those of now")


def _latest(app: App) -> bool:
    seen = place(app).seen
    return seen is not None and seen.life is app.life and app.focused is shown(app)


def all_words(app: App) -> str:
    """Whatever any widget of any screen holds as text, lists as well."""
    screens = [screen for stack in app._screen_stacks.values() for screen in stack]
    held = [words_in(screens)]
    for screen in screens:
        for options in screen.query(OptionList):
            held += [str(option.prompt) for option in options.options]
        held += [str(one.content) for one in screen.query(Static)]
    return "\n".join(held)
