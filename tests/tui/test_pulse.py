"""The pulse: answered apart, hidden as soon as given, opened when both are in; and questions for one alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList

from assistant.life.pulse import Answers
from assistant.life.pulses import PulseState
from assistant.life.session import Parked, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.pair_space import PairSpace
from assistant.wording import Side
from tests.pairs import START, MadePair
from tests.tui.driving import App, screen_text, text_of, until
from tests.tui.session_driving import THREE, Clock, app_of, session
from tui.screens.after import AfterScreen
from tui.screens.pulse import PulseSheet
from tui.screens.session import SessionScreen
from tui.screens.session_end import SessionEndScreen
from tui.screens.writing import WritingScreen
from tui.widgets.session_list import settling_of
from tui.widgets.session_pulse import state_words

WORDS = ("No", "Hardly", "Partly", "Mostly", "Yes")


@asynccontextmanager
async def asked(
    pair: MadePair, *, together: bool = False
) -> AsyncIterator[tuple[App, Pilot[Any], PairSpace, Session]]:
    """The app with Priya's journal open, asked about a session that was held."""
    clock = Clock()
    space = pair.open(clock=clock)
    held = session(clock).model_copy(update={"state": SessionState.HELD})
    space.records.keep(held)
    clock.later(minutes=40)
    async with app_of(pair.home) as (app, pilot):
        app.take_pair(space)
        app.push_screen(PulseSheet(space, held, together=together))
        await until(pilot, lambda: isinstance(app.screen, PulseSheet))
        await until(pilot, lambda: "Enter begins" in screen_text(app))
        yield app, pilot, space, held
    space.close()


async def test_answers_are_hidden_sealed_and_opened_together(pair: MadePair) -> None:
    async with asked(pair, together=True) as (app, pilot, space, held):
        assert "Priya answers now; Martin, please look away." in screen_text(app)
        await pilot.press("1", "enter")
        await until(pilot, lambda: "1 of 3" in screen_text(app))
        assert "Was it useful to you?" in screen_text(app)
        assert "Session" not in screen_text(app)
        await pilot.press("5")
        await until(pilot, lambda: "2 of 3" in screen_text(app))
        assert app.screen.query_one(OptionList).highlighted == 2
        await pilot.press("up", "enter")
        await until(pilot, lambda: "3 of 3" in screen_text(app))
        await pilot.press("1")
        await until(pilot, lambda: "All three are answered." in screen_text(app))
        assert not space.pulses.own()
        assert not [word for word in WORDS if f"  {word}" in screen_text(app)]
        await pilot.press("enter")
        await until(pilot, lambda: "Martin has not answered yet" in text_of(app, "#pulse"))
        assert space.pulses.own()[0].answers == Answers(useful=5, safe=2, going=1)
        assert not [word for word in WORDS if word in screen_text(app)]
        await pilot.press("escape")
        martin = pair.open(pair.martin, Clock())
        martin.pulses.answer(held.id, Answers(useful=4, safe=3, going=5))
        martin.close()
        space.pulses.open_ready()
        martin = pair.open(pair.martin, Clock())
        martin.pulses.open_ready()
        martin.close()
        app.look_again()
        app.push_screen(PulseSheet(space, held))
        await until(pilot, lambda: "Both have answered" in screen_text(app))
        shown = " ".join(screen_text(app).split())
        assert "Was it safe to say what you think? Priya: hardly Martin: partly" in shown
        assert "the next agenda takes it up first" in shown


