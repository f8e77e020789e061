"""Calling planned sessions off: for a pause, and at the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.errors import Trouble
from assistant.life import sessions
from assistant.life.about import Rhythm
from assistant.life.calling_off import LOOK_MINUTES, called_off, ended, paused
from assistant.life.course import Afterwards, Ending
from assistant.life.rhythms import misses_running, pause_change_or_end
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.life.stage import asks_for_repair, stage_of
from assistant.wording import Stage
from tests.assistant.life.test_sessions import LONDON, NOW, THEN, kept

BEFORE = Session(id="past", at=NOW - timedelta(days=9), zone=LONDON, state=SessionState.HELD)


def six() -> PairLife:
    life = PairLife.of([Rhythm(weeks=2, zone=LONDON), BEFORE])
    return kept(life, *sessions.six_dates(life, THEN, NOW).documents)


def test_a_pause_calls_off_what_is_before_it_and_plans_a_short_session() -> None:
    life = six()
    plan = paused(life, THEN + timedelta(weeks=5), NOW)
    *off, look = plan.documents
    assert [one.state for one in off] == [SessionState.CANCELLED] * 3
    assert (look.minutes, look.zone) == (LOOK_MINUTES, LONDON)
    assert look.planned
    after = kept(life, *plan.documents)
    assert next(one.at for one in after.sessions if one.planned and one.at > NOW) == look.at
    assert BEFORE in after.sessions, "what is past is not called off"


def test_a_pause_until_a_session_that_is_planned_keeps_that_one() -> None:
    life = six()
    second = [one for one in life.sessions if one.planned and one.at > NOW][1]
    plan = paused(life, second.at, NOW)
    assert len(plan.documents) == 1
    after = kept(life, *plan.documents)
    assert second in after.sessions
    assert sum(one.planned for one in after.sessions) == 5


def test_a_pause_may_begin_within_a_session_that_it_calls_off_but_not_run_into_one_that_stays() -> (
    None
):
    life = six()
    plan = paused(life, THEN + timedelta(minutes=15), NOW)
    assert [one.planned for one in plan.documents] == [False, True]
    with pytest.raises(Trouble, match="already"):
        paused(life, THEN + timedelta(weeks=2, minutes=-5), NOW)
    with pytest.raises(Trouble, match="is past"):
        paused(life, THEN - timedelta(days=30), NOW)


def test_nothing_of_a_pause_that_was_agreed_counts_as_missed() -> None:
    life = six()
    first, second, third, *_ = [one for one in life.sessions if one.planned and one.at > NOW]
    life = kept(
        life,
        *(sessions.cancelled(life, one, one.at - timedelta(hours=2)) for one in (first, second)),
    )
    now = second.at + timedelta(days=1)
    assert pause_change_or_end(life, now) is not None
    plan = paused(life, third.at + timedelta(days=3), now)
    life = kept(life, *plan.kept)
    look = plan.documents[-1]
    assert third in life.sessions or not plan.documents[0].planned
    for moment in (now, look.at - timedelta(hours=1), look.at, look.at + timedelta(days=1)):
        assert pause_change_or_end(life, moment) is None
        assert asks_for_repair(life, moment) == ""
        assert stage_of(life, moment).stage is not Stage.STUCK
    # The look itself may be missed too.
    life = kept(life, sessions.missed(life, look, look.at + timedelta(days=1)))
    assert misses_running(life, look.at + timedelta(days=1))[0].id == look.id


def test_the_end_cancels_what_is_still_to_come_in_the_same_change() -> None:
    life = six()
    end, *off = ended(life, Afterwards.STOP, "Each keeps their own.", NOW)
    assert isinstance(end, Ending)
    assert end.ended == NOW
    assert [one.id for one in off] == [one.id for one in called_off(life, NOW)]
    after = kept(life, end, *off)
    assert not [one for one in after.sessions if one.planned]
    assert BEFORE in after.sessions
    with pytest.raises(Trouble, match="ended on"):
        ended(after, Afterwards.STOP, "", NOW)
