"""Goals: a start that stays what it was, looks in between, an honest end, and the days to look."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.about import Rhythm
from assistant.life.document import Document
from assistant.life.goal import Aim, Goal, GoalField, GoalState, Milestone, MilestoneKind
from assistant.life.goals import (
    aim_hint,
    based,
    changed,
    dropped,
    in_hindsight,
    looked_at,
    new_goal,
    path_words,
    planned,
    quarter_of,
    reached,
    suggested_fields,
    suggestions,
    won,
)
from assistant.life.milestones import (
    due_milestones,
    milestone_done,
    milestones_for,
    with_milestones,
)
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))
RATINGS = st.integers(1, 10)


def life_of(*documents: Document) -> PairLife:
    return PairLife.of(documents, "Priya", "Martin")


def goal(
    what: str = "read the dashboard",
    side: Side = Side.MENTEE,
    since: datetime = NOW,
    **more: object,
) -> Goal:
    told = {"id": "g1", "side": side, "what": what, "since": since, "quarter": "2026-Q4"}
    return Goal.model_validate({**told, **more})


# --- setting -----------------------------------------------------------------------------------------


def test_a_goal_is_set_for_the_quarter_of_the_day() -> None:
    made = new_goal(
        life_of(),
        Side.MENTEE,
        "  read the  dashboard ",
        GoalField.WORK,
        Aim.LEARNING,
        NOW,
        if_="Monday comes",
        then="I open it first",
        new_id="g1",
    )
    assert (made.id, made.what, made.quarter) == ("g1", "read the dashboard", "2026-Q4")
    assert (made.if_, made.then, made.open, made.since) == (
        *("Monday comes", "I open it first"),
        *(True, NOW),
    )


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 3, 31), "2026-Q1"),
        (date(2028, 2, 29), "2028-Q1"),
        (date(2026, 4, 1), "2026-Q2"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_quarters(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


@pytest.mark.parametrize(
    ("what", "more", "told"),
    [
        (" \n ", {}, "empty"),
        ("x" * 301, {}, "The goal is 301 characters long"),
        ("another", {"if_": "x" * 301, "then": "y"}, "the first half of the plan is longer"),
        ("another", {"if_": "x", "then": "y" * 301}, "the second half of the plan is longer"),
        ("Read the Dashboard", {}, "open already"),
        ("another", {"if_": "Monday"}, "two halves"),
        ("another", {"then": "I open it"}, "when you will do it"),
        ("another", {"quarter": "soon"}, "quarter"),
    ],
)
def test_what_is_no_goal_is_refused(what: str, more: dict[str, str], told: str) -> None:
    with pytest.raises(Trouble, match=told):
        new_goal(life_of(goal()), Side.MENTEE, what, GoalField.WORK, Aim.LEARNING, NOW, **more)


def test_the_same_words_are_a_goal_for_the_other_and_once_it_has_ended() -> None:
    life = life_of(goal())
    assert new_goal(life, Side.MENTOR, goal().what, GoalField.WORK, Aim.LEARNING, NOW).open
    life = life_of(dropped(goal(), "no longer needed", NOW))
    assert new_goal(life, Side.MENTEE, goal().what, GoalField.WORK, Aim.LEARNING, NOW).open


def test_a_plan_is_whole_or_none() -> None:
    with_plan = planned(goal(), "Monday comes", "I open it")
    assert planned(with_plan, "", "").if_ == ""


def test_one_of_each_field_is_suggested_a_quarter() -> None:
    assert suggested_fields(life_of(), Side.MENTEE, NOW) == tuple(GoalField)
    life = life_of(goal(), goal(id="g2", field="understanding", quarter="2026-Q3"))
    assert suggested_fields(life, Side.MENTEE, NOW) == (
        GoalField.UNDERSTANDING,
        GoalField.RELATIONSHIP,
    )
    assert suggested_fields(life, Side.MENTOR, NOW) == tuple(GoalField)
    gone = life_of(dropped(goal(), "never wanted", NOW))
    assert GoalField.WORK in suggested_fields(gone, Side.MENTEE, NOW)
    asked = suggestions(life, Side.MENTEE, NOW)
    assert "Priya" in asked[GoalField.UNDERSTANDING]
    assert "{" not in "".join(suggestions(life, Side.MENTOR, NOW).values())


def test_a_figure_in_a_goal_for_learning_is_noticed() -> None:
    assert aim_hint("build 5 charts a week", Aim.LEARNING)
    assert aim_hint("build 5 charts a week", Aim.OUTCOME) == ""
    assert aim_hint("find three ways into the figures", Aim.LEARNING) == ""


# --- from where to where -----------------------------------------------------------------------------


def test_from_a_start_to_a_look_to_hindsight() -> None:
    begun = based(goal(), "one chart alone", "40 minutes", 3, NOW, file="chart.png")
    assert begun.baseline is not None
    assert (begun.baseline.task, begun.now) == ("one chart alone", 3)
    assert path_words(begun) == "starts at 3 of 10, by your own rating"
    with pytest.raises(Trouble, match="no later look"):
        in_hindsight(begun, 2)
    later = looked_at(begun, 6, NOW + 30 * DAY, result="12 minutes")
    told = path_words(in_hindsight(later, 2))
    assert told == "from 3 to 6 of 10, by your own rating; looking back, the start was a 2"
    assert "Martin's own rating" in path_words(later, whose="Martin's")


def test_the_start_stays_what_it_was_once_it_was_looked_at() -> None:
    begun = based(goal(), "one chart alone", "", 3, NOW)
    assert based(begun, "one chart alone", "", 4, NOW).now == 4
    with pytest.raises(Trouble, match="stays as it was"):
        based(looked_at(begun, 6, NOW), "one chart alone", "", 1, NOW)


@pytest.mark.parametrize("rating", [0, 11, -3, 10**9])
def test_ratings_are_one_to_ten(rating: int) -> None:
    with pytest.raises(Trouble, match="1 to 10"):
        based(goal(), "a task", "", rating, NOW)
    with pytest.raises(Trouble, match="1 to 10"):
        looked_at(goal(), rating, NOW)
    with pytest.raises(Trouble, match="1 to 10"):
        in_hindsight(looked_at(goal(), 5, NOW), rating)


@given(
    st.none() | RATINGS,
    st.lists(st.tuples(st.integers(-400, 400), RATINGS), max_size=6),
    st.none() | RATINGS,
)
def test_any_goal_has_a_path_in_words(
    start: int | None, looks: list[tuple[int, int]], hindsight: int | None
) -> None:
    """Records may have looks before the start, or hindsight of none."""
    baseline = {"at": NOW, "task": "t", "rating": start} if start else None
    told = goal(
        baseline=baseline,
        looks=[{"at": NOW + days * DAY, "rating": rating} for days, rating in looks],
        hindsight=hindsight,
    )
    words = path_words(told)
    assert words
    assert "None" not in words
    if told.now is not None:
        assert str(told.now) in words
    assert (start is None and bool(looks)) is ("was not kept" in words)


# --- ending ------------------------------------------------------------------------------------------


def test_a_goal_ends_once_and_says_why() -> None:
    later = NOW + DAY
    assert reached(goal(), "", later).state is GoalState.REACHED
    gone = dropped(goal(), "never wanted", later)
    assert (gone.state, gone.why, gone.ended) == (GoalState.DROPPED, "never wanted", later)
    for end in (changed, dropped):
        with pytest.raises(Trouble, match="why"):
            end(goal(), " ", later)
    with pytest.raises(Trouble, match="ended already"):
        reached(gone, "", later)


def test_a_win_is_what_where_and_who() -> None:
    win = won(Side.MENTEE, "ran the filter", "Monday meeting", "Ines", NOW, goal="g1")
    assert (win.what, win.where_used, win.who_noticed, win.goal) == (
        *("ran the filter", "Monday meeting"),
        *("Ines", "g1"),
    )
    with pytest.raises(Trouble, match="empty"):
        won(Side.MENTEE, " ", "", "", NOW)
    with pytest.raises(Trouble, match="where it was used is longer"):
        won(Side.MENTEE, "x", "y" * 301, "", NOW)


# --- milestones --------------------------------------------------------------------------------------


def days_of(told: Goal, until: date) -> list[date]:
    return [one.on for one in milestones_for(told, until)]


def test_a_month_without_that_day_has_it_on_its_last() -> None:
    told = goal(since=datetime(2027, 12, 31, 9, 0, tzinfo=UTC))
    assert days_of(told, date(2028, 5, 1)) == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]
    assert days_of(goal(since=datetime(2027, 1, 29, 9, 0, tzinfo=UTC)), date(2027, 3, 1)) == [
        date(2027, 2, 28)
    ]


@given(DATES, st.integers(0, 2500))
def test_each_third_milestone_is_the_fuller_one(begun: date, days: int) -> None:
    told = goal(since=datetime.combine(begun, NOW.timetz()))
    found = milestones_for(told, begun + days * DAY)
    assert len(found) <= 60
    for number, one in enumerate(found, 1):
        assert (one.kind is MilestoneKind.QUARTERLY) is (number % 3 == 0)
        months = (one.on.year - begun.year) * 12 + one.on.month - begun.month
        assert months == number
        assert one.on.day == begun.day or (one.on + DAY).day == 1
    kept = told.model_copy(update={"milestones": found})
    assert milestones_for(kept, begun + days * DAY) == found


def test_what_is_done_stays_whatever_is_planned() -> None:
    told = with_milestones(goal(), date(2027, 3, 1))
    done = milestone_done(told, date(2026, 12, 3), "slow, going on", NOW + 40 * DAY)
    assert milestones_for(done, date(2026, 11, 4)) == (done.milestones[0],)


def test_one_milestone_of_a_goal_is_due_and_looking_makes_up_for_those_before() -> None:
    told = with_milestones(goal(), date(2027, 6, 1))
    assert due_milestones(life_of(told), NOW + 29 * DAY) == ()
    [(_, first)] = due_milestones(life_of(told), datetime(2026, 12, 3, tzinfo=UTC))
    assert first.kind is MilestoneKind.MONTHLY
    march = datetime(2027, 3, 20, tzinfo=UTC)
    [(_, fuller)] = due_milestones(life_of(told), march)
    assert (fuller.kind, fuller.on) == (MilestoneKind.QUARTERLY, date(2027, 2, 3))
    done = milestone_done(told, fuller.on, "kept", march)
    [(_, next_one)] = due_milestones(life_of(done), march)
    assert next_one.on == date(2027, 3, 3)
    assert due_milestones(life_of(milestone_done(done, next_one.on, "", march)), march) == ()
    assert due_milestones(life_of(reached(told, "", march)), march) == ()


def test_looks_go_on_to_the_last_day_as_it_stands_now() -> None:
    set_for_a_month = with_milestones(goal(), date(2026, 12, 5))
    [(_, first)] = due_milestones(life_of(set_for_a_month), datetime(2026, 12, 3, tzinfo=UTC))
    looked = milestone_done(set_for_a_month, first.on, "", datetime(2026, 12, 3, tzinfo=UTC))
    later = datetime(2027, 2, 20, tzinfo=UTC)
    [(_, fuller)] = due_milestones(life_of(looked), later)
    assert (fuller.kind, fuller.on) == (MilestoneKind.QUARTERLY, date(2027, 2, 3))
    done = milestone_done(looked, fuller.on, "kept", later)
    assert due_milestones(life_of(done), later) == ()
    assert [one.on for one in done.milestones if one.done] == [first.on, fuller.on]
    ends = Rhythm(ends=date(2027, 1, 1))
    assert due_milestones(life_of(looked, ends), later) == (), "nothing is due after the last day"


def test_a_milestone_that_is_none_or_not_yet_is_refused() -> None:
    told = with_milestones(goal(), date(2027, 6, 1))
    with pytest.raises(Trouble, match="no milestone on 4 December 2026"):
        milestone_done(told, date(2026, 12, 4), "", NOW)
    with pytest.raises(Trouble, match="still to come"):
        milestone_done(told, date(2026, 12, 3), "", NOW)


def test_full_of_milestones_the_done_ones_stay() -> None:
    past = [
        Milestone(kind=MilestoneKind.MONTHLY, on=date(2020, 1, 1) + number * DAY, done=NOW)
        for number in range(58)
    ]
    told = goal(milestones=[one.model_dump() for one in past])
    found = milestones_for(told, date(2030, 1, 1))
    assert len(found) == 60
    assert set(past) <= set(found)
