"""Agenda with a pair open: on its records, locked, replaced, three at once, kept for both."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Select

from assistant.agenda import Shape
from assistant.life.about import Rhythm
from assistant.life.session import SessionState
from assistant.wording import Side, Stage
from tests.tui.driving import option_texts, screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome, in_home
from tests.tui.journal_driving import words_held
from tests.tui.meeting_driving import (
    HOSTILE,
    PROMISE,
    THEIRS,
    held_in_lists,
    promised,
    session,
    standing,
    titles,
    to_agenda,
    with_agenda,
    with_pair,
)
from tui.screens.proposals import ProposalsScreen
from tui.screens.session import SessionScreen
from tui.widgets.proposal import Proposal


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def test_it_follows_from_the_records_and_is_kept(made: MadeHome, home: Path) -> None:
    planned = session(minutes=60)
    records = [planned, promised(), promised(THEIRS, Side.MENTEE)]
    async with with_pair(made, home, records) as (app, pilot, pair):
        await to_agenda(app, pilot)
        assert app.screen.query_one("#length", Input).value == "60"
        assert app.screen.query_one("#stage", Select).value is Stage.FIRST
        assert "Session 1 with Martin" in standing(app)
        assert "not kept yet" in standing(app)
        assert "Stage: The first session is still ahead" in standing(app)
        reasons = []
        for title in titles(app):
            await until(pilot, lambda title=title: text_of(app, "#item-text").startswith(title))  # type: ignore[misc]
            reasons.append(text_of(app, "#item-text"))
            await pilot.press("down")
        assert all("Why: " in one for one in reasons)
        assert any(PROMISE in one or THEIRS in one for one in reasons)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "· kept" in standing(app))
        (kept,) = pair.records.life.sessions
        assert kept.agenda is not None
        assert [item.title for item in kept.agenda.items] == titles(app)
        assert "Kept for session 1" in text_of(app, "#said")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "not kept yet" in standing(app))
        assert pair.records.life.sessions[0].agenda is None
        assert titles(app)


async def test_what_is_kept_is_shown_and_not_worded_anew(
    made: MadeHome, home: Path, tmp_path: Path
) -> None:
    other = in_home(tmp_path / "other")()
    planned = with_agenda(other, session(), stage=Stage.STUCK, focus="the dashboard", seed=3)
    async with with_pair(made, home, [planned]) as (app, pilot, pair):
        await to_agenda(app, pilot)
        assert planned.agenda is not None
        await until(pilot, lambda: "· kept" in standing(app))
        assert titles(app) == [item.title for item in planned.agenda.items]
        assert "This agenda is for another stage" in standing(app)
        await pilot.press("r")
        await pilot.pause()
        assert titles(app) == [item.title for item in planned.agenda.items]
        # The partner keeps another one meanwhile: it is shown, as nothing else is in hand.
        shorter = planned.agenda.lengthened(1, 1)
        app.change_life(lambda life, now: [life.sessions[0].model_copy(update={"agenda": shorter})])
        await until(pilot, lambda: app.screen.agenda == shorter)  # type: ignore[attr-defined]
        # It took place: the next agenda is another one.
        app.change_life(
            lambda life, now: [
                life.sessions[0].model_copy(update={"state": SessionState.HELD, "at": now})
            ]
        )
        await until(pilot, lambda: "No session is planned" in standing(app))
        await until(pilot, lambda: titles(app))
        assert pair.records.life.held


async def test_a_locked_item_stays_and_another_is_replaced(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session()]) as (app, pilot, _):
        await to_agenda(app, pilot)
        app.screen.query_one("#stage", Select).value = Stage.ESTABLISHED
        await until(pilot, lambda: app.screen.agenda.stage is Stage.ESTABLISHED)  # type: ignore[attr-defined]
        await pilot.press("down", "space")
        locked = titles(app)[1]
        assert option_texts(app, "#items")[1].endswith("· locked")
        await pilot.press("plus")
        assert "locked" in text_of(app, "#said")
        await pilot.press("e")
        await until(pilot, lambda: "Unlock it to replace it" in text_of(app, "#said"))
        before = titles(app)
        await pilot.press("n")
        await until(pilot, lambda: titles(app) != before)
        assert locked in titles(app)
        assert sum(int(row.split()[0]) for row in option_texts(app, "#items")) == 45
        before = titles(app)
        await pilot.press("home")
        place = 1 if before[0] == locked else 0
        await pilot.press(*["down"] * place, "e")
        await until(pilot, lambda: titles(app)[place] != before[place])
        assert titles(app)[place + 1 :] == before[place + 1 :]
        await pilot.press("ctrl+z")
        assert titles(app) == before


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_one_of_three_is_chosen(made: MadeHome, home: Path, size: tuple[int, int]) -> None:
    async with with_pair(made, home, [session()], size) as (app, pilot, _):
        await to_agenda(app, pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ProposalsScreen))
        await until(pilot, lambda: len(app.screen.query(Proposal)) == 3)
        await until(pilot, lambda: "▸ Balanced" in screen_text(app))
        tops = {one.region.y for one in app.screen.query(Proposal)}
        assert len(tops) == (1 if size[0] >= 100 else 3)
        await pilot.press("down")
        await until(pilot, lambda: "▸ One thing in depth" in screen_text(app))
        await pilot.press("right", "right")
        await until(pilot, lambda: "▸ Repair first" in screen_text(app))
        await pilot.press("left", "enter")
        await until(pilot, lambda: app.screen.agenda.shape is Shape.DEPTH)  # type: ignore[attr-defined]
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ProposalsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ProposalsScreen))
        assert app.screen.agenda.shape is Shape.DEPTH  # type: ignore[attr-defined]


async def test_without_a_session_one_is_offered(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [Rhythm(minutes=30)]) as (app, pilot, pair):
        await to_agenda(app, pilot)
        assert app.screen.query_one("#length", Input).value == "30"
        assert "No session is planned." in standing(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Plan one now" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: titles(app))
        # One is planned elsewhere: it is what the agenda is for now.
        app.change_life(lambda life, now: [session(5, minutes=30)])
        await until(pilot, lambda: "Session 1 with Martin" in standing(app))
        await until(pilot, lambda: titles(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "· kept" in standing(app))
        assert pair.records.life.sessions[0].agenda is not None


async def test_a_lock_takes_it_away_and_unlocking_brings_it_back(
    made: MadeHome, home: Path
) -> None:
    async with with_pair(made, home, [session(), promised()]) as (app, pilot, _):
        await to_agenda(app, pilot)
        await pilot.press("J", "plus", "f")
        await type_text(pilot, "kingfisher")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.agenda.focus == "kingfisher")  # type: ignore[attr-defined]
        mine = app.screen.agenda  # type: ignore[attr-defined]
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "today")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        held = held_in_lists(app) + words_held(app)
        for secret in ("kingfisher", PROMISE, "Martin"):
            assert secret not in held
        assert app.agenda is not None
        assert app.agenda.focus == ""
        await pilot.press("4")
        await until(pilot, lambda: "u unlocks it" in screen_text(app))
        assert "v three" not in screen_text(app)
        assert titles(app)
        app.take_pair(made.opened(home))
        await until(pilot, lambda: app.screen.agenda == mine)  # type: ignore[attr-defined]
        assert "you were working on" in text_of(app, "#said")


async def test_html_is_written_where_the_name_says_so(
    made: MadeHome, home: Path, tmp_path: Path
) -> None:
    async with with_pair(made, home, [session()]) as (app, pilot, _):
        await to_agenda(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: app.screen.query("#path"))
        app.screen.query_one("#path", Input).value = str(tmp_path / "plan.html")
        await pilot.press("enter")
        await until(pilot, lambda: "plan.html" in text_of(app, "#said"))
        written = (tmp_path / "plan.html").read_text(encoding="utf-8")
        assert "Priya and Martin: 45 minutes" in written
        assert titles(app)[-1] in written


async def test_a_card_is_planned_on_before_agenda_was_seen(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session()]) as (app, pilot, _):
        assert app.workspace is not None
        card = app.workspace.card("topics/read-a-dashboard")
        await app.plan_on(card)
        await until(pilot, lambda: titles(app) and "Session 1" in standing(app))
        await until(pilot, lambda: app.screen.agenda.card == card.id)  # type: ignore[attr-defined]
        assert app.screen.agenda.focus == card.title  # type: ignore[attr-defined]


async def test_the_session_begins_with_the_agenda_in_hand(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session(0)]) as (app, pilot, pair):
        await to_agenda(app, pilot)
        await pilot.press("J", "g")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        kept = pair.records.life.sessions[0].agenda
        assert kept is not None
        assert kept.edited


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_words_stay_words(made: MadeHome, home: Path, size: tuple[int, int]) -> None:
    records = [session(), promised(HOSTILE), promised(HOSTILE, Side.MENTEE)]
    async with with_pair(made, home, records, size) as (app, pilot, _):
        await to_agenda(app, pilot)
        for _ in titles(app):
            assert "\x1b" not in text_of(app, "#item-text")
            await pilot.press("down")
        await pilot.press("f")
        app.screen.query_one("#focus", Input).value = HOSTILE
        await pilot.press("enter")
        await until(pilot, lambda: "[/x]" in app.screen.agenda.focus)  # type: ignore[attr-defined]
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ProposalsScreen))
        await until(pilot, lambda: "Balanced" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: titles(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "· kept" in standing(app))
