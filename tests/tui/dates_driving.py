"""Driving dates and the ending over a real pair in the test's own home."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from textual.screen import Screen

from assistant.life.about import Rhythm
from assistant.life.document import Document
from assistant.life.session import Action, Session, SessionState
from assistant.wording import Side
from tests.pairs import START, MadePair
from tests.tui.driving import App, until
from tests.tui.pair_driving import Opened, in_pair
from tui.screens.dates import DatesScreen
from tui.screens.ending import EndingScreen
from tui.widgets.dates_list import DatesList

LONDON = "Europe/London"
AT_THREE = START.replace(hour=15, minute=0)
RHYTHM = Rhythm(weeks=2, zone=LONDON)


def session(days: int, **facts: Any) -> Session:
    """A session so many days from the start, at three in London."""
    return Session(at=AT_THREE + timedelta(days=days), zone=LONDON, **facts)


HELD = session(-28, id="held", state=SessionState.HELD)
MISSED = session(-14, id="missed", state=SessionState.MISSED, why="a board week")
UNSAID = session(-3, id="unsaid")
NEXT = session(5, id="next", moved_from=(AT_THREE + timedelta(days=2),))
LATER = session(19, id="later")
OWED = Action(side=Side.MENTEE, what="ask Ines about the figures", since=START - timedelta(days=2))
HISTORY: tuple[Document, ...] = (RHYTHM, HELD, MISSED, UNSAID, NEXT, LATER, OWED)


@asynccontextmanager
async def in_dates(
    pair: MadePair, documents: Sequence[Document] = HISTORY, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Opened]:
    """The app in Dates, with Priya's space of these records open."""
    async with in_pair(pair, documents, size=size) as (app, pilot, opened):
        await pilot.press("d")
        await until(pilot, lambda: there(app, DatesScreen) and listed(app) >= 0)
        yield app, pilot, opened


@asynccontextmanager
async def in_ending(
    pair: MadePair, documents: Sequence[Document] = HISTORY, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Opened]:
    """The app in the ending, with Priya's space of these records open."""
    async with in_pair(pair, documents, size=size) as (app, pilot, opened):
        await pilot.press("e")
        await until(pilot, lambda: there(app, EndingScreen))
        yield app, pilot, opened


def there(app: App, kind: type[Screen[Any]]) -> bool:
    """Whether such a screen is in front, and ready."""
    return isinstance(app.screen, kind) and app.screen.is_mounted


def listed(app: App) -> int:
    """How many sessions the list has."""
    return app.screen.query_one(DatesList).count


def in_hand(app: App) -> str:
    """The id of the session in hand."""
    row = app.screen.query_one(DatesList).in_hand
    return row.session.id if row is not None else ""


def one(app: App, session_id: str) -> Session:
    """A session as it is kept now."""
    assert app.life is not None
    return next(one for one in app.life.sessions if one.id == session_id)


def london(moment: datetime) -> str:
    """Day and time as London's clocks say them."""
    from assistant.life.dates import in_zone

    return f"{in_zone(moment, LONDON):%Y-%m-%d %H:%M}"
