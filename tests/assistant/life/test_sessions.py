"""Planning, moving, holding and missing sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.agenda import Agenda, AgendaItem
from assistant.errors import Trouble
from assistant.life import sessions
from assistant.life.about import Rhythm
from assistant.life.document import Document
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import BlockKind, Stage
from knowledge.vocabulary import Lead

LONDON = "Europe/London"
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
THEN = datetime(2026, 12, 3, 14, 0)
NOBODY = PairLife.of([])


def kept(life: PairLife, *documents: Document) -> PairLife:
    """The life once these are kept."""
    found = {one.key: one for one in (*life.documents, *documents)}
    return PairLife.of(found.values())


def an_agenda(minutes: int) -> Agenda:
    item = AgendaItem(
        title="Show one chart",
        minutes=minutes,
        lead=Lead.MENTOR,
        purpose="See it once.",
        prompts=(),
        cards=("craft/show",),
        because="It fits.",
        kind=BlockKind.LEARN,
    )
    return Agenda(stage=Stage.EARLY, minutes=minutes, items=(item,))


def one_planned(life: PairLife = NOBODY, **options: object) -> Session:
    (session,) = sessions.planned(life, THEN, NOW, zone=LONDON, **options).documents  # type: ignore[arg-type]
    return session


def test_a_session_is_planned_in_its_zone_and_as_long_as_usual() -> None:
    life = PairLife.of([Rhythm(minutes=60, zone="America/New_York")])
    (session,) = sessions.planned(life, THEN, NOW).documents
    assert session.at == THEN.replace(tzinfo=ZoneInfo("America/New_York"))
    assert (session.zone, session.minutes, session.revision) == ("America/New_York", 60, 0)
    assert session.planned
    again = Session.model_validate_json(session.model_dump_json())
    assert again == session


def test_an_agenda_says_how_long_it_is() -> None:
    assert one_planned(agenda=an_agenda(25)).minutes == 25


@pytest.mark.parametrize("minutes", [9, 181, -5, 10**9])
def test_a_length_no_session_has_is_refused(minutes: int) -> None:
    with pytest.raises(Trouble, match="10 to 180 minutes"):
        one_planned(minutes=minutes)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (NOW - timedelta(minutes=1), "is past"),
        (datetime(1, 1, 1, tzinfo=UTC), "is past"),
        (NOW + timedelta(days=732), "more than two years ahead"),
        (datetime(9999, 12, 31, 23, 59, tzinfo=UTC), "more than two years ahead"),
        (datetime(2027, 3, 28, 1, 30), "there is no 01:30"),
    ],
)
def test_a_time_nobody_can_meet_at_is_refused_in_a_sentence(at: datetime, told: str) -> None:
    with pytest.raises(Trouble, match=told) as found:
        sessions.planned(NOBODY, at, NOW, zone=LONDON)
    assert found.value.detail.count(".") == 1
    assert found.value.hint


def test_a_time_that_comes_twice_is_taken_once_and_said() -> None:
    plan = sessions.planned(NOBODY, datetime(2027, 10, 31, 1, 30), NOW, zone=LONDON)
    assert plan.documents[0].at.utcoffset() == timedelta(hours=1)
    assert any("comes twice" in note for note in plan.notes)


@pytest.mark.parametrize("apart", [0, 30, 44, -30, -44])
def test_two_planned_at_the_same_time_are_refused(apart: int) -> None:
    life = kept(NOBODY, one_planned())
    with pytest.raises(Trouble, match="at that time already: Thursday 3 December 2026 at 14:00"):
        sessions.planned(life, THEN + timedelta(minutes=apart), NOW, zone=LONDON)


@pytest.mark.parametrize("apart", [45, -45])
def test_one_may_follow_upon_another(apart: int) -> None:
    life = kept(NOBODY, one_planned())
    assert sessions.planned(life, THEN + timedelta(minutes=apart), NOW, zone=LONDON).documents


def test_what_was_cancelled_takes_no_time() -> None:
    session = one_planned()
    life = kept(NOBODY, session)
    life = kept(life, sessions.cancelled(life, session, NOW, "holiday"))
    assert life.sessions[0].revision == 1
    assert sessions.planned(life, THEN, NOW, zone=LONDON).documents


def test_a_date_after_the_end_is_taken_and_said() -> None:
    life = PairLife.of([Rhythm(ends=date(2026, 12, 1))])
    plan = sessions.planned(life, THEN, NOW, zone=LONDON)
    assert plan.notes == ("Thursday 3 December 2026 at 14:00 is after the end that you named.",)


# --- moving ------------------------------------------------------------------------------------------


def test_what_is_moved_knows_where_it_stood() -> None:
    session = one_planned()
    life = kept(NOBODY, session)
    (after,) = sessions.moved(life, session, THEN + timedelta(days=1), NOW).documents
    assert (after.id, after.revision, after.moved_from) == (session.id, 1, (session.at,))
    assert after.at - session.at == timedelta(days=1)
    # What the other changed meanwhile is not undone by who has the older version on the screen.
    life = kept(life, after)
    (again,) = sessions.moved(life, session, THEN + timedelta(days=2), NOW).documents
    assert (again.revision, again.moved_from) == (2, (session.at, after.at))


def test_a_new_length_is_told_to_calendars_but_is_no_move() -> None:
    session = one_planned(agenda=an_agenda(45))
    life = kept(NOBODY, session)
    plan = sessions.moved(life, session, THEN, NOW, minutes=60)
    (after,) = plan.documents
    assert (after.minutes, after.revision, after.moved_from) == (60, 1, ())
    assert after.agenda == session.agenda
    assert plan.notes == ("Its agenda is still one of 45 minutes.",)


def test_moving_to_where_it_stands_is_told() -> None:
    session = one_planned()
    with pytest.raises(Trouble, match="already"):
        sessions.moved(kept(NOBODY, session), session, THEN, NOW)


def test_it_may_be_moved_by_less_than_its_length() -> None:
    session = one_planned()
    life = kept(NOBODY, session)
    assert sessions.moved(life, session, THEN + timedelta(minutes=15), NOW).documents


def test_it_may_be_moved_very_often() -> None:
    session = one_planned()
    for day in range(1, 130):
        life = kept(NOBODY, session)
        (session,) = sessions.moved(life, session, THEN + timedelta(days=day), NOW).documents
    assert (len(session.moved_from), session.revision) == (100, 129)


@pytest.mark.parametrize("state", [SessionState.HELD, SessionState.MISSED, SessionState.CANCELLED])
def test_what_is_over_is_not_changed(state: SessionState) -> None:
    session = Session(at=NOW - timedelta(days=1), state=state)
    life = kept(NOBODY, session)
    for change in (
        lambda: sessions.moved(life, session, THEN, NOW),
        lambda: sessions.cancelled(life, session, NOW),
        lambda: sessions.missed(life, session, NOW),
        lambda: sessions.held(life, session, NOW),
        lambda: sessions.with_agenda(life, session, an_agenda(30)),
    ):
        with pytest.raises(Trouble, match="Monday 23 November 2026") as found:
            change()
        assert found.value.hint == "Plan another one."


# --- what became of it -------------------------------------------------------------------------------


def test_missed_needs_no_reason_and_is_told_to_calendars() -> None:
    session = Session(at=NOW - timedelta(days=1))
    life = kept(NOBODY, session)
    after = sessions.missed(life, session, NOW)
    assert (after.off, after.why, after.revision) == (True, "", 1)
    assert sessions.missed(life, session, NOW, "a cold").why == "a cold"
    with pytest.raises(Trouble, match="longer than 300"):
        sessions.missed(life, session, NOW, "x" * 301)


def test_what_is_to_come_was_neither_missed_nor_held() -> None:
    session = one_planned()
    for change in (sessions.missed, sessions.held):
        with pytest.raises(Trouble, match="still to come"):
            change(kept(NOBODY, session), session, NOW)


def test_an_agenda_of_another_length_is_told_to_calendars() -> None:
    session = one_planned()
    life = kept(NOBODY, session)
    same = sessions.with_agenda(life, session, an_agenda(45))
    longer = sessions.with_agenda(life, session, an_agenda(60))
    assert (same.revision, same.minutes) == (0, 45)
    assert (longer.revision, longer.minutes) == (1, 60)


def test_a_session_nobody_planned_begins_now() -> None:
    session = sessions.at_once(NOBODY, NOW, zone=LONDON, minutes=20)
    assert (session.at, session.minutes, session.planned) == (NOW, 20, True)


# --- six at once -------------------------------------------------------------------------------------


def test_six_dates_keep_their_time_of_day_over_a_change_of_clocks() -> None:
    life = PairLife.of([Rhythm(weeks=4, zone=LONDON)])
    plan = sessions.six_dates(life, THEN, NOW)
    shown = [one.at.astimezone(ZoneInfo(LONDON)) for one in plan.documents]
    assert [one.replace(tzinfo=None) for one in shown] == [
        THEN + timedelta(weeks=4 * place) for place in range(6)
    ]
    assert {one.utcoffset() for one in shown} == {timedelta(), timedelta(hours=1)}
    assert len({one.id for one in plan.documents}) == 6
    aware = sessions.six_dates(life, plan.documents[0].at, NOW)
    assert [one.at for one in aware.documents] == [one.at for one in plan.documents]


def test_six_dates_are_all_or_none() -> None:
    life = PairLife.of([Rhythm(weeks=2, zone=LONDON)])
    taken = sessions.planned(life, THEN + timedelta(weeks=6), NOW).documents
    with pytest.raises(Trouble, match="Thursday 14 January 2027 at 14:00"):
        sessions.six_dates(kept(life, *taken), THEN, NOW)
    night = datetime(2027, 3, 14, 1, 30)
    with pytest.raises(Trouble, match="Sunday 28 March 2027 the clocks go forward"):
        sessions.six_dates(life, night, NOW)
    with pytest.raises(Trouble, match="two years"):
        sessions.six_dates(life, datetime(2028, 11, 1, 10), NOW)
    with pytest.raises(Trouble, match="two years"):
        sessions.six_dates(life, datetime(9999, 12, 31, 10), NOW)


def test_six_dates_past_the_end_are_named() -> None:
    life = PairLife.of([Rhythm(weeks=3, zone=LONDON, ends=date(2027, 2, 20))])
    plan = sessions.six_dates(life, THEN, NOW)
    assert len(plan.documents) == 6
    assert [note.split(" at ")[0] for note in plan.notes] == [
        "Thursday 25 February 2027",
        "Thursday 18 March 2027",
    ]
    early = PairLife.of([Rhythm(weeks=3, zone=LONDON, ends=date(2027, 1, 20))])
    (note,) = sessions.six_dates(early, THEN, NOW).notes
    assert note == "The last 3 are after the end that you named."
