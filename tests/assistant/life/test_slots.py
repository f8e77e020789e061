from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.about import About, Rhythm
from assistant.life.course import Busy, BusySpan
from assistant.life.document import Document
from assistant.life.session import Session, SessionState
from assistant.life.slots import Slot, common_slots
from assistant.life.snapshot import PairLife
from assistant.wording import Side

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 23, 7, 10, tzinfo=UTC)  # a Monday; clocks change on 29 March
ZONES = ["Europe/London", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"]


def life_of(*documents: Document, zone: str = "Europe/London") -> PairLife:
    kept = documents or ()
    if not any(isinstance(one, Rhythm) for one in kept):
        kept = (*kept, Rhythm(zone=zone))
    return PairLife.of(kept, "Priya", "Martin")


def hours(side: Side, begins: int, ends: int) -> About:
    return About(id=side.value, side=side, day_begins=begins, day_ends=ends)


def busy(side: Side, *spans: tuple[datetime, datetime], until: date = date(2026, 12, 31)) -> Busy:
    told = tuple(BusySpan(begins=begins, ends=ends) for begins, ends in spans)
    return Busy(id=side.value, side=side, at=NOW, until=until, spans=told)


def walls(found: list[Slot]) -> list[str]:
    return [f"{slot.at:%a %d %H:%M}" for slot in found]


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def test_a_pair_that_said_nothing_gets_mid_mornings_of_the_next_weekdays() -> None:
    found = common_slots(life_of(), minutes=45, now=NOW, count=6)
    assert walls(found) == [
        "Mon 23 10:00",
        "Tue 24 10:00",
        "Wed 25 10:00",
        "Thu 26 10:00",
        "Fri 27 10:00",
        "Mon 30 10:00",
    ]
    # Ten by the clock is another moment in UTC once the clocks have changed.
    assert [slot.at.astimezone(UTC).hour for slot in found] == [10, 10, 10, 10, 10, 9]
    assert found[0].unknown == (Side.MENTOR, Side.MENTEE)
    assert found[0].minutes == 45


def test_the_days_near_a_date_come_first_at_its_time_of_day() -> None:
    found = common_slots(life_of(), minutes=45, now=NOW, around=at(8, 14, 30, month=4))
    assert walls(found) == [
        "Wed 08 14:30",
        "Thu 09 14:30",
        "Tue 07 14:30",
        "Fri 10 14:30",
        "Mon 06 14:30",
    ]


def test_the_pairs_first_date_says_which_time_of_day_it_likes() -> None:
    rhythm = Rhythm(zone="Europe/London", first=at(2, 15, 45, month=2))
    assert walls(common_slots(life_of(rhythm), minutes=60, now=NOW))[0] == "Mon 23 15:45"


def test_a_date_in_the_past_or_centuries_ahead_is_brought_near() -> None:
    past = common_slots(life_of(), minutes=45, now=NOW, around=at(2, 9, month=2))
    assert walls(past)[0] == "Mon 23 09:00"
    far = datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-14)))
    found = common_slots(life_of(), minutes=45, now=NOW, around=far)
    assert all(NOW < slot.at < NOW + timedelta(days=800) for slot in found)


def test_what_either_has_on_is_kept_free_of() -> None:
    life = life_of(
        busy(Side.MENTOR, (at(23, 8), at(23, 12)), (at(24, 0), at(25, 0))),
        busy(Side.MENTEE, (at(23, 12, 15), at(23, 15, 50)), (at(25, 10, 30), at(25, 10, 45))),
    )
    found = common_slots(life, minutes=45, now=NOW)
    assert walls(found)[:2] == ["Mon 23 16:00", "Wed 25 09:45"]
    assert all(slot.unknown == () for slot in found)


def test_what_was_not_brought_or_does_not_reach_so_far_is_unknown() -> None:
    life = life_of(busy(Side.MENTEE, until=date(2026, 3, 24)))
    found = common_slots(life, minutes=45, now=NOW)
    assert [slot.unknown for slot in found[:3]] == [
        (Side.MENTOR,),
        (Side.MENTOR,),
        (Side.MENTOR, Side.MENTEE),
    ]


def test_sessions_that_are_planned_are_kept_free_of_but_not_the_one_that_moves() -> None:
    plan = Session(id="s1", at=at(23, 10), minutes=45)
    off = Session(id="s2", at=at(24, 10), minutes=45, state=SessionState.CANCELLED)
    life = life_of(plan, off)
    assert walls(common_slots(life, minutes=45, now=NOW))[:2] == ["Mon 23 09:15", "Tue 24 10:00"]
    assert walls(common_slots(life, minutes=45, now=NOW, moving="s1"))[0] == "Mon 23 10:00"


def test_hours_are_those_that_both_work() -> None:
    life = life_of(hours(Side.MENTOR, 6, 12), hours(Side.MENTEE, 11, 20))
    found = common_slots(life, minutes=60, now=NOW, count=10)
    assert {slot.at.time() for slot in found} == {time(11)}


@pytest.mark.parametrize(
    ("mentor", "mentee", "told"),
    [
        ((6, 10), (11, 20), "do not overlap"),
        ((9, 12), (12, 17), "do not overlap"),
        ((9, 12), (11, 17), "share no 90 minutes"),
        ((17, 9), (9, 17), "do not overlap"),
        ((0, 0), (24, 24), "do not overlap"),
    ],
)
def test_hours_without_enough_in_common_are_told(
    mentor: tuple[int, int], mentee: tuple[int, int], told: str
) -> None:
    life = life_of(hours(Side.MENTOR, *mentor), hours(Side.MENTEE, *mentee))
    with pytest.raises(Trouble, match=told) as trouble:
        common_slots(life, minutes=90, now=NOW)
    assert f"Priya’s are {mentor[0]}:00 to {mentor[1]}:00" in trouble.value.detail
    with pytest.raises(Trouble, match=r"Sam \(mentor\)’s are"):
        common_slots(PairLife.of(life.documents, "Sam", "Sam"), minutes=90, now=NOW)


