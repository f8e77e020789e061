"""Progress: pictures and words of how it goes, wins, actions, what was given; nothing left by a lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.life.course import Ending
from assistant.life.goal import Win
from assistant.life.pulse import Answers
from assistant.life.session import ActionState, Session, SessionState
from assistant.pair_space import PairSpace
from assistant.wording import Side
from tests.tui.driving import screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import by_words
from tests.tui.progress_driving import (
    NOW,
    Sample,
    all_words,
    form,
    kept,
    place,
    progress,
    put,
    ready,
    row_text,
    shown,
    take,
    texts,
)
from tui.screens.help import HelpScreen
from tui.screens.pair_sheets import ReadSheet
from tui.screens.path_sheet import PathSheet


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return Sample.make(tmp_path_factory.mktemp("sample") / "home")


# --- reading ---------------------------------------------------------------------------------------


async def test_pictures_with_their_words(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, _):
        told = texts(app)
        for words in (
            "1 ·  ·  ◇  ○──•────────●  ·  · 10",
            "From 4 to 8 of 10, by your own rating; looking back, the start was a 3.",
            "From 4 to 7 of 10, by Martin's own rating",
            "Jun 2026  Jul   Aug   Sep   Oct   Nov",
            "●         ● ●   –     ◐ ×   ●     ● ○",
            "Priya       ▅ ▅ ▆ ▃ ▆ █   first partly, lately yes",
            "Session 6   ▓▓▓▓▓▓▓▓▓▓▓▓░░░░░░░░  Priya 58%, Martin 42%",
            "★ Found the late orders without asking",
            "○ Send Martin the two links on saved views",
            "→ the board pack as one page with links",
        ):
            assert words in told
        assert "6 of 7 sessions so far held" in row_text(app, "section:rhythm")
        for section in ("rhythm", "pulse", "talk", "wins", "actions", "given"):
            await pilot.press("right")
            await until(pilot, lambda: place(app).in_hand == f"section:{section}")  # noqa: B023
        await pilot.press("left", "left", "left", "left")
        await until(pilot, lambda: place(app).in_hand == "section:pulse")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadSheet))
        full = text_of(app, "#read")
        assert "Session 4. Priya: useful partly, safe hardly, going somewhere partly." in full
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is place(app))


@pytest.mark.parametrize(("size", "beside"), [((60, 20), False), ((120, 40), True)])
async def test_what_is_in_hand_is_told_beside_where_there_is_room(
    sample: Sample, home: Path, size: tuple[int, int], beside: bool
) -> None:
    async with progress(sample, home, size) as (app, pilot, _):
        await take(app, pilot, "goal:goaldashboard")
        await until(pilot, lambda: "Martin alone changes it" in screen_text(app))
        assert ("If it is Monday, 8:30" in screen_text(app)) is beside
        assert app.screen.query_one("#progress-beside").display is beside
        await take(app, pilot, "goal:goalsay")
        await until(pilot, lambda: "c end it" in screen_text(app))
        assert "l look again" in screen_text(app)
        assert "Enter read  g goal  w win  ? keys" in screen_text(app)


async def test_a_pulse_is_ones_own_until_both_have_answered(sample: Sample, home: Path) -> None:
    session = Session(id="sixth", at=NOW, state=SessionState.HELD)

    def answer(pair: PairSpace) -> None:
        pair.records.keep(session)
        pair.pulses.answer("sixth", Answers(useful=5, safe=2, going=3))

    async with progress(sample, home, prepare=answer) as (app, _, _):
        assert "Only you see this until Martin has answered too:" in texts(app)
        assert "Only you see this: useful yes, safe hardly, going somewhere partly." in texts(app)
        assert "Priya       ▅ ▅ ▆ ▃ ▆ █   first partly" in texts(app)
    async with progress(sample, home, side=Side.MENTEE) as (app, pilot, martin):
        assert "safe hardly" not in texts(app)
        assert "Only you" not in texts(app)
        martin.pulses.answer("sixth", Answers(useful=4, safe=4, going=4))
        app.look_again()
        await until(pilot, lambda: "safe mostly, going somewhere mostly" in texts(app))
    both = progress(sample, home, prepare=lambda pair: pair.pulses.open_ready())
    async with both as (app, _, _):
        assert "Priya       ▅ ▅ ▆ ▃ ▆ █ ▃   first partly, lately hardly" in texts(app)
        assert "Only you" not in texts(app)


# --- wins, what was given, actions -----------------------------------------------------------------


async def test_a_win_for_the_goal_in_hand(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        await take(app, pilot, "goal:goalteach")
        sheet = await form(app, pilot, "w")
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        await until(pilot, lambda: "nothing is kept before Ctrl+S" in screen_text(app))
        assert "Go to Journal" not in screen_text(app)
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is sheet)
        await put(app, pilot, where="session 6")
        await until(pilot, lambda: "The win is empty." in text_of(app, "#outcome"))
        await put(app, pilot, what="Taught it twice", who="Ines")
        await kept(app, pilot)
        win = pair.records.life.wins[-1]
        assert (win.goal, win.side, win.where_used) == ("goalteach", Side.MENTOR, "session 6")
        key = f"win:{win.id}"
        await until(pilot, lambda: place(app).in_hand == key)
        assert "Priya · session 6 · noticed by Ines · 23 November" in row_text(app, key)
        await form(app, pilot, "e")
        await put(app, pilot, side="mentee", goal="none")
        await kept(app, pilot)
        await until(pilot, lambda: "Martin · session 6" in row_text(app, key))
        assert pair.records.life.wins[-1].goal is None
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: not row_text(app, key))


async def test_given_and_received(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        await form(app, pilot, "n")
        await type_text(pilot, "an honest no")
        await put(app, pilot, side="mentee")
        await kept(app, pilot)
        await until(pilot, lambda: "an honest no" in texts(app))
        key = f"given:{pair.records.life.given[-1].id}"
        assert "Martin gave, Priya received · 23 November" in row_text(app, key)
        await take(app, pilot, key)
        await form(app, pilot, "e")
        await put(app, pilot, what="an honest yes")
        await kept(app, pilot)
        await until(pilot, lambda: "an honest yes" in row_text(app, key))


async def test_actions_are_done_dropped_and_open_again(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        links = next(one for one in pair.records.life.actions if "two links" in one.what)
        key = f"action:{links.id}"

        def state() -> ActionState:
            return next(one for one in pair.records.life.actions if one.id == links.id).state

        await pilot.press("x")
        assert place(app).said == "Choose an action first."
        await take(app, pilot, key)
        await pilot.press("x")
        await until(pilot, lambda: not row_text(app, key))
        assert state() is ActionState.DONE
        await take(app, pilot, "more:done")
        await pilot.press("enter")
        await until(pilot, lambda: "done · 23 November" in row_text(app, key))
        await take(app, pilot, key)
        await pilot.press("D")
        assert "x opens it again" in place(app).said
        await pilot.press("x")
        await until(pilot, lambda: "You · since" in row_text(app, key))
        await form(app, pilot, "e")
        await put(app, pilot, due="3 March 2020")
        await until(pilot, lambda: "is past" in text_of(app, "#outcome"))
        await put(app, pilot, due="tomorrow")
        await kept(app, pilot)
        await until(pilot, lambda: "for tomorrow" in row_text(app, key))
        await pilot.press("D")
        await until(pilot, lambda: state() is ActionState.DROPPED)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "for tomorrow" in row_text(app, key))


async def test_the_review_as_markdown_and_as_a_page(
    sample: Sample, home: Path, tmp_path: Path
) -> None:
    async with progress(sample, home) as (app, pilot, _):
        for name, begins in (("q.md", "# Priya and Martin"), ("q.html", "<!doctype html>")):
            path = tmp_path / name
            path.write_text("kept", encoding="utf-8")
            await pilot.press("v")
            await until(pilot, lambda: isinstance(app.screen, PathSheet))
            await put(app, pilot)
            app.screen.query_one("#path").value = str(path)  # type: ignore[attr-defined]
            await pilot.press("enter")
            await until(pilot, lambda: "Written to" in place(app).said)
            assert path.read_text(encoding="utf-8") == "kept"
            beside = path.with_stem("q-2").read_text(encoding="utf-8")
            assert beside.lower().startswith(begins.lower())
            assert "Found the late orders" in beside or "The board pack went out" in beside
            place(app).said = ""
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, PathSheet))
        app.screen.query_one("#path").value = "/no/such/folder/[/x].md"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: "could not be written" in text_of(app, "#outcome"))


# --- how things stand ------------------------------------------------------------------------------


async def test_nobody_locked_and_unlocked(sample: Sample, tmp_path: Path) -> None:
    async with by_words(tmp_path / "none") as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "b begins" in screen_text(app))
        assert "You rate only yourself" in " ".join(screen_text(app).split())
        await until(pilot, lambda: "b begin" in screen_text(app).splitlines()[-1])
    home = sample.copied(tmp_path / "home")
    async with by_words(home) as (app, pilot):
        await pilot.press("6")
        await until(pilot, lambda: "u unlocks it." in screen_text(app))
        pair = sample.opened(home)
        app.take_pair(pair)
        await until(pilot, lambda: ready(app), "the arrows move in the list")
        await pilot.press("down")
        await until(pilot, lambda: place(app).in_hand == "goal:goalteach")
        await take(app, pilot, "goal:goalsay")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadSheet))
        sheet = app.screen
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: "u unlocks it." in screen_text(app))
        for words in ("Say my view", "dashboard", "Ines", "Martin"):
            assert words not in all_words(app)
            assert words not in repr([str(one.content) for one in sheet.query("Static")])  # type: ignore[attr-defined]
        assert place(app).seen is None
        await pilot.press("g")
        assert app.screen is place(app)
        app.take_pair(sample.opened(home))
        await until(pilot, lambda: ready(app))
        await pilot.press("down")
        await until(pilot, lambda: place(app).in_hand == "goal:goalteach")


async def test_only_reading(sample: Sample, home: Path) -> None:
    sample.copied(home)
    first = sample.opened(home)
    async with progress(sample, home) as (app, pilot, pair):
        assert pair.read_only
        for key, row in (("g", "goal:goalsay"), ("w", ""), ("l", ""), ("x", "section:actions")):
            if row:
                await take(app, pilot, row)
            place(app).said = ""
            await pilot.press(key)
            assert place(app).said == pair.why_read_only
            assert app.screen is place(app)
    first.close()


async def test_a_pair_that_has_ended(sample: Sample, home: Path) -> None:
    def end(pair: PairSpace) -> None:
        pair.records.keep(Ending(at=NOW, ended=NOW))

    async with progress(sample, home, prepare=end) as (app, pilot, _):
        await until(pilot, lambda: "The two of you have ended it." in screen_text(app))


async def test_without_a_partner_each_part_says_what_will_be_there(tmp_path: Path) -> None:
    made = MadeHome.make(tmp_path / "home")
    pair = made.opened(tmp_path / "home")
    pair.records.keep(Win(at=NOW, side=Side.MENTOR, what="said it first"))
    async with by_words(tmp_path / "home", (60, 20)) as (app, pilot):
        app.take_pair(pair)
        await pilot.press("6")
        await until(pilot, lambda: shown(app).option_count)
        for words in ("g sets one.", "7 plans them.", "No pulse was opened", "n notes what one"):
            assert words in texts(app)
        assert "not timed" in row_text(app, "section:talk")
    pair.close()
