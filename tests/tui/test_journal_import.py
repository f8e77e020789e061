"""Taking entries in from elsewhere, in the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from assistant.journal_export import json_text
from tests.tui.driving import text_of, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import ENTRIES, unlocked
from tui.screens.journal_import import ImportScreen


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def test_what_is_there_already_is_told_and_stays_out(
    made: MadeHome, home: Path, tmp_path: Path
) -> None:
    async with unlocked(made, home, ENTRIES) as (app, pilot, pair):
        exported = tmp_path / "journal.json"
        exported.write_text(json_text(pair.journal.entries), encoding="utf-8")

        async def look_into() -> str:
            await pilot.press("i")
            await until(pilot, lambda: isinstance(app.screen, ImportScreen))
            app.screen.query_one("#path", Input).value = str(exported)
            await pilot.press("enter")
            await until(pilot, lambda: "already" in text_of(app, "#preview"))
            return text_of(app, "#preview")

        told = await look_into()
        assert "No entries to take in" in told
        assert "All of them seem to be in your journal already." in told
        assert "nothing to import" in text_of(app, "#outcome")
        await pilot.press("enter", "escape")
        pair.journal.erase(pair.journal.entries[0].id)
        told = await look_into()
        assert "1 entry of " in told
        assert "2 of them seem to be in your journal already." in told
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, ImportScreen))
        assert len(pair.journal.entries) == len(ENTRIES)
