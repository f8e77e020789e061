"""Hostile text in entries, tags, drafts, captured notes and boxes, on every screen of the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from assistant.entry import Draft
from assistant.people import People
from tests.test_hostile_text import HOSTILE, visible
from tests.tui.driving import screen_text, text_of, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import by_words, rows, unlocked, written
from tui.screens.entry import EntryScreen
from tui.screens.journal import JournalScreen
from tui.screens.promote import PromoteScreen
from tui.screens.writing import WritingScreen
from tui.widgets.entry_text import rendered
from tui.widgets.page import Page


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


@pytest.mark.parametrize("text", [*HOSTILE, "**[/b]**", "> [@click=app.quit]x[/]", "# $quiet [/]"])
def test_rendered_words_are_to_the_letter(text: str) -> None:
    shown = rendered(f"{text}\n- {text}\n**{text}**").plain
    assert visible(shown)
    for piece in ("[/x]", "[bold red]", "[@click=app.quit]", "$title", "[/b]"):
        assert (piece in text) == (piece in shown)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_entries_are_shown_to_the_letter(
    made: MadeHome, home: Path, size: tuple[int, int]
) -> None:
    entries = [
        written(number, f"{text}\n\nline {number} {text}", tags=(text, "all"), prompts=(text,))
        for number, text in enumerate(HOSTILE)
    ]
    async with unlocked(made, home, entries, size) as (app, pilot, _):
        await pilot.press("s")
        assert visible(screen_text(app))
        read = ""
        for _ in entries:
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, EntryScreen))
            assert visible(screen_text(app))
            read += text_of(app, "#entry-text") + text_of(app, "#entry-facts")
            await pilot.press("p")
            await until(pilot, lambda: isinstance(app.screen, PromoteScreen))
            assert visible(screen_text(app))
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query_one("#line").has_focus)
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.query_one("#promote-preview").display)
            assert visible(screen_text(app))
            await pilot.press("escape", "escape", "escape")
            await until(pilot, lambda: isinstance(app.screen, EntryScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, JournalScreen))
            await pilot.press("down")
        for piece in ("[/x]", "[bold red]not[/] [/INST]", "[@click=app.quit]press[/]", "שלום עולם"):
            assert piece in read
        for text in HOSTILE:
            app.screen.query_one("#find", Input).value = f"{text[:60]} line"
            await until(pilot, lambda: "found" in text_of(app, "#journal-note"))
            assert visible(screen_text(app))
        assert app.return_code is None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_text_is_typed_kept_and_captured(
    made: MadeHome, home: Path, text: str
) -> None:
    async with unlocked(made, home) as (app, pilot, pair):
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        page = app.screen.query_one(Page)
        app.post_message(events.Paste(f"{text}."))
        await until(pilot, lambda: page.text)
        app.screen.query_one("#tags", Input).value = text
        assert visible(screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(pair.journal) == 1)
        assert visible(pair.journal.entries[0].text)
        await pilot.press("escape")
        await until(pilot, lambda: rows(app) == 1)
        await pilot.press("x")
        await until(pilot, lambda: app.screen.query("#path"))
        app.screen.query_one("#path", Input).value = f"/no/such/{text}"
        await pilot.press("enter")
        await until(pilot, lambda: "could not be written" in text_of(app, "#outcome"))
        assert visible(screen_text(app))
        await pilot.press("escape", "i")
        await until(pilot, lambda: app.screen.query("#preview"))
        app.screen.query_one("#path", Input).value = f"/no/such/{text}"
        await pilot.press("enter")
        await until(pilot, lambda: "Reading it" not in text_of(app, "#outcome"))
        assert visible(screen_text(app))
        assert app.return_code is None


async def test_a_hostile_note_that_anybody_could_have_planted(made: MadeHome, home: Path) -> None:
    made.copied(home)
    People(home).capture(Draft(text="\n".join(HOSTILE), tags=tuple(HOSTILE)))
    pair = made.opened(home)
    async with by_words(home, (60, 20)) as (app, pilot):
        app.take_pair(pair)
        await pilot.press("3")
        await until(pilot, lambda: "Captured while locked" in text_of(app, "#captured"))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "[bold red]not[/]" in text_of(app, "#captured"))
        assert visible(screen_text(app))
        await pilot.press("a")
        await until(pilot, lambda: rows(app) == 1)
        assert visible(screen_text(app))
    pair.close()
