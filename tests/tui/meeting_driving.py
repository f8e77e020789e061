"""Driving Today and Agenda with a pair open, whose records a test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from assistant.clock import now
from assistant.life.document import Document
from assistant.life.session import Action, Session
from assistant.pair_space import PairSpace
from assistant.suggest import AgendaRequest
from assistant.wording import Side
from assistant.workspace import Workspace
from tests.tui.driving import App, screen_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import by_words
from tui.widgets.today_list import TodayList

HOSTILE = "[/x] [b]bold[/b] \x1b[31m 日本語 \u202eright " + "W" * 250
"""What nobody should type."""
PROMISE = "send the two saved views"
THEIRS = "ask Ines about the pipeline figures"


def session(days: int = 3, **facts: Any) -> Session:
    """A session so many days from now, at a full minute."""
    at = (now() + timedelta(days=days)).replace(second=0, microsecond=0)
    return Session(at=at, **facts)


def promised(what: str = PROMISE, side: Side = Side.MENTOR, days: int = 2) -> Action:
    """An action of so many days ago."""
    return Action(side=side, what=what, since=now() - timedelta(days=days))


def with_agenda(workspace: Workspace, planned: Session, **asked: Any) -> Session:
    """The session with the usual agenda of the guide."""
    agenda = workspace.suggest_agenda(AgendaRequest(**asked))
    return planned.model_copy(update={"agenda": agenda})


@asynccontextmanager
async def with_pair(
    made: MadeHome,
    home: Path,
    documents: Sequence[Document] = (),
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[App, Pilot[Any], PairSpace]]:
    """The app in Today, with Priya's pair of these records open; Martin has not joined."""
    made.copied(home)
    pair = made.opened(home)
    if documents:
        pair.records.keep(*documents)
    async with by_words(home, size) as (app, pilot):
        app.take_pair(pair)
        await until(pilot, lambda: ready(app), "Today is drawn, and has the keys")
        yield app, pilot, pair
    pair.close()


def ready(app: App) -> bool:
    """Whether Today has its rows on the screen, drawn for the room there is, and the keys."""
    shown = app.focused
    if not isinstance(shown, TodayList) or not shown.option_count or not shown._drawn_for[0]:
        return False
    first = str(shown.options[0].prompt).split("  ")[0][:20]
    return shown._drawn_for == (shown.size.width, shown.size.height) and first in screen_text(app)


async def to_agenda(app: App, pilot: Pilot[Any]) -> None:
    """Go there, and wait for the agenda."""
    await pilot.press("4")
    await until(pilot, lambda: app.current_mode == "agenda" and titles(app))
    await until(pilot, lambda: "Session" in standing(app) or "session" in standing(app))


def titles(app: App) -> list[str]:
    """The items of the agenda, as their rows show them, without minutes and leader."""
    agenda = getattr(app.screen, "agenda", None)
    shown = app.screen.query_one("#items", OptionList).option_count
    return [item.title for item in agenda.items] if agenda is not None and shown else []


def standing(app: App) -> str:
    """For which session it is."""
    return str(app.screen.query_one("#agenda-for", Static).content)


def today_rows(app: App) -> list[str]:
    """What the list of Today shows."""
    shown = app.screen.query_one(TodayList)
    return [str(option.prompt) for option in shown.options]


def held_in_lists(app: App) -> str:
    """What any list of options holds as text, on any screen."""
    screens = [screen for stack in app._screen_stacks.values() for screen in stack]
    lists = [found for screen in screens for found in screen.query(OptionList)]
    return "\n".join(str(option.prompt) for found in lists for option in found.options)
