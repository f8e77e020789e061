from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from assistant.errors import Trouble
from assistant.life.busy_file import MOST_BYTES, MOST_EVENTS, BusyRead, read_busy
from assistant.life.calendar_file import own_uids, session_calendar
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)  # a Friday; clocks change in London on 29 March
ZONE = "Europe/London"
SECRET = "redundancies"


def calendar(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", "")).encode()


def event(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"SUMMARY:{SECRET}", *lines, "END:VEVENT"))


def read(data: bytes, *, now: datetime = NOW, zone: str = ZONE, weeks: int = 8) -> BusyRead:
    return read_busy(data, Side.MENTOR, now, zone=zone, weeks=weeks)


def spans(*lines: str, weeks: int = 8) -> list[str]:
    """When one event makes busy, in UTC, short."""
    found = read(calendar(event(*lines)), weeks=weeks)
    assert found.skipped == ()
    return shown(found)


def shown(found: BusyRead) -> list[str]:
    return [f"{one.begins:%d.%m. %H:%M}-{one.ends:%d.%m. %H:%M}" for one in found.busy.spans]


def refused(data: bytes) -> str:
    """What a person is told; never a word of the file."""
    with pytest.raises(Trouble) as trouble:
        read(data)
    told = trouble.value
    assert SECRET not in f"{told.title}{told.detail}{told.hint}"
    assert told.__cause__ is None
    assert told.__context__ is None
    assert "Nothing was changed" in told.hint
    return told.detail


# --- one event --------------------------------------------------------------------------------------


def test_only_times_are_kept() -> None:
    found = read(calendar(event("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z")))
    assert found.events == 1
    assert found.busy.side is Side.MENTOR
    assert found.busy.at == NOW
    assert found.busy.until == date(2026, 5, 14)
    assert SECRET not in found.busy.model_dump_json()
    assert shown(found) == ["23.03. 09:00-23.03. 10:00"]


def test_the_pairs_own_sessions_make_nobody_busy() -> None:
    own = Session(at=NOW + timedelta(days=1))
    life = PairLife.of([own])
    data = session_calendar(life, own, now=NOW, pair_id="pair")
    assert len(read(data).busy.spans) == 1
    told = read_busy(data, Side.MENTOR, NOW, zone=ZONE, without=own_uids(life, "pair"))
    assert (told.busy.spans, told.events) == ((), 1)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("DTSTART:20260323T090000Z", "DURATION:PT45M"), ["23.03. 09:00-23.03. 09:45"]),
        (("DTSTART:20260330T090000", "DURATION:PT1H"), ["30.03. 08:00-30.03. 09:00"]),
        (
            ("DTSTART;TZID=America/New_York:20260323T090000", "DURATION:PT1H"),
            ["23.03. 13:00-23.03. 14:00"],
        ),
        (
            ('DTSTART;TZID="/mozilla.org/2026/America/New_York":20260323T090000', "DURATION:PT1H"),
            ["23.03. 13:00-23.03. 14:00"],
        ),
        (
            ("DTSTART;TZID=Eastern Standard Time:20260323T090000", "DURATION:PT1H"),
            ["23.03. 13:00-23.03. 14:00"],
        ),
        (
            (
                'DTSTART;X-A="a:b;TZID=Asia/Tokyo";tzid=America/New_York:20260323T090000',
                "DURATION:PT1H",
            ),
            ["23.03. 13:00-23.03. 14:00"],
        ),
        (
            (
                "DTSTART;TZID=Europe/London:20260323T090000",
                "DTEND;TZID=Europe/Paris:20260323T110000",
            ),
            ["23.03. 09:00-23.03. 10:00"],
        ),
        (
            ("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330"),
            ["28.03. 00:00-29.03. 23:00"],
        ),
        (("DTSTART;VALUE=DATE:20260330",), ["29.03. 23:00-30.03. 23:00"]),
        (("DTSTART:20260328T120000", "DURATION:P1D"), ["28.03. 12:00-29.03. 11:00"]),
        (("DTSTART:20260328T120000", "DURATION:PT24H"), ["28.03. 12:00-29.03. 12:00"]),
        (("DTSTART:20260323T090000Z",), []),
        (("DTSTART:20260323T090000Z", "DTEND:20260323T090000Z"), []),
        (("DTSTART:20200323T090000Z", "DTEND:20200323T100000Z"), []),
        (("DTSTART:20280323T090000Z", "DTEND:20280323T100000Z"), []),
        (("DTSTART:20260319T220000Z", "DTEND:20260320T010000Z"), ["20.03. 00:00-20.03. 01:00"]),
        (
            ("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z", "TRANSP:TRANSPARENT"),
            [],
        ),
        (("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z", "STATUS:cancelled"), []),
        (
            ("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z", "STATUS:TENTATIVE"),
            ["23.03. 09:00-23.03. 10:00"],
        ),
    ],
)
def test_when_an_event_makes_busy(lines: tuple[str, ...], expected: list[str]) -> None:
    assert spans(*lines) == expected


