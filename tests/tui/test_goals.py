"""Goals in Progress: set, begun with a task, looked at again, ended honestly; only by their owner."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.life.goal import Aim, Goal, GoalField, GoalState
from assistant.pair_space import PairSpace
from assistant.wording import Side
from tests.tui.driving import screen_text, text_of, type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import by_words
from tests.tui.progress_driving import (
    Sample,
    form,
    kept,
    place,
    progress,
    put,
    row_text,
    shown,
    take,
)
from tui.screens.form import FormSheet

SAY = "goal:goalsay"
"""Priya's goal with a look that is due."""
MARTINS = "goal:goalthree"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return Sample.make(tmp_path_factory.mktemp("sample") / "home")


def goal_of(pair: PairSpace, key: str) -> Goal:
    return next(one for one in pair.records.life.goals if one.id == key.partition(":")[2])


async def test_the_first_goal_is_set_with_a_few_keys(tmp_path: Path) -> None:
    made = MadeHome.make(tmp_path / "home")
    pair = made.opened(tmp_path / "home")
    async with by_words(tmp_path / "home") as (app, pilot):
        app.take_pair(pair)
        await pilot.press("6")
        await until(pilot, lambda: "g sets your first goal." in screen_text(app))
        assert "For example" in screen_text(app)
        await form(app, pilot, "g")
        assert "Being seen" in screen_text(app)
        await type_text(pilot, "ask before I tell 3 times")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: shown(app).option_count)
        (goal,) = pair.records.life.goals
        assert (goal.side, goal.field, goal.aim) == (Side.MENTOR, GoalField.WORK, Aim.LEARNING)
        assert goal.milestones
        await until(pilot, lambda: place(app).in_hand == f"goal:{goal.id}")
        assert "There is a figure in it" in place(app).said
        assert "s does a task once and rates it" in row_text(app, f"goal:{goal.id}")
        await app.run_action("undo_change")
        await until(pilot, lambda: "g sets your first goal." in screen_text(app))
        assert not pair.records.life.goals
    pair.close()


