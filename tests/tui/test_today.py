from __future__ import annotations

from collections.abc import Callable

from textual.widgets import OptionList

from assistant.context import SAMPLE_PAIR
from assistant.wording import Side
from assistant.workspace import Workspace
from tests.tui.driving import option_texts, running, screen_text, text_of, until

Open = Callable[..., Workspace]


async def test_today_shows_the_next_session_the_ways_in_and_a_question(
    open_workspace: Open,
) -> None:
    async with running(open_workspace) as (app, pilot):
        await until(pilot, lambda: "45 minutes" in text_of(app, "#next"))
        shown = screen_text(app)
        assert "junior" in shown
        assert "A question, if you like" in shown
        assert "1 Today" in shown
        assert len(option_texts(app, "#ways")) == 5


async def test_enter_opens_the_agenda_and_slash_the_search(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "agenda")
        await pilot.press("1")
        await pilot.press("slash")
        await until(pilot, lambda: app.current_mode == "guide")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "search")


async def test_another_question_comes_and_its_card_opens(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        first = text_of(app, "#question")
        await pilot.press("n")
        second = text_of(app, "#question")
        assert first != second
        await pilot.press("o")
        await until(pilot, lambda: app.screen.query("#card"))
        assert second.splitlines()[-1] in text_of(app, "#card-text")
        await pilot.press("escape")
        assert text_of(app, "#question") == second


async def test_a_named_pair_is_called_by_its_names(open_workspace: Open) -> None:
    async with running(lambda: open_workspace(pair=SAMPLE_PAIR)) as (app, pilot):
        await until(pilot, lambda: "Priya with Martin" in text_of(app, "#next"))
        assert app.side is Side.MENTOR
        assert "Priya, mentor (junior)" in screen_text(app)
        assert "reading the sales dashboard" in text_of(app, "#next")


async def test_reading_as_a_side_asks_that_sides_questions(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("r")
        assert app.side is Side.MENTOR
        await until(pilot, lambda: "Reading as the mentor (junior)" in screen_text(app))
        for _ in range(6):
            await pilot.press("n")
            assert "mentee (senior)" not in text_of(app, "#question")


async def test_a_drill_to_do_alone_opens_and_another_comes_with_n(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await until(pilot, lambda: "Alone, in 5 minutes: " in screen_text(app))
        first = app.query_one("#ways", OptionList).get_option("drill").prompt
        await pilot.press("n")
        second = app.query_one("#ways", OptionList).get_option("drill").prompt
        assert str(first) != str(second)
        await pilot.press("d")
        await until(pilot, lambda: app.screen.query("#card"))
        assert "Alone, in 5 minutes" in text_of(app, "#card-text")
        assert str(second).partition(": ")[2].removesuffix("  (d)") in text_of(app, "#card-text")
