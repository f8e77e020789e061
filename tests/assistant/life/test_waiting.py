"""What waits for one of the two, and leads somewhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.life.about import Rhythm
from assistant.life.charter import Charter, Signature
from assistant.life.course import AfterMisses, Ending
from assistant.life.document import Document
from assistant.life.goal import Goal, Milestone, MilestoneKind
from assistant.life.milestones import due_milestones
from assistant.life.pulse import Commitment
from assistant.life.rhythms import answered
from assistant.life.session import Session, SessionState, Summary
from assistant.life.setup import to_do
from assistant.life.snapshot import PairLife
from assistant.life.waiting import ToDo, Waiting, waiting
from assistant.wording import Side
from tests.assistant.life.sample import NOW, sample_life

M, E = Side.MENTOR, Side.MENTEE
DAY = timedelta(days=1)
HELD = Session(id="one", at=NOW - 2 * DAY, state=SessionState.HELD)


def life(*documents: Document) -> PairLife:
    return PairLife.of(documents, "Priya", "Martin")


def told(one: PairLife, what: Waiting, me: Side = M, days: float = 0) -> list[ToDo]:
    return [todo for todo in waiting(one, me, NOW + days * DAY) if todo.what is what]


def kinds(one: PairLife, me: Side = M, days: float = 0) -> list[Waiting]:
    return [todo.what for todo in waiting(one, me, NOW + days * DAY)]


# --- set-up ------------------------------------------------------------------------------------------


def test_an_empty_pair_is_asked_for_the_first_steps_of_its_set_up() -> None:
    assert kinds(PairLife()) == [Waiting.SET_UP] * 3
    steps = to_do(life(), M, NOW)
    assert [(one.id, one.words) for one in told(life(), Waiting.SET_UP)] == [
        (step.name, step.sentence) for step in steps[:3]
    ]
    assert "first" not in {one.id for one in waiting(life(), M, NOW)}, "Today's first line says it"


def test_to_speak_of_the_end_is_not_the_end() -> None:
    assert waiting(life(HELD, Ending(at=NOW)), M, NOW) == waiting(life(HELD), M, NOW) != ()


@pytest.mark.parametrize("me", [M, E])
def test_nothing_waits_once_the_pair_has_ended(me: Side) -> None:
    over = Ending(at=NOW, ended=NOW)
    assert waiting(life(over), me, NOW) == ()
    assert waiting(life(HELD, Session(at=NOW - 9 * DAY), over), me, NOW) == ()


# --- the course --------------------------------------------------------------------------------------


def test_a_planned_session_long_past_is_asked_about_not_called_missed() -> None:
    one, two = Session(at=NOW - 30 * DAY), Session(at=NOW - 3 * DAY)
    (found,) = told(life(one.model_copy(update={"state": SessionState.HELD}), two), Waiting.HELD)
    assert (found.id, found.words) == (two.id, "Session 2 was planned for Friday. Was it held?")
    (both,) = told(life(one, two), Waiting.HELD)
    words = "Two sessions are past and nobody said whether they were held."
    assert (both.id, both.words) == (one.id, words), "many leave room for the rest of Today"
    assert Waiting.MISSES not in kinds(life(one, two))
    missed = [Session(at=NOW - days * DAY, state=SessionState.MISSED) for days in (20, 10)]
    asked = kinds(life(*missed, two))
    assert Waiting.HELD in asked
    assert Waiting.MISSES not in asked, "nobody knows yet that they are running"


def test_two_misses_ask_until_the_pair_has_answered() -> None:
    missed = [Session(at=NOW - days * DAY, state=SessionState.MISSED) for days in (30, 9)]
    (todo,) = told(life(HELD.model_copy(update={"at": NOW - 60 * DAY}), *missed), Waiting.MISSES)
    assert todo.words.endswith("Pause, change or end?")
    assert Waiting.MISSES not in kinds(life(*missed, answered(AfterMisses.CHANGE, NOW)))
    assert Waiting.MISSES not in kinds(life(*missed[:1]))


def test_the_end_in_sight_is_said() -> None:
    ahead = Session(at=NOW + 9 * DAY)
    near, far = (Rhythm(ends=(NOW + days * DAY).date()) for days in (12, 300))
    (todo,) = told(life(HELD, ahead, near), Waiting.ENDING)
    assert todo.words.startswith("One session is left before 5 December")
    assert Waiting.ENDING not in kinds(life(HELD, ahead, far))


# --- after a session ---------------------------------------------------------------------------------


def test_a_pulse_waits_until_answered_and_says_that_the_other_has() -> None:
    def bound(side: Side) -> Commitment:
        return Commitment(side=side, session="one", commitment="0" * 64, at=NOW)

    def pulses(*documents: Document, days: float = 0) -> list[str]:
        return [todo.words for todo in told(life(*documents), Waiting.PULSE, days=days)]

    assert pulses(HELD) == [
        "Three short questions about session 1. Nobody sees your answers before both are in."
    ]
    assert "Martin has answered" in pulses(HELD, bound(E))[0]
    assert pulses(HELD, bound(M)) == []
    assert pulses(HELD, days=40) == []


def test_how_a_session_ended_waits_for_a_week_and_its_questions_for_three_days() -> None:
    (ended,), (after,) = told(life(HELD), Waiting.HOW_ENDED), told(life(HELD), Waiting.AFTER)
    assert (ended.id, after.id) == ("one", "one")
    assert after.words == "Three questions on session 1, for you alone."
    assert Waiting.AFTER not in kinds(life(HELD), days=2)
    assert Waiting.HOW_ENDED in kinds(life(HELD), days=2)
    assert Waiting.HOW_ENDED not in kinds(life(HELD), days=6)
    summary = Summary(session="one", words="We looked at filters.", at=NOW)
    assert Waiting.HOW_ENDED not in kinds(life(HELD, summary))
    assert Waiting.AFTER in kinds(life(HELD, summary))


def test_what_is_said_to_be_held_tomorrow_asks_for_nothing_yet() -> None:
    ahead = HELD.model_copy(update={"at": NOW + DAY})
    asked = {Waiting.PULSE, Waiting.HOW_ENDED, Waiting.AFTER}
    assert not asked & set(kinds(life(ahead)))


# --- charter -----------------------------------------------------------------------------------------


def signed(charter: Charter, *sides: Side) -> list[Signature]:
    return [
        Signature(side=side, charter=charter.id, digest=charter.digest, at=NOW, signature="0" * 128)
        for side in sides
    ]


def test_a_charter_waits_for_mine_and_a_changed_one_again() -> None:
    first = Charter(id="one", number=1, at=NOW, written_by=M)
    second = Charter(id="two", number=2, at=NOW, written_by=E, purpose="more")
    mine = signed(first, M)
    assert Waiting.CHARTER in kinds(life(first))
    assert Waiting.CHARTER not in kinds(life(first, *mine))
    assert Waiting.CHARTER in kinds(life(first, second, *mine))
    (todo,) = told(life(first, *mine), Waiting.CHARTER, E)
    assert todo == ToDo(
        Waiting.CHARTER,
        "The charter waits for your signature. Priya has signed version 1; you have not yet.",
        "one",
    )
    of_another = [one.model_copy(update={"charter": "gone"}) for one in mine]
    assert Waiting.CHARTER in kinds(life(first, *of_another)), "as where the charter itself is read"


def test_the_day_to_look_at_the_charter_again() -> None:
    one = Charter(id="one", number=1, at=NOW, written_by=M, review=NOW.date())
    both = life(one, *signed(one, M, E))
    assert [todo.id for todo in told(both, Waiting.REVIEW)] == ["one"]
    assert Waiting.REVIEW not in kinds(both, days=-1)
    assert Waiting.REVIEW not in kinds(life(one, *signed(one, M)))


# --- goals -------------------------------------------------------------------------------------------


def goal(*milestones: Milestone) -> Goal:
    return Goal(side=M, what="teach", since=NOW, quarter="2026-Q4", milestones=milestones)


@pytest.mark.parametrize(("on", "waits"), [(date(2026, 11, 23), True), (date(2026, 11, 24), False)])
def test_a_milestone_waits_from_its_day_on(on: date, waits: bool) -> None:
    one = goal(Milestone(kind=MilestoneKind.MONTHLY, on=on))
    assert (Waiting.MILESTONE in kinds(life(one))) is waits
    assert Waiting.MILESTONE not in kinds(life(one), E)


def test_one_look_makes_up_for_those_before_and_the_fullest_is_asked_for() -> None:
    monthly, quarterly = (
        Milestone(kind=kind, on=(NOW - days * DAY).date())
        for kind, days in ((MilestoneKind.MONTHLY, 20), (MilestoneKind.QUARTERLY, 40))
    )
    (todo,) = told(life(goal(monthly, quarterly)), Waiting.MILESTONE)
    assert todo.words.startswith("A quarterly look")
    later = monthly.model_copy(update={"done": NOW})
    one = life(goal(later, quarterly))
    assert not due_milestones(one, NOW)
    assert not told(one, Waiting.MILESTONE)


@pytest.mark.parametrize("me", [M, E])
def test_what_is_due_on_todays_list_is_what_is_due_in_progress(me: Side) -> None:
    due = {goal.id for goal, _ in due_milestones(sample_life(), NOW) if goal.side is me}
    assert {todo.id for todo in told(sample_life(), Waiting.MILESTONE, me)} == due
