"""Reading a busy calendar of as many events as are taken, writing sessions, and finding common times.

Run by `make bench`, and alone as `python -m scripts.calendars`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from assistant.life.about import Rhythm
from assistant.life.busy_file import MOST_EVENTS, read_busy
from assistant.life.calendar_file import series_calendar
from assistant.life.session import Session
from assistant.life.slots import common_slots
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from scripts.figures import Goal, Report

_NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
_ZONE = "Europe/London"


def busy_calendar(events: int, rule: str = "") -> bytes:
    """A calendar of so many half hours from two years back on, each with `rule` if there is one."""
    begins = datetime(2024, 11, 25)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//EN"]
    for number in range(events):
        at = begins + timedelta(hours=number % 20_000)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            "DTSTAMP:20261101T000000Z",
            f"DTSTART;TZID={_ZONE}:{at:%Y%m%dT%H%M%S}",
            f"DTEND;TZID={_ZONE}:{at + timedelta(minutes=30):%Y%m%dT%H%M%S}",
            "SUMMARY:A meeting with a title of usual length",
            "DESCRIPTION:What it is about\\, in a sentence that a calendar would hold",
            *([f"RRULE:{rule}"] if rule else []),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def measure(report: Report, runs: int = 3) -> None:
    """Measure and print."""
    report.part(f"Calendars: {MOST_EVENTS:,} events, eight weeks")
    for name, rule, limit in (("single", "", 5), ("each weekly for ever", "FREQ=WEEKLY", 20)):
        data = busy_calendar(MOST_EVENTS, rule)
        seconds = _seconds(lambda data=data: _read(data), runs)
        note = f"{len(data) / 2**20:.0f} MiB"
        report.row(f"read a busy calendar, {name}", seconds, "s", Goal(limit), note)
    busy = read_busy(busy_calendar(20_000), Side.MENTOR, _NOW, zone=_ZONE).busy
    sessions = [
        Session(id=f"s{number}", at=_NOW + timedelta(weeks=3 * number), zone=_ZONE)
        for number in range(6)
    ]
    life = PairLife.of([busy, Rhythm(zone=_ZONE), *sessions], "Priya", "Martin")
    series = _seconds(lambda: _written(life), 20)
    report.row("write six sessions", [one * 1e3 for one in series], "ms", Goal(50))
    slots = _seconds(lambda: common_slots(life, minutes=45, now=_NOW, days=60), 20)
    report.row("common times of 60 days", [one * 1e3 for one in slots], "ms", Goal(50))


def _read(data: bytes) -> None:
    read_busy(data, Side.MENTOR, _NOW, zone=_ZONE)


def _written(life: PairLife) -> bytes:
    return series_calendar(life, life.sessions, now=_NOW, pair_id="0123456789abcdef")


def _seconds(run: Callable[[], object], runs: int) -> list[float]:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return taken


def main() -> None:
    """Measure alone."""
    report = Report()
    measure(report)
    report.end()


if __name__ == "__main__":
    main()