async def test_answered_again_left_and_locked_nothing_is_kept(pair: MadePair) -> None:
    async with asked(pair) as (app, pilot, space, held):
        assert "Three questions about session 1" in screen_text(app)
        await pilot.press("enter", "4", "4", "4")
        await until(pilot, lambda: "All three" in screen_text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: "1 of 3" in screen_text(app))
        await pilot.press("2", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert not space.pulses.own()
        sheet = PulseSheet(space, held)
        app.push_screen(sheet)
        await until(pilot, lambda: "Enter begins" in screen_text(app))
        await pilot.press("enter", "2", "2")
        await until(pilot, lambda: "3 of 3" in screen_text(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: not sheet._answers and sheet._session is None)
        assert "kept as a draft" not in screen_text(app)


async def test_what_did_not_take_place_has_no_pulse(pair: MadePair) -> None:
    async with asked(pair) as (app, pilot, space, held):
        space.records.keep(held.model_copy(update={"state": SessionState.MISSED}))
        await pilot.press("enter")
        await until(pilot, lambda: "did not take place" in text_of(app, "#outcome"))
        await pilot.press("5", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


async def test_from_the_end_to_the_pulse_and_to_what_is_for_one_alone(pair: MadePair) -> None:
    clock = Clock()
    space = pair.open(clock=clock)
    planned = session(clock, THREE)
    space.records.keep(planned)
    async with app_of(pair.home) as (app, pilot):
        app.take_pair(space)
        screen = SessionScreen(space, planned)
        app.push_screen(screen)
        await until(pilot, lambda: screen.live is not None)
        clock.later(minutes=30)
        await pilot.press("e", "y")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        await pilot.press("p")
        await until(pilot, lambda: "Martin, please look away" in screen_text(app))
        assert "TOGETHER" not in screen_text(app)
        await pilot.press("enter", "1", "1", "1", "enter")
        await until(pilot, lambda: "Martin has not answered yet" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Priya has answered" in screen_text(app))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, AfterScreen))
        await until(pilot, lambda: "Martin, please look away" in screen_text(app))
        assert not app.screen.query_one("#after-list", OptionList).option_count
        workspace, app.workspace = app.workspace, None
        await pilot.press("enter")
        await until(pilot, lambda: "Enter tries again" in text_of(app, "#said"))
        app.workspace = workspace
        await pilot.press("enter")
        shown = app.screen.query_one("#after-list", OptionList)
        await until(pilot, lambda: shown.option_count == 3)
        questions = [str(one.prompt).strip() for one in shown.options]
        await until(pilot, lambda: shown.has_focus)
        await pilot.press("down", "w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        await until(pilot, lambda: questions[1] in " ".join(text_of(app, "#prompt").split()))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, AfterScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SessionEndScreen))
        await pilot.press("f")
        await until(pilot, lambda: "Martin, please look away" in screen_text(app))
        await pilot.press("enter")
        shown = app.screen.query_one("#after-list", OptionList)
        await until(pilot, lambda: shown.option_count == 3 and shown.has_focus)
        await pilot.press("n")
        await until(pilot, lambda: str(shown.options[0].prompt).strip() != questions[0])
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: not shown.options)
    space.close()


async def test_who_answers_second_opens_both(pair: MadePair) -> None:
    async with asked(pair) as (app, pilot, space, held):
        martin = pair.open(pair.martin, Clock())
        martin.pulses.answer(held.id, Answers(useful=4, safe=4, going=4))
        martin.close()
        await pilot.press("enter", "5", "5", "5", "enter")
        await until(pilot, lambda: "They open when Martin unlocks next." in screen_text(app))
        martin = pair.open(pair.martin, Clock())
        martin.pulses.open_ready()
        martin.close()
        assert space.pulses.opened(held.id) == {
            Side.MENTOR: Answers(useful=5, safe=5, going=5),
            Side.MENTEE: Answers(useful=4, safe=4, going=4),
        }


def test_answers_that_were_not_sealed_are_not_shown_and_it_is_said() -> None:
    told = state_words(PulseState.OPENED, "Martin", complete=True).plain
    assert "Not shown" in told
    assert "not those that were sealed" in told


def test_what_is_not_shown_at_the_end_is_counted() -> None:
    held = Session(at=START, state=SessionState.HELD)
    put_off = [Parked(what=f"number {at}", since=START, session=held.id) for at in range(33)]
    settling = settling_of(PairLife.of([held, *put_off]), held)
    assert (len(settling.parked), settling.hidden) == (30, 3)