def test_what_overlaps_or_touches_is_one_span() -> None:
    data = calendar(
        event("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z"),
        event("DTSTART:20260323T100000Z", "DTEND:20260323T103000Z"),
        event("DTSTART:20260323T093000Z", "DTEND:20260323T094500Z"),
        event("DTSTART:20260323T110000Z", "DTEND:20260323T113000Z"),
    )
    assert shown(read(data)) == ["23.03. 09:00-23.03. 10:30", "23.03. 11:00-23.03. 11:30"]


def test_an_alarm_inside_an_event_and_a_task_beside_it_say_nothing_of_when() -> None:
    alarm = ("BEGIN:VALARM", "DURATION:PT9H", "DTSTART:20260401T090000Z", "END:VALARM")
    task = ("BEGIN:VTODO", "DTSTART:20260402T090000Z", "DURATION:PT9H", "END:VTODO")
    data = calendar(event("DTSTART:20260323T090000Z", *alarm, "DURATION:PT1H"), *task)
    found = read(data)
    assert shown(found) == ["23.03. 09:00-23.03. 10:00"]
    assert found.events == 1


def test_a_time_zone_nobody_knows_is_told_and_read_in_ones_own() -> None:
    data = calendar(event(f"DTSTART;TZID={SECRET}:20260323T090000", "DURATION:PT1H"))
    found = read(data, zone="Asia/Tokyo")
    assert shown(found) == ["23.03. 00:00-23.03. 01:00"]
    (told,) = found.skipped
    assert told == "1 event is in a time zone not known here; it was read in Asia/Tokyo."


def test_without_a_zone_times_are_read_at_the_offset_of_now() -> None:
    data = calendar(event("DTSTART:20260323T090000", "DURATION:PT1H"))
    now = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert shown(read(data, now=now, zone="")) == ["23.03. 03:15-23.03. 04:15"]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("DTSTART:tomorrow",),
        ("DTSTART:20261323T090000Z",),
        ("DTSTART:20260323T090000Z", f"DTEND:{SECRET}"),
        ("DTSTART:20260323T090000Z", "DTEND:20260322T090000Z"),
        ("DTSTART:20260323T090000Z", "DURATION:-PT1H"),
        ("DTSTART:20260323T090000Z", "DURATION:P"),
        ("DTSTART:99991231T090000Z", "DURATION:P99999W"),
        ("DTSTART:00010101T000000", "RRULE:FREQ=DAILY;UNTIL=00000000", "EXDATE:x"),
        ("DTSTART:20260323T090000Z", "RDATE:20260323T090000Z/x"),
    ],
)
def test_an_event_that_cannot_be_read_is_told_and_the_others_are_kept(
    lines: tuple[str, ...],
) -> None:
    good = event("DTSTART:20260324T090000Z", "DURATION:PT1H")
    found = read(calendar(event(*lines), good))
    assert "24.03. 09:00-24.03. 10:00" in shown(found)
    assert found.skipped[0] == "1 time could not be read and was left out."


