"""Driving a session of a real pair by a clock that stands until it is put on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from assistant.agenda import Agenda, AgendaItem
from assistant.life.session import Session
from assistant.locations import Locations
from assistant.pair_space import PairSpace
from assistant.wording import BlockKind, Lead, Stage
from assistant.workspace import Workspace
from knowledge.errors import ModelError
from tests.pairs import START, MadePair
from tests.tui.driving import App, screen_text, type_text, until
from tui.idle import IdleWatch
from tui.screens.session import SessionScreen

SECRET = "he waved the dashboard through"
KINDS = (BlockKind.OPEN, BlockKind.LEARN, BlockKind.CLOSE)
LEADS = (Lead.MENTOR, Lead.MENTEE, Lead.BOTH)


class Clock:
    """A clock that stands."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def later(self, seconds: float = 0, minutes: float = 0) -> None:
        """Put it on."""
        self.moment += timedelta(seconds=seconds, minutes=minutes)


def agenda(*titles: str, prompt: str = "What would you click now?") -> Agenda:
    """Ten minutes for each title; led by one, by the other, by both."""
    items = tuple(
        AgendaItem(
            title=title,
            minutes=10,
            lead=LEADS[at % 3],
            purpose=f"What it is for: {title}",
            prompts=(prompt,),
            cards=("trust/steady-rhythm",),
            because="you asked for it",
            kind=KINDS[at % 3],
        )
        for at, title in enumerate(titles)
    )
    return Agenda(stage=Stage.EARLY, minutes=10 * len(items), items=items)


THREE = agenda("Since last time", "The dashboard", "Actions and the next date")


def session(clock: Clock, plan: Agenda | None = THREE, minutes: int = 30) -> Session:
    """A session that is planned for now."""
    return Session(at=clock.moment, minutes=plan.minutes if plan else minutes, agenda=plan)


@asynccontextmanager
async def app_of(
    home: Path, size: tuple[int, int] = (80, 24), watch: IdleWatch | None = None
) -> AsyncIterator[tuple[App, Pilot[Any]]]:
    """The app on a home, with its guide open and no model."""

    def missing() -> Any:
        raise ModelError("The language model is not installed.")

    def work() -> Workspace:
        return Workspace(Locations.find(home), load_encoder=missing, model_key="none")

    app = App(work, watch=watch)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "by words only" in app.model_state)
        yield app, pilot


@asynccontextmanager
async def runs(
    pair: MadePair,
    clock: Clock,
    planned: Session | None = None,
    size: tuple[int, int] = (80, 24),
    watch: IdleWatch | None = None,
) -> AsyncIterator[tuple[App, Pilot[Any], SessionScreen, PairSpace]]:
    """The app with Priya's journal open and the session running."""
    space = pair.open(clock=clock)
    planned = planned or session(clock)
    space.records.keep(planned)
    async with app_of(pair.home, size, watch) as (app, pilot):
        app.take_pair(space)
        screen = SessionScreen(space, planned)
        app.push_screen(screen)
        await until(pilot, lambda: app.screen is screen and screen.live is not None)
        await until(pilot, lambda: "TOGETHER" in screen_text(app))
        yield app, pilot, screen, space
    space.close()


async def taken_down(pilot: Pilot[Any], key: str, text: str, *more: str) -> None:
    """Press `key`, type `text` into the form, press `more`, keep it."""
    app = pilot.app
    await pilot.press(key)
    await until(pilot, lambda: app.focused is not None and app.focused.id == "field-what")
    await type_text(pilot, text)
    await pilot.press(*more, "ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, SessionScreen), "the form is kept")
