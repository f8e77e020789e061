"""The stage that the records tell, by the triggers of the brief, section 3."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.life.about import Rhythm
from assistant.life.charter import Charter, Signature
from assistant.life.course import AfterMisses, Afterwards, Ending, MissesAnswer, StageChoice
from assistant.life.document import Document
from assistant.life.goal import Win
from assistant.life.needs import needs_of
from assistant.life.pulse import Answers
from assistant.life.session import Action, ActionState, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.life.stage import asks_for_repair, session_stage, stage_of, unsigned_by
from assistant.wording import Side, Stage
from tests.assistant.life.lives import NOW, SIDES, documents, lives, opened

FINE, UNSAFE = Answers(useful=4, safe=4, going=4), Answers(useful=4, safe=2, going=4)


def days(number: float) -> datetime:
    return NOW + timedelta(days=number)


def session(
    number: int, at: datetime, state: SessionState = SessionState.HELD, **more: object
) -> Session:
    return Session.model_validate({"id": f"s{number}", "at": at, "state": state, **more})


def held(count: int) -> list[Document]:
    """Sessions every three weeks, the last three weeks ago."""
    return [session(number, days(-21 * (count - number))) for number in range(count)]


def charter(*signed: Side, number: int = 1) -> list[Document]:
    own = Charter(id=f"c{number}", number=number, at=days(-90), written_by=Side.MENTOR)
    return [
        own,
        *(
            Signature(
                id=f"{own.id}{side}",
                side=side,
                charter=own.id,
                digest=own.digest,
                at=days(-80),
                signature="0" * 128,
            )
            for side in signed
        ),
    ]


def action(state: ActionState = ActionState.OPEN, **more: object) -> Action:
    told = {"id": "a1", "side": Side.MENTEE, "what": "Send the list", "since": days(-21), **more}
    return Action.model_validate({**told, "state": state})


SIGNED = charter(*SIDES)


def read(*told: Document | Iterable[Document]) -> tuple[Stage, str]:
    found = [one for part in told for one in ([part] if isinstance(part, Document) else part)]
    reading = stage_of(PairLife.of(found, "Priya", "Martin"), NOW)
    assert not reading.chosen
    assert reading.by_records is reading.stage
    return reading.stage, reading.reason


# --- before and first ---------------------------------------------------------------------------------


def test_before_anything_is_planned() -> None:
    assert read([]) == (Stage.BEFORE, "No session is held yet, and none is planned.")
    assert read(SIGNED)[0] is Stage.BEFORE


def test_before_the_first_session() -> None:
    planned = session(1, days(9), SessionState.PLANNED)
    assert read(planned) == (Stage.BEFORE, "The first session is still ahead, on 2 December.")


@pytest.mark.parametrize("ahead", [0.9, 0.01, -0.5, -6])
def test_first_on_the_day_and_until_somebody_says_what_became_of_it(ahead: float) -> None:
    planned = session(1, days(ahead), SessionState.PLANNED)
    assert read(planned)[0] is Stage.FIRST
    assert read(planned, SIGNED)[0] is Stage.FIRST


def test_first_until_both_signed() -> None:
    assert read(held(1)) == (
        Stage.FIRST,
        "One session is held, and the charter still waits to be signed by Priya and Martin.",
    )
    stage, reason = read(held(1), charter(Side.MENTOR))
    assert stage is Stage.FIRST
    assert reason.endswith("signed by Martin.")
    assert read(held(1), SIGNED)[0] is Stage.EARLY


def test_without_a_charter_it_is_not_first_for_ever() -> None:
    assert read(held(2))[0] is Stage.EARLY
    assert read(held(5), action())[0] is Stage.EARLY
    assert unsigned_by(PairLife.of(held(5))) == tuple(SIDES)


def test_a_change_that_waits_to_be_signed_does_not_make_it_first_again() -> None:
    assert read(held(1), SIGNED, charter(number=2))[0] is Stage.EARLY


def test_a_signature_under_other_words_is_none() -> None:
    own, *signed = SIGNED
    changed = own.model_copy(update={"purpose": "Something else."})
    assert read(held(1), changed, signed)[0] is Stage.FIRST


# --- early and established ----------------------------------------------------------------------------


def test_early_until_three_sessions_and_something_applied() -> None:
    done = action(ActionState.DONE)
    assert read(held(2), SIGNED, done)[0] is Stage.EARLY
    stage, reason = read(held(3), SIGNED, action())
    assert stage is Stage.EARLY
    assert (
        reason
        == "Three sessions are held; no action is done yet, and no win says where it was used."
    )
    assert read(held(3), SIGNED, done) == (
        Stage.ESTABLISHED,
        "Three sessions are held, and “Send the list” came of it.",
    )


def test_a_win_counts_once_it_says_where_it_was_used() -> None:
    win = Win(id="w1", at=days(-1), side=Side.MENTEE, what="No printed board pack")
    assert read(held(3), SIGNED, action(), win)[0] is Stage.EARLY
    used = win.model_copy(update={"where_used": "the June board meeting"})
    stage, reason = read(held(3), SIGNED, action(), used)
    assert stage is Stage.ESTABLISHED
    assert "No printed board pack" in reason


# --- stuck --------------------------------------------------------------------------------------------


def test_two_misses_running() -> None:
    one = session(7, days(-14), SessionState.MISSED)
    two = session(8, days(-2), SessionState.CANCELLED).model_copy(update={"changed": days(-2.5)})
    going = [*held(3), *SIGNED, action(ActionState.DONE)]
    assert read(going, one)[0] is Stage.ESTABLISHED
    assert read(going, one, two) == (
        Stage.STUCK,
        "Two sessions running did not take place, 9 November and 21 November.",
    )
    between = session(6, days(-5))
    assert read(going, one, between, two, action(ActionState.DONE))[0] is Stage.ESTABLISHED


def test_what_is_called_off_ahead_or_only_just_past_is_no_miss_yet() -> None:
    going = [*held(3), *SIGNED, action(ActionState.DONE)]
    ahead = [session(7 + n, days(20 + n), SessionState.CANCELLED) for n in range(2)]
    assert read(going, ahead)[0] is Stage.ESTABLISHED
    unsaid = [
        session(7, days(-6), SessionState.PLANNED),
        session(8, days(-1), SessionState.PLANNED),
    ]
    assert read(going, unsaid)[0] is Stage.ESTABLISHED
    forgotten = [session(7 + n, days(-18 - n), SessionState.PLANNED) for n in range(2)]
    assert read(going, forgotten)[0] is Stage.ESTABLISHED, "they may have met without the app"


def test_who_never_met_has_nothing_to_repair() -> None:
    off = [session(n, days(-9 + n), SessionState.CANCELLED) for n in range(2)]
    assert read(off) == (Stage.BEFORE, "No session is held yet, and none is planned.")
    assert asks_for_repair(PairLife.of(off), NOW) == ""
    again = session(3, days(4), SessionState.PLANNED)
    assert read(off, again)[0] is Stage.BEFORE


def test_what_is_to_come_cannot_have_been_held() -> None:
    ahead = [session(5 + n, days(40 + n)) for n in range(3)]
    assert read(ahead)[0] is Stage.BEFORE
    assert read(held(1), SIGNED, ahead)[0] is Stage.EARLY
    assert read(held(3), SIGNED, action(ActionState.DONE), ahead)[0] is Stage.ESTABLISHED


def test_two_of_the_same_name_are_told_apart_and_long_ones_cut() -> None:
    for name in ("Sam", "S" * 400):
        life = PairLife.of(held(1), name, name)
        reason = stage_of(life, NOW).reason
        assert reason.count("(mentor)") == reason.count("(mentee)") == 1
        assert len(reason) < 200


def test_three_sessions_without_an_action() -> None:
    stage, reason = read(held(3), SIGNED)
    assert (stage, reason) == (Stage.STUCK, "Three sessions running ended without an action.")
    assert read(held(2), SIGNED)[0] is Stage.EARLY
    long_ago = action(ActionState.DONE, since=days(-300))
    assert read(held(6), SIGNED, long_ago)[0] is Stage.STUCK
    of_a_session = long_ago.model_copy(update={"session": "s5"})
    assert read(held(6), SIGNED, of_a_session)[0] is Stage.ESTABLISHED


def test_a_low_pulse_counts_once_both_opened_it_and_until_a_better_one() -> None:
    going = [*held(4), *SIGNED, action(ActionState.DONE)]
    low = opened("s3", FINE, UNSAFE)
    assert read(going, low) == (
        Stage.STUCK,
        "In the session of 2 November it did not feel safe to say everything.",
    )
    # The mentee's answers alone are nobody else's.
    assert read(going, low[2:])[0] is Stage.ESTABLISHED
    assert read(going, opened("s2", UNSAFE, FINE))[0] is Stage.STUCK
    assert read(going, opened("s2", UNSAFE, FINE), opened("s3", FINE, FINE))[0] is Stage.ESTABLISHED
    assert read(going, opened("s1", UNSAFE, UNSAFE))[0] is Stage.ESTABLISHED


# --- closing ------------------------------------------------------------------------------------------


def ending_in(number: int, weeks: int = 3) -> Rhythm:
    return Rhythm(ends=days(number).date(), weeks=weeks)


def test_closing_from_two_sessions_before_the_end() -> None:
    going = [*held(4), *SIGNED, action(ActionState.DONE)]
    ahead = [session(7 + n, days(1 + 21 * n), SessionState.PLANNED) for n in range(2)]
    assert read(going, ahead, ending_in(90))[0] is Stage.ESTABLISHED
    stage, reason = read(going, ahead, ending_in(30))
    assert stage is Stage.CLOSING
    assert reason == "Two sessions are left before 23 December, the end you named."
    assert "One session is left" in read(going, ahead[:1], ending_in(15))[1]


def test_closing_once_the_end_has_passed_or_was_said() -> None:
    going = [*held(4), *SIGNED]
    stage, reason = read(going, ending_in(-3))
    assert (stage, reason) == (Stage.CLOSING, "The end you named, 20 November, has passed.")
    assert read(going, Ending(at=NOW, ended=NOW))[0] is Stage.CLOSING
    assert read(going, Ending(at=NOW), action(ActionState.DONE))[0] is Stage.ESTABLISHED


def test_a_pair_that_never_met_is_not_closing() -> None:
    assert read(session(1, days(5), SessionState.PLANNED), ending_in(10))[0] is Stage.BEFORE


# --- by hand ------------------------------------------------------------------------------------------


def test_a_stage_chosen_by_hand_goes_first_and_says_what_the_records_say() -> None:
    life = PairLife.of([*held(3), *SIGNED, StageChoice(stage=Stage.ESTABLISHED, at=days(-1))])
    reading = stage_of(life, NOW)
    assert (reading.stage, reading.chosen) == (Stage.ESTABLISHED, True)
    assert reading.by_records is Stage.STUCK
    assert reading.reason == (
        "Chosen by hand on 22 November. Your records say “stuck”: "
        "Three sessions running ended without an action."
    )
    same = PairLife.of([*held(3), *SIGNED, StageChoice(stage=Stage.STUCK, at=days(-1))])
    assert stage_of(same, NOW).reason == "Chosen by hand on 22 November."
    none = PairLife.of([*held(3), *SIGNED, StageChoice(stage=None, at=days(-1))])
    assert stage_of(none, NOW).chosen is False


def test_the_next_session_has_an_agenda_of_its_own_before_the_first() -> None:
    assert session_stage(PairLife.of([]), NOW) is Stage.FIRST
    assert session_stage(PairLife.of([*held(1), *SIGNED]), NOW) is Stage.EARLY


# --- whatever the records are -------------------------------------------------------------------------


@settings(deadline=None, max_examples=150)
@given(lives())
def test_every_life_has_a_stage_and_a_reason(life: PairLife) -> None:
    reading = stage_of(life, NOW)
    assert 0 < len(reading.reason) <= 300
    assert reading.chosen == bool(life.stage_choice and life.stage_choice.stage)
    if not life.held and life.ending is None:
        assert reading.by_records in {Stage.BEFORE, Stage.FIRST}


@settings(deadline=None, max_examples=60)
@given(st.data(), documents())
def test_order_does_not_matter(data: st.DataObject, told: list[Document]) -> None:
    mixed = data.draw(st.permutations(told))
    assert stage_of(PairLife.of(told), NOW) == stage_of(PairLife.of(mixed), NOW)


# --- closing by choice --------------------------------------------------------------------------------


def test_who_says_what_comes_after_or_chooses_to_end_closes() -> None:
    going = [*held(3), *SIGNED, action(ActionState.DONE)]
    said = Ending(at=days(-1), afterwards=Afterwards.INFORMAL)
    assert read(going, said) == (Stage.CLOSING, "You have said what comes after the end.")
    assert session_stage(PairLife.of([*going, said]), NOW) is Stage.CLOSING
    assert read(going, Ending(at=days(-1)))[0] is Stage.ESTABLISHED, (
        "to speak of it is not to choose"
    )
    end = MissesAnswer(at=days(-3), way=AfterMisses.END)
    assert read(going, end) == (Stage.CLOSING, "You chose to end, with one last session.")
    change = end.model_copy(update={"way": AfterMisses.CHANGE})
    assert read(going, change)[0] is Stage.ESTABLISHED
    assert read(going, end, session(8, days(-1)))[0] is Stage.ESTABLISHED, "they went on"
    assert read(end, said)[0] is Stage.BEFORE, "who never met has nothing to close"
    assert (
        needs_of(PairLife.of([*going, end]), NOW).ending
        == "You chose to end, with one last session."
    )