# --- series -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            # Nine by the clock on both sides of the change.
            ("RRULE:FREQ=WEEKLY;BYDAY=MO",),
            ["23.03. 09:00", "30.03. 08:00", "06.04. 08:00"],
        ),
        (("RRULE:FREQ=WEEKLY;COUNT=326",), ["23.03. 09:00", "30.03. 08:00"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260330T080000Z",), ["23.03. 09:00", "30.03. 08:00"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260330T075959Z",), ["23.03. 09:00"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260330",), ["23.03. 09:00", "30.03. 08:00"]),
        (
            ("RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/London:20260330T090000,20260323T090000"),
            ["06.04. 08:00"],
        ),
        (("RRULE:FREQ=WEEKLY", "EXDATE;VALUE=DATE:20260330"), ["23.03. 09:00", "06.04. 08:00"]),
        (
            ("RRULE:FREQ=WEEKLY;COUNT=325", "RDATE:20260401T090000,20260403T140000Z"),
            ["23.03. 09:00", "01.04. 08:00", "03.04. 14:00"],
        ),
        (("RDATE;VALUE=PERIOD:20260401T090000Z/PT1H",), ["01.04. 09:00"]),
        (
            ("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",),
            ["31.03. 08:00"],
        ),
    ],
)
def test_when_a_series_makes_busy(lines: tuple[str, ...], expected: list[str]) -> None:
    begins = "DTSTART;TZID=Europe/London:20200106T090000"
    found = spans(begins, "DURATION:PT1H", *lines, weeks=3)
    assert [one[:12] for one in found] == expected


