"""The private page before a session: what stands in it, and that it leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.entry import EntryKind
from assistant.wording import Side
from tests.tui.driving import screen_text, text_of, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import words_held, written
from tests.tui.meeting_driving import (
    HOSTILE,
    PROMISE,
    THEIRS,
    promised,
    session,
    to_agenda,
    with_pair,
)
from tui.screens.brief import BriefScreen
from tui.screens.writing import WritingScreen

MINE = "he waved the pipeline figures through again"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


def questions(page: str) -> list[str]:
    """The two questions of a page."""
    lines = page.partition("Two questions to take with you")[2].splitlines()
    return [line.removeprefix("· ") for line in lines if line.startswith("· ")][:2]


async def test_it_says_what_was_promised_and_written_and_a_preparation_follows(
    made: MadeHome, home: Path
) -> None:
    records = [session(), promised(), promised(THEIRS, Side.MENTEE)]
    async with with_pair(made, home, records, (80, 40)) as (app, pilot, pair):
        pair.journal.add_all([written(1, MINE)])
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, BriefScreen))
        await until(pilot, lambda: "You said you would" in screen_text(app))
        page = text_of(app, "#brief-text")
        assert "Before: Session 1 with Martin" in page
        for words in (PROMISE, THEIRS, MINE, "For you alone"):
            assert words in page
        assert len(questions(page)) == 2
        assert "PRIVATE" in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: text_of(app, "#brief-text") != page)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        await until(pilot, lambda: "what will you do first" in text_of(app, "#prompt"))
        await pilot.press("f5")
        await until(pilot, lambda: "what will you do first" not in text_of(app, "#prompt"))
        await pilot.press(*"show it", "ctrl+s", "escape")
        await until(pilot, lambda: isinstance(app.screen, BriefScreen))
        entry = next(one for one in pair.journal.entries if one.text == "show it")
        assert entry.kind is EntryKind.PREPARATION
        assert len(entry.prompts) == 1
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, BriefScreen))
        assert app.current_mode == "today"


async def test_a_lock_takes_it_away_also_from_agenda(made: MadeHome, home: Path) -> None:
    async with with_pair(made, home, [session(), promised()]) as (app, pilot, pair):
        pair.journal.add_all([written(1, MINE)])
        await to_agenda(app, pilot)
        await pilot.press("p")
        await until(pilot, lambda: MINE in screen_text(app))
        brief = app.screen
        assert isinstance(brief, BriefScreen)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None and app.screen is not brief)
        assert MINE not in screen_text(app) + words_held(app)
        await until(pilot, lambda: brief._brief is None)


async def test_nothing_is_there_yet_and_hostile_words_stay_words(
    made: MadeHome, home: Path
) -> None:
    async with with_pair(made, home, [promised(HOSTILE)], (60, 20)) as (app, pilot, pair):
        pair.journal.add_all([written(1, HOSTILE)])
        await pilot.press("p")
        await until(pilot, lambda: "No date is fixed yet." in screen_text(app))
        page = text_of(app, "#brief-text")
        assert "[/x] [b]bold[/b]" in page
        assert "\x1b" not in page
        assert "Nothing is open of theirs." in page
        await pilot.press("end")
        await until(pilot, lambda: "For you alone" in screen_text(app))
