"""Driving the place called Pair over a real pair in the test's own home."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from assistant.life.document import Document
from assistant.pair_space import PairSpace
from assistant.storage.places import Places
from tests.pairs import MadePair
from tests.tui.driving import App, screen_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import by_words
from tui.screens.form import FormSheet
from tui.screens.pair import PairScreen
from tui.widgets.sections import Section, Sections

Opened = tuple[App, Pilot[Any], PairSpace]


@asynccontextmanager
async def in_pair(
    pair: MadePair,
    documents: Sequence[Document] = (),
    *,
    places: Places | None = None,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Opened]:
    """The app in Pair with Priya's space open, or that of `places`, and these documents in it."""
    opened = pair.open(places)
    opened.records.keep(*documents)
    async with _there(opened, pair, size) as found:
        yield found


@asynccontextmanager
async def alone(
    made: MadeHome, home: Any, *, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Opened]:
    """The app in Pair as Priya, whom Martin has not joined."""
    made.copied(home)
    async with _there(made.opened(home), home, size) as found:
        yield found


@asynccontextmanager
async def _there(
    opened: PairSpace, where: MadePair | Any, size: tuple[int, int]
) -> AsyncIterator[Opened]:
    home = where.home if isinstance(where, MadePair) else where
    async with by_words(home, size) as (app, pilot):
        app.take_pair(opened)
        await pilot.press("7")
        await until(pilot, lambda: isinstance(app.screen, PairScreen))
        await until(pilot, lambda: isinstance(app.focused, Section), "a section is in hand")
        yield app, pilot, opened
    opened.close()


def in_hand(app: App) -> str:
    """The section in hand."""
    return app.screen.query_one(Sections).in_hand


def told(app: App, name: str) -> str:
    """The words of a section or a heading that is shown, "" where it is not."""
    for one in app.screen.query(f"{'Heading' if name.startswith('#') else 'Section'}"):
        if one.name == name and one.display:
            statics = [one] if isinstance(one, Static) else list(one.query(Static))
            return " ".join(str(static.content) for static in statics)
    return ""


async def form(pilot: Pilot[Any], app: App, *keys: str) -> FormSheet:
    """Press these keys, which lead to a form."""
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(app.screen, FormSheet) and app.focused is not None)
    screen = app.screen
    assert isinstance(screen, FormSheet)
    return screen


async def shows(pilot: Pilot[Any], app: App, words: str) -> None:
    """Wait until these words are on the screen, however their lines are broken."""
    await until(pilot, lambda: words in " ".join(screen_text(app).split()), words)