def test_dates_of_a_series_that_were_moved_or_cancelled_are_read_anew() -> None:
    series = ("UID:a", "DTSTART:20260323T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
    moved = ("UID:a", "RECURRENCE-ID:20260324T090000Z", "DTSTART:20260324T150000Z", "DURATION:PT1H")
    off = (
        "UID:a", "RECURRENCE-ID:20260325T090000Z", "DTSTART:20260325T090000Z", "DURATION:PT1H",
        "STATUS:CANCELLED",
    )  # fmt: skip
    other = ("UID:b", "RECURRENCE-ID:20260326T090000Z", "DTSTART:20260327T090000Z", "DURATION:PT1H")
    found = read(calendar(event(*moved), event(*series), event(*off), event(*other)))
    assert [one[:12] for one in shown(found)] == [
        "23.03. 09:00",
        "24.03. 15:00",
        "26.03. 09:00",
        "27.03. 09:00",
    ]


def test_of_two_versions_of_an_event_the_later_counts() -> None:
    old = ("UID:a", "SEQUENCE:0", "DTSTART:20260323T090000Z", "DURATION:PT1H")
    new = ("UID:a", "SEQUENCE:2", "DTSTART:20260324T090000Z", "DURATION:PT1H")
    assert shown(read(calendar(event(*new), event(*old)))) == ["24.03. 09:00-24.03. 10:00"]


def test_an_all_day_series_is_busy_by_local_days() -> None:
    found = spans("DTSTART;VALUE=DATE:20260328", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2")
    assert found == ["28.03. 00:00-29.03. 00:00", "29.03. 23:00-30.03. 23:00"]


@pytest.mark.parametrize("every", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_what_repeats_within_the_day_is_told_and_its_first_time_counts(every: str) -> None:
    data = calendar(event("DTSTART:20260323T090000Z", "DURATION:PT1H", f"RRULE:FREQ={every}"))
    found = read(data)
    assert shown(found) == ["23.03. 09:00-23.03. 10:00"]
    assert found.skipped == ("1 event repeats within the hour or day; only its first time counts.",)


@pytest.mark.parametrize("rule", ["FREQ=NEVER", "FREQ=DAILY;UNTIL=soon", "FREQ=WEEKLY;WKST=X", ""])
def test_a_rule_that_cannot_be_read_is_told_and_the_first_time_counts(rule: str) -> None:
    data = calendar(event("DTSTART:20260323T090000Z", "DURATION:PT1H", f"RRULE:{rule}"))
    found = read(data)
    assert shown(found) == ["23.03. 09:00-23.03. 10:00"]
    assert "rule that could not be read" in found.skipped[0]


def test_a_change_from_one_date_on_is_told() -> None:
    data = calendar(
        event("UID:a", "DTSTART:20260323T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=2"),
        event(
            "UID:a",
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260324T090000Z",
            "DTSTART:20260324T150000Z",
            "DURATION:PT1H",
        ),
    )
    assert "all later dates" in read(data).skipped[0]


def test_free_busy_times_are_read_too() -> None:
    data = calendar(
        "BEGIN:VFREEBUSY",
        "DTSTART:20260101T000000Z",
        "DTEND:20270101T000000Z",
        "FREEBUSY:20260323T090000Z/PT1H,20260323T120000Z/20260323T130000Z",
        "FREEBUSY;FBTYPE=FREE:20260324T090000Z/PT1H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260325T090000Z/PT1H",
        "FREEBUSY:nonsense",
        "END:VFREEBUSY",
    )
    found = read(data)
    assert [one[:12] for one in shown(found)] == ["23.03. 09:00", "23.03. 12:00", "25.03. 09:00"]
    assert found.skipped == ("1 time could not be read and was left out.",)


# --- how a file is written ---------------------------------------------------------------------------


@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_lines_may_end_in_any_way_be_folded_and_begin_with_a_mark(ends: str) -> None:
    text = calendar(event("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z")).decode()
    folded = text.replace("0323T", "03\r\n 23\r\n\tT").replace("\r\n", ends)
    assert shown(read(b"\xef\xbb\xbf" + folded.encode())) == ["23.03. 09:00-23.03. 10:00"]


def test_titles_in_another_encoding_do_not_matter() -> None:
    data = calendar(event("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z"))
    assert len(read(data.replace(SECRET.encode(), b"caf\xe9 \xff")).busy.spans) == 1


def test_several_calendars_in_one_file_are_read_and_one_that_cancels_is_not() -> None:
    one = calendar(event("DTSTART:20260323T090000Z", "DURATION:PT1H"))
    off = calendar(event("DTSTART:20260324T090000Z", "DURATION:PT1H"), "METHOD:CANCEL")
    two = calendar(event("DTSTART:20260325T090000Z", "DURATION:PT1H"))
    assert [found[:6] for found in shown(read(one + off + two))] == ["23.03.", "25.03."]


@settings(deadline=None, max_examples=60)
@given(
    at=st.datetimes(datetime(2026, 3, 21), datetime(2026, 5, 10)),
    zone=st.sampled_from(["Europe/London", "America/St_Johns", "Australia/Lord_Howe", ""]),
    minutes=st.integers(10, 180),
    state=st.sampled_from([SessionState.PLANNED, SessionState.CANCELLED]),
)
def test_what_the_pair_writes_for_a_calendar_is_read_back(
    at: datetime, zone: str, minutes: int, state: SessionState
) -> None:
    moment = at.replace(tzinfo=UTC, microsecond=0)
    session = Session(id="s1", at=moment, zone=zone, minutes=minutes, state=state)
    life = PairLife.of([session], "Priya", "Martin")
    data = session_calendar(life, session, now=NOW, pair_id="0" * 16)
    found = [(one.begins, one.ends) for one in read(data).busy.spans]
    expected = [(moment, moment + timedelta(minutes=minutes))]
    assert found == (expected if state is SessionState.PLANNED else [])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.datetimes(datetime(2026, 3, 21), datetime(2026, 5, 1)), st.integers(1, 5_000)),
        max_size=20,
    )
)
def test_spans_are_in_order_apart_and_cover_just_the_events(
    told: list[tuple[datetime, int]],
) -> None:
    made = Calendar()
    times = [(at.replace(tzinfo=UTC, microsecond=0), minutes) for at, minutes in told]
    for at, minutes in times:
        one = Event()
        one.add("DTSTART", at)
        one.add("DTEND", at + timedelta(minutes=minutes))
        made.add_component(one)
    found = read(made.to_ical()).busy.spans
    for before, after in pairwise(found):
        assert before.ends < after.begins
    for at, minutes in times:
        assert any(
            one.begins <= at and at + timedelta(minutes=minutes) <= one.ends for one in found
        )
    assert {one.begins for one in found} <= {at for at, _ in times}


# --- files that are refused ---------------------------------------------------------------------------


