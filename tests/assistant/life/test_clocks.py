"""One session has one time, whoever reads it and wherever; elsewhere the zone is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.life.about import Rhythm
from assistant.life.clocks import clock_words, shown_at, zone_for
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.life.today import overview
from assistant.wording import Side

LONDON, NEW_YORK = "Europe/London", "America/New_York"
AT = datetime(2026, 11, 26, 15, tzinfo=UTC)
HERE = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo(LONDON))
THERE = HERE.astimezone(ZoneInfo(NEW_YORK))


def test_the_zone_is_the_sessions_else_the_pairs() -> None:
    life = PairLife.of([Rhythm(zone=LONDON)])
    assert zone_for(life, Session(at=AT, zone=NEW_YORK)) == NEW_YORK
    assert zone_for(life, Session(at=AT, zone="No/Where")) == LONDON
    assert zone_for(PairLife.of([]), Session(at=AT)) == ""


def test_a_zone_is_named_where_its_clocks_differ_from_the_readers() -> None:
    assert clock_words(AT, LONDON, HERE) == "15:00"
    assert clock_words(AT, LONDON, THERE) == "15:00 (Europe/London)"
    assert clock_words(AT, "Europe/Lisbon", HERE) == "15:00"
    assert clock_words(AT, "", THERE) == "10:00"
    # In the weeks in which only one of the two has changed its clocks.
    summer = datetime(2026, 10, 27, 15, tzinfo=UTC)
    assert clock_words(summer, LONDON, THERE) == "15:00 (Europe/London)"
    assert shown_at(summer, NEW_YORK, HERE).hour == 11


def test_today_says_the_pairs_time_on_a_machine_elsewhere() -> None:
    late = Session(at=datetime(2026, 11, 27, 0, 30, tzinfo=UTC), zone="Asia/Tokyo")
    life = PairLife.of([Rhythm(zone=LONDON), Session(at=AT)])
    told = overview(life, Side.MENTOR, THERE).next
    assert told is not None
    assert told.date == "Thursday 26 November 2026, 15:00 (Europe/London)"
    told = overview(PairLife.of([late]), Side.MENTOR, HERE + timedelta(days=2)).next
    assert told is not None
    assert told.date == "Friday 27 November 2026, 09:30 (Asia/Tokyo)"
    assert told.when == "tomorrow"