async def test_half_a_plan_is_refused_and_what_was_typed_stays(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        before = pair.records.life
        await form(app, pilot, "g")
        await put(app, pilot, what="listen first", if_="somebody senior speaks")
        await until(pilot, lambda: "two halves" in text_of(app, "#outcome"))
        assert isinstance(app.screen, FormSheet)
        assert app.screen.texts["what"] == "listen first"
        assert pair.records.life is before
        await put(app, pilot, then="I count to three")
        await kept(app, pilot)
        assert pair.records.life.goals[-1].then == "I count to three"


async def test_a_goal_from_its_start_to_a_look_back(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        await form(app, pilot, "g")
        await put(app, pilot, what="draw one honest chart")
        await kept(app, pilot)
        await until(pilot, lambda: "draw one" in row_text(app, place(app).in_hand))
        key = place(app).in_hand
        await pilot.press("l")
        assert place(app).said == "First say where it starts: s."
        await form(app, pilot, "s")
        await put(app, pilot, task="the churn chart", result="two hours", rating="many")
        await until(pilot, lambda: "1 to 10" in text_of(app, "#outcome"))
        await put(app, pilot, rating="3", file="~/charts/first.png")
        await kept(app, pilot)
        await until(pilot, lambda: "Starts at 3 of 10, by your own rating." in row_text(app, key))
        await pilot.press("h")
        assert "l looks again" in place(app).said
        sheet = await form(app, pilot, "l")
        assert "the churn chart" in screen_text(app)
        assert sheet.texts["rating"] == ""
        await put(app, pilot, rating="11")
        await until(pilot, lambda: "A rating is 1 to 10, not 11." in text_of(app, "#outcome"))
        await put(app, pilot, rating="6", result="forty minutes")
        await kept(app, pilot)
        await form(app, pilot, "h")
        await put(app, pilot, rating="2")
        await kept(app, pilot)
        await until(pilot, lambda: "looking back, the start was a 2" in row_text(app, key))
        assert "1 ·  ◇  ○────────●  ·  ·  ·  · 10" in row_text(app, key)
        goal = goal_of(pair, key)
        assert goal.baseline is not None
        assert (goal.baseline.file, goal.now, goal.hindsight) == ("~/charts/first.png", 6, 2)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#read"))
        full = text_of(app, "#read")
        assert "forty minutes" in full
        assert "Kept in ~/charts/first.png" in full
        await pilot.press("escape", "ctrl+z")
        await until(pilot, lambda: "looking back" not in row_text(app, key))
        assert goal_of(pair, key).hindsight is None


async def test_the_look_that_is_due(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        assert "A short look is due today: m" in row_text(app, SAY)
        await take(app, pilot, SAY)
        assert "the due look" in text_of(app, "#progress-keys")
        await form(app, pilot, "m")
        await put(app, pilot, words="I waited once, and it was fine.")
        await kept(app, pilot)
        await until(pilot, lambda: "due" not in row_text(app, SAY))
        assert goal_of(pair, SAY).milestones[-1].words == "I waited once, and it was fine."
        await pilot.press("m")
        assert "No look at this goal is due" in place(app).said
        await pilot.press("ctrl+z")
        await until(pilot, lambda: "is due today" in row_text(app, SAY))
        await form(app, pilot, "l")
        await put(app, pilot, rating="6")
        await kept(app, pilot)
        await until(pilot, lambda: "due" not in row_text(app, SAY))
        assert "the look that was due is done with it" in place(app).said
        assert goal_of(pair, SAY).now == 6


async def test_a_goal_that_changed_makes_way_for_another(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        await take(app, pilot, SAY)
        await form(app, pilot, "c")
        await put(app, pilot, why="")
        await until(pilot, lambda: "what became of it" in text_of(app, "#outcome"))
        await put(app, pilot, state="changed")
        await until(pilot, lambda: "Say in a few words why." in text_of(app, "#outcome"))
        await put(app, pilot, why="No such meetings any more.")
        await until(pilot, lambda: "takes its place" in screen_text(app))
        await put(app, pilot, what="say it in writing first")
        await kept(app, pilot)
        assert goal_of(pair, SAY).state is GoalState.CHANGED
        assert pair.records.life.goals[-1].field is GoalField.RELATIONSHIP
        await until(pilot, lambda: "1 goal ended" in row_text(app, "more:ended"))
        assert not row_text(app, SAY)
        await take(app, pilot, "more:ended")
        await pilot.press("enter")
        await until(pilot, lambda: "; changed." in row_text(app, SAY))
        await take(app, pilot, SAY)
        await pilot.press("l")
        assert "has ended" in place(app).said


async def test_a_goal_is_said_otherwise(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        await take(app, pilot, SAY)
        before = goal_of(pair, SAY)
        await form(app, pilot, "e")
        await put(app, pilot, what="Say my view second [/x]", aim="outcome")
        await kept(app, pilot)
        await until(pilot, lambda: "second [/x]" in row_text(app, SAY))
        after = goal_of(pair, SAY)
        assert (after.aim, after.baseline, after.looks) == (
            Aim.OUTCOME,
            before.baseline,
            before.looks,
        )


async def test_only_its_owner_changes_a_goal(sample: Sample, home: Path) -> None:
    async with progress(sample, home) as (app, pilot, pair):
        before = pair.records.life
        await take(app, pilot, MARTINS)
        assert "Martin alone changes it" in text_of(app, "#progress-keys")
        for key in "slhmce":
            place(app).said = ""
            await pilot.press(key)
            assert "only Martin changes it" in place(app).said
            assert app.screen is place(app)
        await take(app, pilot, "section:wins")
        for key in "slhmce":
            place(app).said = ""
            await pilot.press(key)
            assert "Choose a goal" in place(app).said
        assert pair.records.life is before