GOOD = calendar(event("DTSTART:20260323T090000Z", "DTEND:20260323T100000Z"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is not a calendar"),
        (SECRET.encode(), "it is not a calendar"),
        (b"BEGIN:VCARD\r\nFN:" + SECRET.encode() + b"\r\nEND:VCARD\r\n", "it is not a calendar"),
        (b"PK\x03\x04" + bytes(range(256)), "it is not text in UTF-8"),
        (GOOD.decode().encode("utf-16"), "it is written in UTF-16, not in UTF-8"),
        (GOOD.decode().encode("utf-16-le"), "it is not text in UTF-8"),
        (GOOD[: len(GOOD) // 2], "it breaks off before its end"),
        (GOOD[:-16], "it breaks off before its end"),
        (GOOD.replace(b"END:VEVENT", b"END:VTODO"), "a part of it ends that had not begun"),
        (GOOD + b"END:VCALENDAR\r\n", "a part of it ends that had not begun"),
        (GOOD + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "its parts do not lie in one calendar"),
        (calendar("BEGIN:VCALENDAR", "END:VCALENDAR"), "its parts do not lie in one calendar"),
        (
            b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 10_000 + b"END:VEVENT\r\n" * 10_000,
            "its parts lie more than 20 deep in one another",
        ),
        (
            calendar(event("DTSTART;X=" + '"' * 999_999 + "1\r\n :" * 9)),
            "a line of it is too long",
        ),
        (calendar(event("DTSTART;X" + "\r\n :2" * 600_000)), "a line of it is too long"),
        (b"BEGIN:VCALENDAR\r\n" + b" " * MOST_BYTES, "it is larger than 20 MiB"),
        (calendar(*[event()] * (MOST_EVENTS + 1)), "it holds more than 50,000 events"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    assert refused(data) == f"This calendar file cannot be read: {reason}."


def test_too_many_busy_times_are_refused() -> None:
    quarter = (NOW + timedelta(minutes=30 * number) for number in range(2_001))
    data = calendar(*[event(f"DTSTART:{at:%Y%m%dT%H%M%SZ}", "DURATION:PT10M") for at in quarter])
    assert "more than 2,000 busy times in 8 weeks" in refused(data)


@pytest.mark.parametrize(
    "lines",
    [
        # Each would take minutes to walk through.
        ("DTSTART:09000101T000000Z", "RRULE:FREQ=DAILY;COUNT=9999999;BYMONTH=2;BYMONTHDAY=30"),
        ("DTSTART:20260323T090000Z", "RDATE:" + ",".join(["20260323T090000Z"] * 50_000)),
    ],
)
def test_what_repeats_without_measure_is_refused(lines: tuple[str, ...]) -> None:
    data = calendar(*[event(f"UID:{number}", "DURATION:PT1H", *lines) for number in range(20)])
    assert "more busy times than can be read" in refused(data)


def test_a_bomb_of_folds_and_of_empty_lines_is_just_an_empty_calendar() -> None:
    assert read(calendar("X-A:" + "\r\n " * 1_000_000 + "\n" * 1_000_000)).events == 0


def test_fifty_thousand_events_are_read() -> None:
    start = datetime(2026, 3, 1)
    parts = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{SECRET}\r\n"
        f"DTSTART;TZID=Europe/London:{start + timedelta(hours=number % 2_400):%Y%m%dT%H%M%S}\r\n"
        "DURATION:PT30M\r\nEND:VEVENT"
        for number in range(MOST_EVENTS)
    ]
    found = read(calendar(*parts))
    assert found.events == MOST_EVENTS
    assert found.skipped == ()
    # An hour each but the two that the clocks leave out and pass over, which lie on others.
    assert 8 * 7 * 24 - 2 <= len(found.busy.spans) <= 8 * 7 * 24


@pytest.mark.parametrize("weeks", [0, 27, -1])
def test_weeks_out_of_range_are_refused(weeks: int) -> None:
    with pytest.raises(Trouble, match="1 to 26 weeks"):
        read(GOOD, weeks=weeks)


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = calendar(
        event("UID:a", "DTSTART;TZID=Europe/London:20260323T090000", "DURATION:PT1H",
              "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20260501T090000Z", "EXDATE:20260330T080000Z"),
        event("UID:a", "RECURRENCE-ID:20260324T090000Z", "DTSTART:20260324T100000Z", "DURATION:PT1H"),
    )  # fmt: skip
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    told, found = "", None
    try:
        found = read(bytes(damaged))
    except Trouble as trouble:
        told = str(trouble)
    assert SECRET not in told
    for one in found.busy.spans if found else ():
        assert one.begins < one.ends
