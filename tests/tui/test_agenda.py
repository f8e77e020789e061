from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from assistant.wording import Stage
from assistant.workspace import Workspace
from tests.tui.driving import App, option_texts, running, text_of, type_text, until

Open = Callable[..., Workspace]


def minutes(app: App) -> list[int]:
    return [int(row.split()[0]) for row in option_texts(app, "#items")]


async def to_agenda(app: App, pilot: Pilot[None]) -> None:
    await pilot.press("4")
    await until(pilot, lambda: app.current_mode == "agenda" and minutes(app))


async def test_an_agenda_is_there_with_its_reasons(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        assert sum(minutes(app)) == 45
        for _ in minutes(app):
            assert "Why: " in text_of(app, "#item-text")
            assert "From “" in text_of(app, "#item-text")
            await pilot.press("down")


async def test_minutes_change_and_the_sum_stays(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        before = minutes(app)
        await pilot.press("plus", "plus")
        assert minutes(app)[0] == before[0] + 2
        assert sum(minutes(app)) == 45
        await pilot.press("minus")
        assert minutes(app)[0] == before[0] + 1
        assert sum(minutes(app)) == 45
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert minutes(app) == before
        await pilot.press("ctrl+z")
        assert "nothing to take back" in text_of(app, "#said")


async def test_no_item_gets_shorter_than_three_minutes(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press(*["minus"] * 4)
        assert minutes(app)[0] == 3
        assert "shorter than 3" in text_of(app, "#said")


async def test_items_move_and_the_cursor_goes_with_them(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        first, second, *rest = option_texts(app, "#items")
        await pilot.press("J")
        assert option_texts(app, "#items") == [second, first, *rest]
        await pilot.press("K", "K")
        assert option_texts(app, "#items") == [first, second, *rest]


async def test_length_stage_and_focus_are_chosen(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press("l", "ctrl+a", "ctrl+k")
        await type_text(pilot, "60")
        await pilot.press("enter")
        await until(pilot, lambda: sum(minutes(app)) == 60)
        app.screen.query_one("#stage", Select).value = Stage.STUCK
        await until(pilot, lambda: "own part" in option_texts(app, "#items")[0])
        app.screen.query_one("#stage", Select).value = Stage.EARLY
        await pilot.press("f")
        await type_text(pilot, "is this number even right")
        await pilot.press("enter")
        await until(pilot, lambda: any("number" in row for row in option_texts(app, "#items")))
        assert app.focused is not None
        assert app.focused.id == "items"


@pytest.mark.parametrize("wrong", ["0", "5000", "", "ten", "-5"])
async def test_a_wrong_length_is_told_and_the_agenda_stays(
    open_workspace: Open, wrong: str
) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        before = option_texts(app, "#items")
        await pilot.press("l", "ctrl+a", "ctrl+k")
        await type_text(pilot, wrong)
        await pilot.press("enter")
        await until(pilot, lambda: "10 to 180" in text_of(app, "#said"))
        assert option_texts(app, "#items") == before
        assert app.screen.query_one("#length", Input).value == wrong


async def test_another_suggestion_and_back(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        first = option_texts(app, "#items")
        await pilot.press("n")
        await until(pilot, lambda: option_texts(app, "#items") != first)
        assert sum(minutes(app)) == 45
        await pilot.press("ctrl+z")
        assert option_texts(app, "#items") == first


async def test_export_writes_markdown_and_never_over_a_file(
    open_workspace: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        for name in ("agenda-early-45.md", "agenda-early-45-2.md"):
            await pilot.press("x")
            await until(pilot, lambda: app.focused is not None and app.focused.id == "path")
            await pilot.press("enter")
            await until(pilot, lambda name=name: name in text_of(app, "#said"))
        written = (tmp_path / "agenda-early-45.md").read_text(encoding="utf-8")
        for row in option_texts(app, "#items"):
            assert row.split(maxsplit=2)[2] in written
        assert (tmp_path / "agenda-early-45-2.md").read_text(encoding="utf-8") == written


async def test_an_export_that_fails_says_why_and_keeps_the_path(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press("x")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "path")
        app.screen.query_one("#path", Input).value = "/no/such/folder/agenda.md"
        await pilot.press("enter")
        await until(pilot, lambda: "could not be written" in text_of(app, "#outcome"))
        assert app.screen.query_one("#path", Input).value == "/no/such/folder/agenda.md"
        await pilot.press("escape")
        assert sum(minutes(app)) == 45


async def test_the_items_card_opens(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#card"))
        await pilot.press("escape")
        await until(pilot, lambda: minutes(app))


async def test_another_reader_words_it_anew_unless_it_was_changed(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press("r")
        await until(pilot, lambda: "Words to say" in text_of(app, "#item-text"))
        await pilot.press("plus")
        changed = minutes(app)
        await pilot.press("r")
        await pilot.pause()
        assert minutes(app) == changed


async def test_today_shows_the_agenda_in_hand(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press("J", "plus")
        rows = option_texts(app, "#items")
        await pilot.press("1")
        await until(pilot, lambda: app.current_mode == "today")
        shown = [line.split() for line in text_of(app, "#next").splitlines()]
        assert [row.split() for row in rows] == shown[-len(rows) :]
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "agenda")
        assert option_texts(app, "#items") == rows


async def test_leaving_a_box_takes_back_what_was_not_entered(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        await pilot.press("l", "ctrl+k")
        await type_text(pilot, "600")
        await pilot.press("escape")
        assert app.screen.query_one("#length", Input).value == "45"
        assert app.focused is not None
        assert app.focused.id == "items"


async def test_undo_brings_the_boxes_back_too(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        app.screen.query_one("#stage", Select).value = Stage.CLOSING
        await until(pilot, lambda: app.agenda is not None and app.agenda.stage is Stage.CLOSING)
        await pilot.press("ctrl+z")
        assert app.screen.query_one("#stage", Select).value is Stage.EARLY
        assert app.agenda is not None
        assert app.agenda.stage is Stage.EARLY


async def test_a_focus_that_needs_a_person_gets_no_agenda(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await to_agenda(app, pilot)
        before = option_texts(app, "#items")
        await pilot.press("f")
        await type_text(pilot, "he is harassing me")
        await pilot.press("enter")
        await until(pilot, lambda: "nobody has been told" in text_of(app, "#said"))
        assert option_texts(app, "#items") == before
