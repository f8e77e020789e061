"""Forms: kept whole, refused in place, and back after a lock."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from assistant.errors import Trouble
from assistant.life import sessions
from assistant.life.about import Rhythm
from assistant.life.session import Session, SessionState
from tests.tui.driving import App, screen_text, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import unlocked
from tui.screens.form import Field, FormSheet, Kind, Texts

FIELDS = (
    Field("what", "What", "as it was"),
    Field("kind", "Kind", "", Kind.CHOICE, choices=(("a", "first"), ("b", "second"))),
    Field("more", "More", "one\ntwo", Kind.WORDS, hint="A line each."),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


class Kept:
    """What the form gave, and why it is refused."""

    def __init__(self) -> None:
        self.texts: list[Texts] = []
        self.refusal = ""
        self.ended: list[bool | None] = []

    def __call__(self, texts: Texts) -> None:
        if self.refusal:
            raise Trouble("No", self.refusal)
        self.texts.append(texts)


def opened(app: App, kept: Kept) -> None:
    assert app.pair is not None
    sheet = FormSheet(
        app.pair, "test", "A form [/x]", FIELDS, kept, note="Only a test.", does="takes it up"
    )
    app.push_screen(sheet, kept.ended.append)


@asynccontextmanager
async def form(made: MadeHome, home: Path) -> AsyncIterator[tuple[App, Pilot[Any], Kept]]:
    kept = Kept()
    async with unlocked(made, home) as (app, pilot, _):
        opened(app, kept)
        await until(pilot, lambda: isinstance(app.screen, FormSheet) and app.focused is not None)
        yield app, pilot, kept


async def test_what_is_typed_is_kept_by_name(made: MadeHome, home: Path) -> None:
    async with form(made, home) as (app, pilot, kept):
        assert "A form [/x]" in screen_text(app)
        await pilot.press("end", *" now", "ctrl+s")
        await until(pilot, lambda: kept.ended)
        assert kept.ended == [True]
        assert kept.texts == [{"what": "as it was now", "kind": "", "more": "one\ntwo"}]


async def test_a_refusal_leaves_all_as_it_is(made: MadeHome, home: Path) -> None:
    async with form(made, home) as (app, pilot, kept):
        kept.refusal = "Say which kind [/b]."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Say which kind [/b]." in screen_text(app))
        assert isinstance(app.screen, FormSheet)
        kept.refusal = ""
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept.ended == [True])


async def test_leaving_asks_where_something_was_typed(made: MadeHome, home: Path) -> None:
    async with form(made, home) as (app, pilot, kept):
        await pilot.press("x", "escape")
        await until(pilot, lambda: "Not kept yet" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        await pilot.press("escape")
        await until(pilot, lambda: "Not kept yet" in screen_text(app))
        await pilot.press("y")
        await until(pilot, lambda: kept.ended == [False])
        opened(app, kept)
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        await pilot.press("escape")
        await until(pilot, lambda: kept.ended == [False, False])


async def test_what_was_typed_is_back_after_a_lock(
    made: MadeHome, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with form(made, home) as (app, pilot, kept):
        await type_text(pilot, "kingfisher ")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        assert "kingfisher" not in screen_text(app)
        for path in home.rglob("*"):
            assert not path.is_file() or b"kingfisher" not in path.read_bytes()
        pair = made.opened(home)
        app.take_pair(pair)
        opened(app, kept)
        await until(pilot, lambda: "kingfisher" in screen_text(app))
        assert "before the lock" in screen_text(app)
        assert "Ctrl+S takes it up" in screen_text(app)
        dropped: list[str] = []

        def refuse(name: str) -> None:
            dropped.append(name)
            raise Trouble("Full", "The disk is full.")

        monkeypatch.setattr(pair.forms, "drop", refuse)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kept.ended[-1:] == [True], "it is kept, and only once")
        assert (len(kept.texts), dropped) == (1, ["test"])


async def test_a_change_of_the_life_can_be_taken_back(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        assert app.change_life(lambda life, now: [Rhythm(weeks=5)], "Kept.")
        assert app.life is not None
        assert app.life.rhythm.weeks == 5
        app.change_life(lambda life, now: [life.rhythm.model_copy(update={"weeks": 7})])
        await app.run_action("undo_change")
        assert app.life.rhythm.weeks == 5
        await app.run_action("undo_change")
        assert app.life.rhythm == Rhythm()
        assert not pair.records.life.documents

        # A session goes back to what it was, but for the number that calendars go by.
        planned = Session(at=pair.moment() + timedelta(days=3))
        app.change_life(lambda life, now: [planned])
        later = planned.at + timedelta(days=1)
        app.change_life(lambda life, now: sessions.moved(life, planned, later, now).documents)
        await app.run_action("undo_change")
        (back,) = pair.records.life.sessions
        assert (back.at, back.moved_from, back.revision) == (planned.at, (), 2)
        app.change_life(lambda life, now: [sessions.cancelled(life, back, now)])
        # What is in a calendar already is called off there too when it is taken back.
        app.change_life(lambda life, now: [])
        await app.run_action("undo_change")
        assert pair.records.life.sessions[0].planned
        assert pair.records.life.sessions[0].revision == 4
        await app.run_action("undo_change")
        assert not pair.records.life.sessions
        new = Session(at=planned.at + timedelta(days=21))
        app.change_life(lambda life, now: [new])
        app.in_calendars.add(new.id)
        await app.run_action("undo_change")
        assert [one.state for one in pair.records.life.sessions if one.id == new.id] == [
            SessionState.CANCELLED
        ]

        # What was changed again by somebody else is not taken back over their heads.
        assert app.change_life(lambda life, now: [Rhythm(weeks=3)])
        pair.records.keep(Rhythm(weeks=9))
        await app.run_action("undo_change")
        assert pair.records.life.rhythm.weeks == 9
        app.keep_life(lambda life, now: [Rhythm(weeks=4)], final=True)
        await app.run_action("undo_change")
        assert pair.records.life.rhythm.weeks == 4
        await until(pilot, lambda: "nothing to take back" in screen_text(app))

        def refuse(life: object, now: datetime) -> list[Rhythm]:
            raise Trouble("No", "That day is past.")

        assert not app.change_life(refuse)
        await until(pilot, lambda: "That day is past." in screen_text(app))
