"""Ending well: how many sessions are left, when it is said, what the closing takes, and the end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.about import Rhythm
from assistant.life.course import Afterwards, Ending, Thanks
from assistant.life.document import Document
from assistant.life.endings import (
    closing_list,
    concluded,
    end_in_sight,
    ending_with,
    learned_with,
    over,
    sessions_left,
)
from assistant.life.goal import Goal, GoalState
from assistant.life.goals import based, looked_at
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def life_of(*documents: Document) -> PairLife:
    return PairLife.of(documents, "Priya", "Martin")


def session(weeks: float, state: str = "planned") -> Session:
    return Session.model_validate({"at": NOW + weeks * WEEK, "state": state})


def until(weeks: float, every: int = 3, **more: object) -> Rhythm:
    return Rhythm.model_validate({"weeks": every, "ends": (NOW + weeks * WEEK).date(), **more})


def left(*documents: Document) -> int | None:
    return sessions_left(life_of(*documents), NOW)


def test_without_an_end_nobody_knows_how_many_are_left() -> None:
    assert left(session(1)) is None
    assert end_in_sight(life_of(session(1)), NOW) is None


def test_planned_sessions_count_and_then_what_the_rhythm_has_room_for() -> None:
    assert left(until(9), session(3), session(6), session(9)) == 3
    assert left(until(9), session(3)) == 3  # two more fit
    assert left(until(8), session(3)) == 2
    assert left(until(9), session(-3, "held")) == 4  # today, in 3, in 6, in 9
    assert left(until(9), session(-1, "held")) == 3
    assert left(until(9), session(-30, "held")) == 3  # after a lapse: from tomorrow
    assert left(until(9)) == 3
    assert left(until(9, first=NOW + 3 * WEEK)) == 3
    assert left(until(3), session(2), session(5)) == 1  # what is after the end is no part of it
    assert left(until(3), session(5)) == 0
    assert left(until(0)) == left(until(-5)) == 0


def test_it_is_said_from_two_sessions_before_on() -> None:
    assert end_in_sight(life_of(until(9), session(3)), NOW) is None
    two = end_in_sight(life_of(until(6), session(3)), NOW)
    assert two is not None
    assert two.startswith("Two sessions are left before 15 December, the end you named. What must")
    assert "One session is" in str(end_in_sight(life_of(until(3), session(3)), NOW))
    assert "no session falls" in str(end_in_sight(life_of(until(1), session(-1, "held")), NOW))
    assert "has passed" in str(end_in_sight(life_of(until(-1)), NOW))
    gone = Ending(at=NOW, ended=NOW)
    assert end_in_sight(life_of(until(-1), gone), NOW) is None
    assert over(life_of(gone))
    assert not over(life_of(Ending(at=NOW)))


STATES = st.sampled_from(["planned", "held", "missed", "cancelled"])
MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.integers(-60, 60).map(lambda n: NOW + n * WEEK)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(MOMENTS, STATES), max_size=8),
    st.none() | st.dates(),
    st.none() | MOMENTS,
    st.integers(1, 12),
    MOMENTS,
)
def test_whatever_is_kept_it_can_be_said(
    sessions: list[tuple[datetime, str]],
    ends: date | None,
    first: datetime | None,
    weeks: int,
    now: datetime,
) -> None:
    held = [Session.model_validate({"at": at, "state": state}) for at, state in sessions]
    life = life_of(*held, Rhythm(weeks=weeks, first=first, ends=ends))
    count = sessions_left(life, now)
    assert (count is None) is (ends is None)
    assert count is None or 0 <= count <= 208
    told = end_in_sight(life, now)
    assert (told is not None) is (count is not None and count <= 2)
    for side in (Side.MENTOR, Side.MENTEE):
        assert all(step.sentence for step in closing_list(life, side, now))


# --- the list ----------------------------------------------------------------------------------------


def done(side: Side, *documents: Document) -> dict[str, bool]:
    return {step.name: step.done for step in closing_list(life_of(*documents), side, NOW)}


def goal() -> Goal:
    told = {"id": "g1", "side": "mentee", "what": "charts", "since": NOW, "quarter": "2026-Q3"}
    return based(Goal.model_validate(told), "one chart", "", 3, NOW - 20 * WEEK)


def test_the_list_is_open_at_first() -> None:
    assert done(Side.MENTOR) == dict.fromkeys(
        ("learned", "goes_on", "thanks", "afterwards", "notes", "lessons"), False
    )


def test_only_ones_own_first_task_is_repeated_and_only_a_late_look_counts() -> None:
    end = until(3)
    assert "repeat g1" not in done(Side.MENTOR, goal(), end)
    assert done(Side.MENTEE, goal(), end)["repeat g1"] is False
    early = looked_at(goal(), 5, NOW - 10 * WEEK)
    assert done(Side.MENTEE, early, end)["repeat g1"] is False
    assert done(Side.MENTEE, early)["repeat g1"] is True  # without an end any look is the latest
    assert done(Side.MENTEE, looked_at(early, 7, NOW), end)["repeat g1"] is True
    [step] = [one for one in closing_list(life_of(goal()), Side.MENTEE, NOW) if "g1" in one.name]
    assert "16 June 2026" in step.sentence
    for state, asked in (("reached", True), ("changed", False), ("dropped", False)):
        ended = goal().model_copy(update={"state": GoalState(state), "ended": NOW})
        assert ("repeat g1" in done(Side.MENTEE, ended)) is asked, state


def test_what_is_written_down_is_done() -> None:
    learned = learned_with(life_of(), Side.MENTEE, NOW, learned=["reading a chart, on 3 May", ""])
    assert (learned.id, learned.learned) == ("mentee", ("reading a chart, on 3 May",))
    assert done(Side.MENTEE, learned)["learned"]
    assert not done(Side.MENTEE, learned)["goes_on"]
    more = learned_with(life_of(learned), Side.MENTEE, NOW, goes_on=["Mondays alone"])
    assert more.learned == learned.learned
    assert done(Side.MENTEE, more)["goes_on"]
    assert not done(Side.MENTOR, more)["learned"]
    ending = ending_with(life_of(), NOW, afterwards=Afterwards.SWAP, lessons="rooms")
    ending = ending_with(life_of(ending), NOW + WEEK, notes="each keeps their own")
    assert (ending.at, ending.lessons) == (NOW, "rooms")
    assert all(done(Side.MENTOR, ending)[name] for name in ("afterwards", "notes", "lessons"))


def test_thanks_are_asked_for_before_they_are_written() -> None:
    def sentence(side: Side, thanks: Thanks | None) -> tuple[str, bool]:
        ending = Ending(at=NOW, thanks=thanks)
        steps = {step.name: step for step in closing_list(life_of(ending), side, NOW)}
        return steps["thanks"].sentence, steps["thanks"].done

    assert sentence(Side.MENTEE, None)[0].startswith("Ask Priya whether")
    assert sentence(Side.MENTEE, Thanks.WANTED)[0].startswith("Write Priya")
    assert not sentence(Side.MENTEE, Thanks.WANTED)[1]
    assert sentence(Side.MENTEE, Thanks.GIVEN)[1]
    assert sentence(Side.MENTEE, Thanks.NOT_WANTED)[1]
    assert not sentence(Side.MENTOR, None)[1]
    assert sentence(Side.MENTOR, Thanks.NOT_WANTED)[1]


# --- the end -----------------------------------------------------------------------------------------


def test_a_pair_ends_once() -> None:
    thanked = ending_with(life_of(), NOW, thanks=Thanks.GIVEN)
    ending = concluded(life_of(thanked), Afterwards.STOP, "deleted", NOW + WEEK)
    assert (ending.ended, ending.thanks, ending.afterwards) == (
        NOW + WEEK,
        Thanks.GIVEN,
        Afterwards.STOP,
    )
    with pytest.raises(Trouble, match="ended on 10 November 2026"):
        concluded(life_of(ending), Afterwards.STOP, "", NOW)
    with pytest.raises(Trouble, match="notes is longer than 4,000"):
        concluded(life_of(), Afterwards.STOP, "x" * 4001, NOW)
