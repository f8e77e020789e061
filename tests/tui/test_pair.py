"""Pair: the set-up by keyboard, its forms, the stage, who is here, and nothing left after a lock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input

from assistant.life.about import About, Rhythm
from assistant.life.course import Ending, StageChoice
from assistant.life.session import Session
from assistant.wording import Side, Stage
from tests.pairs import START, MadePair
from tests.test_hostile_text import HOSTILE, visible
from tests.tui.driving import screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import by_words, words_held
from tests.tui.pair_driving import alone, form, in_hand, in_pair, shows, told
from tui.screens.charter import CharterScreen
from tui.screens.form import FormSheet
from tui.screens.guided import Answer, GuidedScreen
from tui.screens.on_pair import ENDED
from tui.screens.pair import PairScreen
from tui.screens.pair_sheets import ReadSheet, StageSheet
from tui.widgets.page import Page
from tui.widgets.sections import Section, Sections

SECRET = "zyqqword"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def test_the_whole_set_up_by_enter_alone(pair: MadePair) -> None:
    async with in_pair(pair) as (app, pilot, opened):
        keys = ["7"]

        async def press(*pressed: str) -> None:
            keys.extend(pressed)
            await pilot.press(*pressed)

        assert in_hand(app) == "step offers"
        await press("enter")
        await until(pilot, lambda: isinstance(app.focused, Page))
        for typed in ("dashboards", "budgets", "pay", "analyst"):
            await type_text(pilot, typed)
            await press("tab")
        await press("ctrl+s")
        await until(pilot, lambda: in_hand(app) == "step rhythm")
        await press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        await press("tab", "tab")
        for typed in ("thursday", "3pm", "30 june"):
            await type_text(pilot, typed)
            await press("enter")
        await press("enter")
        await until(pilot, lambda: in_hand(app) == "step charter")
        await press("enter")
        await until(pilot, lambda: isinstance(app.screen, CharterScreen))
        await press("s")
        await shows(pilot, app, "Sign version 1?")
        await press("y")
        await until(pilot, lambda: bool(opened.records.life.signatures))
        await press("escape")
        await until(pilot, lambda: in_hand(app) == "step partner_signs")
        life = opened.records.life
        page = life.abouts[Side.MENTOR]
        assert (page.offers, page.needs, page.rank) == (("dashboards",), ("budgets",), "analyst")
        assert life.rhythm.ends == date(2027, 6, 30)
        assert [one.at.isoformat()[:16] for one in life.sessions] == ["2026-11-05T15:00"]
        assert "dashboards" in life.charters[0].topics_in
        assert "pay" in life.charters[0].topics_out
        assert not told(app, "step first")
        assert told(app, "step goal")
        assert len(keys) == 18, "besides the words themselves"


async def test_how_things_stand_is_told_section_by_section(pair: MadePair) -> None:
    at = datetime(2026, 11, 6, 15, 0, tzinfo=UTC)
    documents = [
        About(id="mentor", side=Side.MENTOR, rank="analyst", offers=tuple("abcde")),
        Rhythm(minutes=30, weeks=2, zone="Europe/London", ends=date(2027, 3, 1), first=at),
        *(Session(at=at + timedelta(weeks=2 * more)) for more in range(3)),
    ]
    async with in_pair(pair, documents, size=(120, 40)) as (app, pilot, _):
        assert "Priya (you), mentor (junior) · analyst" in told(app, "#names")
        assert "You show: a; b; c; and 2 more" in told(app, "about")
        assert "30 minutes every 2 weeks, from 6 November at 15:00" in told(app, "rhythm")
        assert "in 3 days: Friday 6 November 2026, 15:00" in told(app, "dates")
        assert "2 more are planned" in told(app, "dates")
        assert "before the first session" in told(app, "stage")
        assert "Safety number" in told(app, "number")
        assert "You named 1 March 2027" in told(app, "ending")
        await pilot.press("end")
        await until(pilot, lambda: in_hand(app) == "ending")
        await pilot.press(*("up",) * 5)
        await until(pilot, lambda: in_hand(app) == "rhythm")
        await pilot.press("up", "up")
        await until(pilot, lambda: "· e" in text_of(app, "#pair-more"))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, ReadSheet))
        await shows(pilot, app, "Only Martin can change this page")
        await pilot.press("escape", "n")
        await shows(pilot, app, "nobody changed a key")


async def test_a_date_that_cannot_be_is_refused_in_the_form(pair: MadePair) -> None:
    async with in_pair(pair) as (app, pilot, opened):
        screen = await form(pilot, app, "m")
        screen.query_one("#field-first_day", Input).value = "29 February 2027"
        screen.query_one("#field-first_time", Input).value = "15:00"
        await pilot.press("ctrl+s")
        await shows(pilot, app, "first session: There is no 29 February 2027")
        assert opened.records.life.rhythm == Rhythm()
        screen.query_one("#field-first_day", Input).value = "31 October 2027"
        screen.query_one("#field-first_time", Input).value = "1:30"
        screen.query_one("#field-zone", Input).value = "london"
        await pilot.press("ctrl+s")
        await shows(pilot, app, "comes twice")
        assert opened.records.life.rhythm.zone == "Europe/London"
        await pilot.press("ctrl+z")
        await shows(pilot, app, "Taken back")
        assert not opened.records.life.sessions


async def test_five_questions_go_into_the_page_to_be_changed(pair: MadePair) -> None:
    known = About(id="mentor", side=Side.MENTOR, offers=("filters",))
    async with in_pair(pair, [known]) as (app, pilot, opened):
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.focused, Answer))
        await shows(pilot, app, "1 of 5")
        await type_text(pilot, "charts; Filters")
        await pilot.press("enter")
        await shows(pilot, app, "2 of 5")
        await type_text(pilot, "wrong")
        await pilot.press("f2")
        await shows(pilot, app, "charts; Filters")
        await pilot.press("enter")
        await shows(pilot, app, "wrong")
        await pilot.press("f3", "f3")
        await type_text(pilot, "budgets")
        await pilot.press("escape")
        await shows(pilot, app, "kept, for you alone")
        await pilot.press("g")
        await shows(pilot, app, "4 of 5")
        await shows(pilot, app, "budgets")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormSheet))
        assert app.screen.texts["offers"] == "filters\ncharts"  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: opened.records.life.abouts[Side.MENTOR].needs == ("budgets",))
        assert opened.records.life.abouts[Side.MENTOR].offers == ("filters", "charts")
        assert opened.forms.texts(GuidedScreen.DRAFT) == {}


async def test_answers_outlast_a_lock_and_nothing_is_left_on_the_screens(pair: MadePair) -> None:
    page = About(id="mentor", side=Side.MENTOR, offers=(f"{SECRET} offer",))
    async with in_pair(pair, [page], size=(120, 40)) as (app, pilot, _):
        assert SECRET in screen_text(app)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.focused, Answer))
        await type_text(pilot, f"{SECRET} answer")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await shows(pilot, app, "u unlocks it")
        assert SECRET not in words_held(app)
        assert "Martin" not in words_held(app)
        for path in pair.home.rglob("*"):
            assert not path.is_file() or SECRET.encode() not in path.read_bytes()
        again = pair.open()
        app.take_pair(again)
        await until(pilot, lambda: isinstance(app.focused, Section))
        await pilot.press("g")
        await shows(pilot, app, f"{SECRET} answer")
        again.close()


async def test_the_stage_by_hand_and_by_the_records(pair: MadePair) -> None:
    async with in_pair(pair) as (app, pilot, opened):
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, StageSheet) and app.focused is not None)
        await shows(pilot, app, "No session is held yet")
        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: "stuck" in told(app, "stage"))
        assert "Chosen by hand" in told(app, "stage")
        choice = opened.records.life.stage_choice
        assert choice is not None
        assert choice.stage is Stage.STUCK
        app.screen.query_one(Sections).take("stage")
        await until(pilot, lambda: in_hand(app) == "stage")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StageSheet) and app.focused is not None)
        await pilot.press("home", "enter")
        await until(pilot, lambda: "before the first session" in told(app, "stage"))


async def test_nobody_yet_then_locked(made: MadeHome, home: Path) -> None:
    async with by_words(home) as (app, pilot):
        await pilot.press("7")
        await shows(pilot, app, "b begins")
        await pilot.press("a", "c", "s", "enter")
        assert isinstance(app.screen, PairScreen)
    made.copied(home)
    async with by_words(home) as (app, pilot):
        await pilot.press("7")
        await shows(pilot, app, "u unlocks it")
        await pilot.press("u")
        await shows(pilot, app, "Your passphrase opens it")


async def test_a_partner_who_is_not_here_yet(made: MadeHome, home: Path) -> None:
    async with alone(made, home, size=(60, 20)) as (app, pilot, _):
        assert "Martin has not joined yet" in told(app, "number")
        assert "Only they can" in told(app, "partner")
        await pilot.press("n")
        await shows(pilot, app, "viceversa pair join")
        await pilot.press("escape")
        for _ in range(30):
            await pilot.press("down")
        await until(pilot, lambda: in_hand(app) == "ending")
        await shows(pilot, app, "No end is named yet")


async def test_only_reading(pair: MadePair) -> None:
    holder = pair.open()
    async with in_pair(pair) as (app, pilot, opened):
        assert opened.read_only
        for key in "amsg":
            app.screen.said = ""  # type: ignore[attr-defined]
            await pilot.press(key)
            await until(pilot, lambda: opened.why_read_only in text_of(app, "#said"))
            assert isinstance(app.screen, PairScreen)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CharterScreen))
        await pilot.press("k")
        await until(pilot, lambda: opened.why_read_only in text_of(app, "#said"))
    holder.close()


async def test_a_pair_that_ended_can_be_read(pair: MadePair) -> None:
    documents = [
        Ending(at=START, ended=START + timedelta(minutes=1)),
        StageChoice(stage=None, at=START),
    ]
    async with in_pair(pair, documents) as (app, pilot, _):
        assert "ended it on 3 November" in told(app, "#to do")
        assert in_hand(app) == "about"
        await pilot.press("m")
        await until(pilot, lambda: text_of(app, "#said") == ENDED)
        assert isinstance(app.screen, PairScreen)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_words_are_shown_to_the_letter(pair: MadePair, size: tuple[int, int]) -> None:
    lines = tuple(filter(None, (text[:300].strip("\x1b\x07") for text in HOSTILE)))
    documents = [
        About(id="mentor", side=Side.MENTOR, rank=lines[0], offers=lines, needs=lines),
        StageChoice(stage=Stage.STUCK, at=START),
    ]
    async with in_pair(pair, documents, size=size) as (app, pilot, _):
        assert "[/x]" in told(app, "#names")
        assert "[bold red]not[/] [/INST]" in told(app, "about")
        for _ in range(40):
            await pilot.press("down")
            assert visible(screen_text(app))
        screen = await form(pilot, app, "a")
        assert visible(screen_text(app))
        assert "[@click=app.quit]press[/]" in screen.texts["offers"]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PairScreen))
        assert app.screen.query_one(Sections).shown
        assert app.return_code is None
