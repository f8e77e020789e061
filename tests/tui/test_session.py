"""A running session: its clock, what is taken down, nothing private, nothing lost; and its end."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Input, Static

from assistant.entry import Draft
from assistant.life import live_said
from assistant.life.calling_off import ended
from assistant.life.course import Afterwards
from assistant.life.live import LiveSession
from assistant.life.session import Action, ActionState, Session
from assistant.wording import Side
from tests.pairs import START, MadePair
from tests.test_hostile_text import HOSTILE, visible
from tests.tui.dates_driving import LONDON
from tests.tui.driving import App, screen_text, text_of, type_text, until
from tests.tui.journal_driving import words_in
from tests.tui.meeting_driving import ready
from tests.tui.session_driving import (
    SECRET,
    THREE,
    Clock,
    agenda,
    app_of,
    runs,
    session,
    taken_down,
)
from tests.tui.test_colours import _contrast
from tui.idle import IdleWatch
from tui.messages import PairOpened
from tui.palette import ActionProvider
from tui.screens.confirm import ConfirmModal
from tui.screens.cover import CoverScreen
from tui.screens.form import FormSheet
from tui.screens.session import SessionScreen
from tui.screens.session_end import SessionEndScreen
from tui.session_kept import kept_session
from tui.theme import DARK, LIGHT


async def uncovered(pilot: Pilot[Any], app: App) -> None:
    """Take away the cover between what both look at and the place below."""
    await until(pilot, lambda: isinstance(app.screen, CoverScreen))
    await until(pilot, lambda: "please look away" in screen_text(app))
    await pilot.press("enter")
    await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_the_clock_of_an_item_says_what_is_left_in_words(pair: MadePair) -> None:
    clock = Clock()
    async with runs(pair, clock) as (app, pilot, screen, _):
        assert "TOGETHER · Priya and Martin" in screen_text(app)
        assert "1 of 3" in text_of(app, "#where")
        assert text_of(app, "#time") == "10:00 left of 10"
        clock.later(seconds=30)  # the next second of the real clock sees it
        await until(pilot, lambda: text_of(app, "#time") == "9:30 left of 10")
        clock.later(minutes=8)
        screen.tick()
        assert text_of(app, "#time") == "▲ 2 minutes left · 1:30"
        clock.later(minutes=2, seconds=40)
        screen.tick()
        assert text_of(app, "#time") == "▲ over by 1:10"
        assert "Since last time" in text_of(app, "#item")
        await pilot.press("right")
        assert "2 of 3" in text_of(app, "#where")
        assert "Martin leads" in text_of(app, "#item")
        assert "What would you click now?" in text_of(app, "#item")
        assert text_of(app, "#time") == "10:00 left of 10"
        await pilot.press("left")
        assert text_of(app, "#time") == "▲ over by 1:10"
        await pilot.press("right", "right", "right")
        assert "That was the last" in screen_text(app)


async def test_space_marks_who_speaks_and_the_bar_shows_both(pair: MadePair) -> None:
    clock = Clock()
    async with runs(pair, clock) as (app, pilot, screen, _):
        await pilot.press("space")
        assert "Priya speaks" in text_of(app, "#speaking")
        clock.later(seconds=45)
        await pilot.press("space")
        clock.later(seconds=15)
        await pilot.press("x")
        clock.later(seconds=30)
        screen.tick()
        shown = text_of(app, "#speaking")
        assert "nobody is marked · 0:15 and 0:45" in shown
        assert "Martin ▓▓▓▓▓░░░░░░░░░░░░░░░ Priya" in shown
        await pilot.press("escape")
        assert "Paused." in text_of(app, "#speaking")
        clock.later(minutes=7)
        screen.tick()
        assert text_of(app, "#time") == "8:30 left of 10"
        await pilot.press("p")
        assert screen.live is not None
        assert screen.live.running
        await pilot.press("p", "enter")
        assert screen.live.running
        assert (screen.live.mentor_spoke, screen.live.mentee_spoke) == (45, 15)


async def test_a_crash_loses_nothing_and_it_is_gone_on_with(pair: MadePair, tmp_path: Path) -> None:
    clock = Clock()
    async with runs(pair, clock) as (app, pilot, screen, _):
        clock.later(minutes=3)
        await taken_down(pilot, "a", "send two links", "tab", "tab", *"Friday")
        await taken_down(pilot, "w", "used it on Monday")
        await taken_down(pilot, "n", "one number a week")
        await taken_down(pilot, "l", "the board pack")
        await taken_down(pilot, "g", "a way in to sales")
        await taken_down(pilot, "n", "not this one")
        await pilot.press("ctrl+z")
        assert "1 action, 1 win, 1 note, 1 thing given, 1 for later" in text_of(app, "#taken")
        assert screen.life is not None
        assert not screen.life.actions
        crashed = tmp_path / "crashed"
        shutil.copytree(pair.home, crashed)
        for path in crashed.rglob("*"):
            assert not path.is_file() or b"two links" not in path.read_bytes()
    clock.later(minutes=20)
    again = MadePair(crashed, pair.priya, pair.martin, pair.keys, pair.codes).copied(
        tmp_path / "again"
    )
    space = again.open(clock=clock)
    async with app_of(again.home) as (app, pilot):
        app.post_message(PairOpened(space))
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        assert "Session 1 is running since 14:05: go on?" in text_of(app, "#matter")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await until(pilot, lambda: "Paused." in screen_text(app))
        assert text_of(app, "#time") == "7:00 left of 10"
        assert "1 action, 1 win" in text_of(app, "#taken")
        await pilot.press("enter")
        clock.later(minutes=1)
        await pilot.press("e", "y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        life = space.records.life
        assert [(one.what, one.side) for one in life.actions] == [("send two links", Side.MENTOR)]
        assert life.actions[0].due == START.date() + timedelta(days=3)
        assert [one.what for one in life.wins] == ["used it on Monday"]
        assert [one.what for one in life.parked] == ["the board pack"]
        assert [one.what for one in life.given] == ["a way in to sales"]
        assert life.held[0].notes == ("one number a week",)
        assert kept_session(space) is None
    space.close()


async def test_who_is_late_begins_todays_session_with_its_agenda(pair: MadePair) -> None:
    clock = Clock()
    late = session(clock).model_copy(update={"at": START - timedelta(minutes=50)})
    following = session(clock, None).model_copy(update={"at": START + timedelta(days=14)})
    space = pair.open(clock=clock)
    space.records.keep(late, following)
    async with app_of(pair.home) as (app, pilot):
        app.take_pair(space)
        await app.run_action("go('today')")
        await until(pilot, lambda: ready(app) and "Session 1 with Martin" in screen_text(app))
        await pilot.press("g")  # it is today's, and has an agenda: nothing is asked
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await until(pilot, lambda: "Since last time" in screen_text(app))
        clock.later(minutes=20)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        held, planned = space.records.life.sessions
        assert (held.id, held.held, held.at) == (late.id, True, late.at)
        assert planned == following
    space.close()


async def test_of_a_pair_ended_meanwhile_the_session_is_kept_all_the_same(pair: MadePair) -> None:
    clock = Clock()
    async with runs(pair, clock) as (app, pilot, _, space):
        await taken_down(pilot, "n", "one number a week")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None and space.closed)
        again = pair.open(clock=clock)
        again.records.keep(*ended(again.records.life, Afterwards.STOP, "", clock()))
        app.post_message(PairOpened(again))
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await until(pilot, lambda: "have ended it meanwhile" in " ".join(screen_text(app).split()))
        await pilot.press("n")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmModal))
        await app.run_action("go('today')")
        await until(pilot, lambda: ready(app) and "Session 1 is running" in screen_text(app))
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await until(pilot, lambda: "Paused." in screen_text(app))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("y")
        await uncovered(pilot, app)
        await until(pilot, lambda: "The session is kept." in text_of(app, "#said"))
        assert [one.notes for one in again.records.life.held] == [("one number a week",)]
        assert kept_session(again) is None
        await until(pilot, lambda: "is running" not in screen_text(app))
        again.close()


async def test_nothing_private_can_be_reached_while_it_runs(pair: MadePair) -> None:
    clock = Clock()
    async with runs(pair, clock) as (app, pilot, screen, space):
        space.journal.keep(Draft(text=SECRET))
        await pilot.press("3", "1", "slash", "r")
        assert app.screen is screen
        for action in ("go('journal')", "passphrase", "notices", "search"):
            await app.run_action(action)
        assert app.screen is screen
        offered = {action.id for action in ActionProvider(screen)._actions()}
        assert {"next_item", "take_action", "lock", "theme", "quit"} <= offered
        assert not offered & {"journal", "today", "guide", "search", "passphrase", "notices"}
        await pilot.press("ctrl+p")
        await until(pilot, lambda: app.screen is not screen)
        shown = screen_text(app)
        assert "Journal" not in shown
        await pilot.press("escape")
        assert SECRET not in words_in(app.screen_stack)


async def test_a_lock_takes_it_away_and_it_comes_back(pair: MadePair) -> None:
    clock = Clock()
    plan = agenda("The kingfisher", "The heron")
    async with runs(pair, clock, session(clock, plan)) as (app, pilot, screen, _):
        await taken_down(pilot, "n", "cormorant")
        await pilot.press("right", "a")
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        await until(pilot, lambda: app.focused is not None)
        await type_text(pilot, "osprey")
        there = list(app.screen_stack)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: "kept as a draft" in screen_text(app))
        held = words_in([*there, *app.screen_stack]) + screen_text(app)
        assert not [word for word in ("kingfisher", "heron", "cormorant", "osprey") if word in held]
        assert screen.live is None
        again = pair.open(clock=clock)
        app.take_pair(again)
        await app.run_action("go('today')")
        await until(pilot, lambda: "Session 1 is running since 14:05" in screen_text(app))
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, SessionScreen))
        await until(pilot, lambda: "The heron" in screen_text(app))
        assert "1 note" in text_of(app, "#taken")
        await pilot.press("a")
        await until(pilot, lambda: "osprey" in screen_text(app))
        again.close()


async def test_two_who_talk_are_not_locked_and_who_paused_is(pair: MadePair) -> None:
    clock = Clock()
    seconds = [0.0]
    watch = IdleWatch(lambda: seconds[0], lambda: seconds[0])
    async with runs(pair, clock, watch=watch) as (app, pilot, screen, _):

        def pass_time(minutes: int) -> None:
            for _ in range(minutes * 6):
                seconds[0] += 10
                clock.later(seconds=10)
                screen.tick()
                app.tick()

        pass_time(40)
        assert app.pair is not None
        assert app.screen is screen
        await pilot.press("escape")
        pass_time(6)
        await until(pilot, lambda: app.pair is None)
    async with runs(pair, clock, watch=watch) as (app, pilot, screen, _):
        await pilot.press("enter")
        pass_time(60)  # nobody ended it: they are gone
        await until(pilot, lambda: app.pair is None)


async def test_the_end_settles_actions_the_next_date_and_the_summary(pair: MadePair) -> None:
    clock = Clock()
    before = [
        Action(side=side, what=what, since=START - timedelta(days=9), session="b" * 8)
        for side, what in ((Side.MENTEE, "ask Ines"), (Side.MENTOR, "read the report"))
    ]
    async with runs(pair, clock) as (app, pilot, _, space):
        space.records.keep(*before)
        app.look_again()
        await taken_down(pilot, "a", "send two links")
        clock.later(minutes=31)
        await pilot.press("e", "y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        await until(pilot, lambda: "ask Ines" in screen_text(app))
        shown = screen_text(app)
        assert "Session 1 is over · 14:05 to 14:36, 31 minutes" in shown
        await pilot.press("x", "down", "D", "down", "x", "o")
        states = {one.what: one.state for one in space.records.life.actions}
        assert list(states.values()).count(ActionState.OPEN) == 1
        assert states["send two links"] is ActionState.DONE
        assert sorted(states.values()) == ["done", "dropped", "open"]
        await pilot.press("n")
        await until(pilot, lambda: "Planned: Tuesday 24 November 2026, 14:05" in screen_text(app))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        await pilot.press("end", "ctrl+u", *"2026", "minus", *"11", "minus", *"26", "ctrl+s")
        await until(pilot, lambda: "Thursday 26 November 2026, 14:05" in screen_text(app))
        assert sum(one.planned for one in space.records.life.sessions) == 1
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        assert "The dashboard" in app.screen.query_one("#field-words").text  # type: ignore[attr-defined]
        await type_text(pilot, "ours ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: space.records.life.summaries)
        assert next(iter(space.records.life.summaries.values())).words.startswith("ours Session 1")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        await app.run_action("go('journal')")
        assert isinstance(app.screen, SessionEndScreen)
        await pilot.press("escape")
        await uncovered(pilot, app)


async def test_the_next_date_is_meant_by_the_clocks_of_the_pair(pair: MadePair) -> None:
    clock = Clock(START.astimezone(ZoneInfo("America/New_York")))
    planned = Session(at=START, zone=LONDON, minutes=30)
    async with runs(pair, clock, planned) as (app, pilot, _, space):
        clock.later(minutes=31)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        await until(pilot, lambda: "14:05 to 14:36 (Europe/London)" in screen_text(app))
        assert "Tuesday 24 November 2026, 14:05 (Europe/London)" in screen_text(app)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, FormSheet) and app.focused is not None)
        assert app.screen.query_one("#field-time", Input).value == "14:05"
        assert "Ctrl+S plans it" in screen_text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        found = space.records.life.sessions[-1]
        assert (found.at, found.zone) == (START + timedelta(weeks=3), LONDON)


async def test_what_cannot_be_read_is_left_beside_the_new_one(pair: MadePair) -> None:
    newer = {"live": '{"from": "a newer program"}', "still": ""}
    space = pair.open()
    space.forms.keep("session", newer)
    space.close()
    clock = Clock()
    async with runs(pair, clock) as (app, pilot, screen, space):
        await until(pilot, lambda: "cannot be read. It is left as it is" in screen_text(app))
        await taken_down(pilot, "n", "one number a week")
        kept = kept_session(space)
        assert kept is not None
        assert kept.live.notes == ("one number a week",)
        assert space.forms.texts("session") == newer
        assert screen.live is not None
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        assert kept_session(space) is None
        assert space.forms.texts("session") == newer


async def test_without_an_agenda_and_of_a_day_gone_by(pair: MadePair) -> None:
    clock = Clock()
    async with runs(pair, clock, session(clock, None)) as (app, pilot, _, space):
        assert "No agenda" in text_of(app, "#item")
        assert text_of(app, "#time") == "30:00 left of 30"
        clock.later(minutes=12)
        await pilot.press("right", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, CoverScreen))
        await until(pilot, lambda: "Martin, please look away" in screen_text(app))
        await pilot.press("1", "3", "slash", "escape")
        assert isinstance(app.screen, CoverScreen)
        assert "paused" not in screen_text(app)
        await uncovered(pilot, app)
        await until(pilot, lambda: "Session 1 is paused" in screen_text(app))
        clock.later(minutes=60 * 30)
        other = session(clock)
        space.records.keep(other)
        app.push_screen(SessionScreen(space, other))
        await until(pilot, lambda: "This one is still running" in screen_text(app))
        assert "Session 1 since yesterday, 14:05" in screen_text(app)
        await pilot.press("e", "y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        held = space.records.life.held[0]
        assert held.id != other.id
        assert held.ended == START + timedelta(minutes=12)


async def test_where_nothing_can_be_kept_it_does_not_begin(pair: MadePair) -> None:
    clock = Clock()
    planned = session(clock)
    first = pair.open(clock=clock)
    first.records.keep(planned)
    second = pair.open(clock=clock)
    assert second.read_only
    async with app_of(pair.home) as (app, pilot):
        app.take_pair(second)
        app.push_screen(SessionScreen(second, planned))
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await until(pilot, lambda: "another window" in text_of(app, "#said"))
    second.close()
    first.close()


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_text_is_shown_to_the_letter(pair: MadePair, size: tuple[int, int]) -> None:
    clock = Clock()
    texts = [text for text in HOSTILE if len(text) < 301 and any(map(str.isalnum, text))]
    plan = agenda(*texts, prompt="[/x] \x1b[2J $title" + "y" * 400)
    async with runs(pair, clock, session(clock, plan), size) as (app, pilot, screen, space):
        for text in texts:
            assert visible(screen_text(app))
            assert ("[/x]" in text) <= ("[/x]" in text_of(app, "#item"))
            screen.attempt(partial(_taken, text))
            await pilot.press("right", "pagedown")
        assert visible(screen_text(app))
        assert "Esc" in screen_text(app)
        assert "Space switches" in screen_text(app)
        await pilot.press("e", "y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        await until(pilot, lambda: app.screen.query_one("#end-list").option_count > 5)  # type: ignore[attr-defined]
        for _ in range(30):
            await pilot.press("down")
            assert visible(screen_text(app))
        assert len(space.records.life.actions) == len(texts)


def _taken(what: str, live: LiveSession, now: datetime) -> LiveSession:
    live = live_said.with_action(live, Side.MENTEE, what, now)
    return live_said.with_note(live_said.with_parked(live, what, now), what)


async def test_the_other_ground_can_be_read_in_both_themes(
    pair: MadePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with runs(pair, Clock()) as (app, pilot, screen, _):
        grounds = set()
        for theme in (DARK, LIGHT):
            app.theme = theme.name
            await pilot.pause()
            ground = screen.query_one("#item", Static).background_colors[1]
            grounds.add(ground)
            assert ground != app.screen_stack[0].background_colors[1]
            for name in ("quiet", "accent", "warning", "foreground"):
                ink = Color.parse(app.theme_variables[name])
                assert _contrast(ground.rgb, ink.rgb) >= 4.5, (theme.name, name)
            band = screen.band
            ink = band.styles.color
            assert _contrast(band.background_colors[1].rgb, ink.rgb) >= 4.5, theme.name
        assert len(grounds) == 2
        assert THREE.items[0].title in screen_text(app)