def test_nothing_free_is_told() -> None:
    life = life_of(busy(Side.MENTOR, (at(1, 0), at(30, 0, month=6))))
    with pytest.raises(Trouble, match="No 45 minutes are free for both within 21 days"):
        common_slots(life, minutes=45, now=NOW)
    with pytest.raises(Trouble, match=r"within 1 day[.]"):
        common_slots(life_of(), minutes=45, now=at(28, 9), days=1)  # a Saturday


def test_when_days_run_out_a_day_is_used_twice_without_overlap() -> None:
    found = common_slots(life_of(), minutes=120, now=NOW, days=1, count=10)
    assert walls(found) == ["Mon 23 10:00", "Mon 23 12:00", "Mon 23 14:00"]


@pytest.mark.parametrize(
    "asked",
    [
        {"minutes": 9},
        {"minutes": 181},
        {"minutes": 45, "count": 2},
        {"minutes": 45, "count": 11},
        {"minutes": 45, "days": 0},
        {"minutes": 45, "days": 367},
    ],
)
def test_numbers_out_of_range_are_refused(asked: dict[str, int]) -> None:
    with pytest.raises(Trouble) as trouble:
        common_slots(life_of(), now=NOW, **asked)
    assert trouble.value.exit_code == 2


def test_a_quarter_that_the_clocks_leave_out_is_no_time() -> None:
    # In Cairo they go from 0:00 to 1:00 on Friday 24 April 2026.
    life = life_of(hours(Side.MENTOR, 0, 2), hours(Side.MENTEE, 0, 2), Rhythm(zone="Africa/Cairo"))
    now = datetime(2026, 4, 23, 12, tzinfo=UTC)
    night = datetime(2026, 4, 25, 0, 15, tzinfo=ZoneInfo("Africa/Cairo"))
    found = common_slots(life, minutes=10, now=now, days=2, count=10, around=night)
    assert walls(found) == ["Fri 24 01:00", "Fri 24 01:15", "Fri 24 01:30", "Fri 24 01:45"]


@st.composite
def lives(draw: st.DrawFn) -> PairLife:
    """Lives with busy times that may be nonsense, as records may be."""
    moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 30)).map(
        lambda moment: moment.replace(tzinfo=UTC)
    )
    documents: list[Document] = [Rhythm(zone=draw(st.sampled_from([*ZONES, "", "Nowhere"])))]
    for side in (Side.MENTOR, Side.MENTEE):
        spans = draw(st.lists(st.tuples(moments, moments), max_size=8))
        until = draw(st.dates(date(2026, 3, 1), date(2026, 5, 1)))
        if draw(st.booleans()):
            documents.append(busy(side, *spans, until=until))
        if draw(st.booleans()):
            documents.append(hours(side, draw(st.integers(0, 12)), draw(st.integers(12, 24))))
    documents.append(Session(id="odd", at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC)))
    documents.append(Session(id="old", at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))))
    documents.append(Session(id="s", at=draw(moments), minutes=draw(st.integers(10, 180))))
    return PairLife.of(documents, "Priya", "Martin")


@settings(deadline=None, max_examples=60)
@given(
    life=lives(),
    minutes=st.integers(10, 180),
    days=st.integers(1, 60),
    count=st.integers(3, 10),
    around=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 7, 1)),
)
def test_every_slot_suits_both(
    life: PairLife, minutes: int, days: int, count: int, around: datetime | None
) -> None:
    near = around.replace(tzinfo=UTC) if around else None
    try:
        found = common_slots(life, minutes=minutes, now=NOW, days=days, count=count, around=near)
    except Trouble:
        return
    assert 1 <= len(found) <= count
    assert found == common_slots(
        life, minutes=minutes, now=NOW, days=days, count=count, around=near
    )
    taken = [(one.begins, one.ends) for busy in life.busy.values() for one in busy.spans]
    taken += [
        (one.at, one.at + timedelta(minutes=one.minutes)) for one in life.sessions if one.id == "s"
    ]
    for slot in found:
        begins = slot.at.astimezone(UTC)
        ends = begins + timedelta(minutes=minutes)
        assert begins > NOW
        assert slot.at.weekday() < 5
        assert slot.at.minute % 15 == slot.at.second == 0
        for side in (Side.MENTOR, Side.MENTEE):
            about = life.abouts[side]
            last = ends.astimezone(slot.at.tzinfo)
            closing = (last.date() - slot.at.date()).days * 24 + last.hour + last.minute / 60
            assert about.day_begins <= slot.at.hour
            assert closing <= about.day_ends
        assert not any(begins < end and start < ends for start, end in taken if start < end)
    by_day = [slot.at.date() for slot in found]
    if len(set(by_day)) < len(by_day):
        # Only where the days ran out, and never two that overlap.
        times = sorted(slot.at.astimezone(UTC) for slot in found)
        apart = [after - before for before, after in pairwise(times)]
        assert min(apart) >= timedelta(minutes=minutes)


def test_without_a_rhythm_times_are_those_of_the_zone_of_the_last_session() -> None:
    held = Session(at=at(16, 15), zone="Europe/London", state=SessionState.HELD)
    there = NOW.astimezone(ZoneInfo("America/New_York"))
    found = common_slots(PairLife.of([held]), minutes=45, now=there)
    assert {f"{slot.at.astimezone(LONDON):%H:%M}" for slot in found} == {"10:00"}
