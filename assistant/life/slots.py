"""Times that suit both: within the working hours of each, in the pair's zone, and free where known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from assistant.agenda import MAX_LENGTH, MIN_LENGTH
from assistant.errors import Trouble, wrong_usage
from assistant.life.rhythms import usual_zone
from assistant.life.snapshot import SIDES, PairLife
from assistant.life.zones import zone_at
from assistant.wording import Side

LEAST, MOST = 3, 10
"""How many times may be asked for."""
MOST_DAYS = 366
_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)
_FRIDAY = 4
_USUAL = time(10)
"""The time of day that is tried first where the pair has no habit yet (own)."""
_MOST_NAME = 80
_Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Slot:
    """A time that would do, by the clocks of the pair's zone."""

    at: datetime
    minutes: int
    unknown: tuple[Side, ...] = ()
    """Whose calendar is not known for that day: nobody can say whether they are free."""


def common_slots(
    life: PairLife,
    *,
    minutes: int,
    now: datetime,
    days: int = 21,
    count: int = 5,
    around: datetime | None = None,
    moving: str = "",
) -> list[Slot]:
    """Up to `count` times at which both could meet for `minutes`, on the quarter hour, Monday to Friday.

    They lie after `now` on `days` days, of which the day of `around` is the middle where it is given,
    and today the first otherwise. The nearest come first, each on a day of its own while there are such
    days. `moving` is the id of a session that is to move: its present time counts as free. Raises
    Trouble for numbers out of range, for working hours that share too little, and where nothing is free.
    """
    _check(minutes, days, count)
    zone = zone_at(usual_zone(life), now)
    hours = _shared_hours(life, minutes)
    here = now.astimezone(zone)
    aim = _aim(around, here)
    taken = _taken(life, moving)
    wanted = _habit(life, around, zone)
    by_day: list[list[Slot]] = []
    for day in _days_around(here.date(), aim.date() if around is not None else None, days):
        free = [
            Slot(at, minutes, _unknown(life, day))
            for at in _times(day, hours, minutes, zone)
            if at.astimezone(UTC) > now and not _meets(taken, at.astimezone(UTC), minutes)
        ]
        if free:
            by_day.append(sorted(free, key=lambda slot: (_apart(slot.at, wanted), slot.at)))
    if not by_day:
        raise Trouble(
            "No time found",
            f"No {minutes} minutes are free for both within {days} day{'s' * (days > 1)}.",
            "Look further ahead, choose a shorter session, or change your working hours.",
        )
    return _spread(by_day, count)


def _check(minutes: int, days: int, count: int) -> None:
    if not MIN_LENGTH <= minutes <= MAX_LENGTH:
        raise wrong_usage(
            f"A session is {MIN_LENGTH} to {MAX_LENGTH} minutes long, not {minutes:,}."
        )
    if not 1 <= days <= MOST_DAYS:
        raise wrong_usage(f"Times are looked for on 1 to {MOST_DAYS} days, not {days:,}.")
    if not LEAST <= count <= MOST:
        raise wrong_usage(f"{LEAST} to {MOST} times are proposed, not {count:,}.")


def _shared_hours(life: PairLife, minutes: int) -> tuple[int, int]:
    """The hours of the day that lie in the working hours of both. Raises Trouble where too few do."""
    abouts = [life.abouts[side] for side in SIDES]
    begins = max(about.day_begins for about in abouts)
    ends = min(about.day_ends for about in abouts)
    if (ends - begins) * 60 >= minutes:
        return begins, ends
    each = " and ".join(
        f"{life.called(about.side, _MOST_NAME)}’s are {about.day_begins}:00 to {about.day_ends}:00"
        for about in abouts
    )
    shared = f"share no {minutes} minutes" if ends > begins else "do not overlap"
    raise Trouble(
        "No hours in common",
        f"Your working hours {shared}: {each}.",
        "One of you can change their hours, or you can agree on a time by hand.",
    )


# --- days ------------------------------------------------------------------------------------------


def _aim(around: datetime | None, here: datetime) -> datetime:
    """The moment that times shall be near: now at the earliest, and no farther than anybody plans."""
    if around is None or around <= here:
        return here
    return min(around, here + 2 * MOST_DAYS * _DAY).astimezone(here.tzinfo)


def _days_around(today: date, aim: date | None, days: int) -> list[date]:
    """So many days from today on, the nearest to `aim` first; of two as near, the later one."""
    if aim is None:
        return [today + number * _DAY for number in range(days)]
    first = max(today, aim - days // 2 * _DAY)
    found = [first + number * _DAY for number in range(days)]
    return sorted(found, key=lambda day: (abs(day - aim), day < aim))


def _unknown(life: PairLife, day: date) -> tuple[Side, ...]:
    return tuple(side for side in SIDES if side not in life.busy or life.busy[side].until < day)


def _times(day: date, hours: tuple[int, int], minutes: int, zone: tzinfo) -> Iterator[datetime]:
    """The quarters of an hour of `day` from which a session ends within `hours`; none on weekends.

    A quarter that the clocks leave out is no time; of one they show twice it is the first.
    """
    if day.weekday() > _FRIDAY:
        return
    midnight = datetime.combine(day, time())
    last = (midnight + timedelta(hours=hours[1])).replace(tzinfo=zone).astimezone(UTC)
    wall = midnight + timedelta(hours=hours[0])
    while wall < midnight + timedelta(hours=hours[1]):
        at = wall.replace(tzinfo=zone)
        exists = at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
        if exists and at.astimezone(UTC) + timedelta(minutes=minutes) <= last:
            yield at
        wall += _QUARTER


# --- what is taken -----------------------------------------------------------------------------------


def _taken(life: PairLife, moving: str) -> list[_Span]:
    """When either is busy or both have a session already, in UTC, in order, overlapping ones joined."""
    spans = [(span.begins, span.ends) for busy in life.busy.values() for span in busy.spans]
    spans.extend(
        (session.at, session.over_at)
        for session in life.sessions
        if session.planned and session.id != moving
    )
    joined: list[_Span] = []
    for begins, ends in sorted(span for span in spans if span[0] < span[1]):
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(ends, joined[-1][1])
        else:
            joined.append((begins, ends))
    return joined


def _meets(taken: Sequence[_Span], at: datetime, minutes: int) -> bool:
    """Whether a session from `at` meets any span of `taken`, which are in order and apart."""
    ends = at + timedelta(minutes=minutes)
    place = bisect_right(taken, at, key=lambda span: span[0])
    before = place > 0 and taken[place - 1][1] > at
    return before or (place < len(taken) and taken[place][0] < ends)


# --- which first -------------------------------------------------------------------------------------


def _habit(life: PairLife, around: datetime | None, zone: tzinfo) -> time:
    """The time of day to stay near: of `around`, else of the pair's first date, else mid-morning."""
    model = around or life.rhythm.first
    if model is None:
        return _USUAL
    try:
        return model.astimezone(zone).time()
    except OverflowError:
        return _USUAL


def _apart(at: datetime, wanted: time) -> int:
    """Minutes by the clock between the time of day of `at` and the one wanted."""
    return abs(at.hour * 60 + at.minute - wanted.hour * 60 - wanted.minute)


def _spread(by_day: Sequence[Sequence[Slot]], count: int) -> list[Slot]:
    """The best of each day in turn; only when days run out a second of the same, not overlapping."""
    chosen: list[Slot] = []
    while len(chosen) < count:
        more = []
        for free in by_day:
            apart = [slot for slot in free if not any(_overlap(slot, one) for one in chosen)]
            more.extend(apart[:1])
        if not more:
            break
        chosen.extend(more[: count - len(chosen)])
    return chosen


def _overlap(one: Slot, other: Slot) -> bool:
    # In UTC: two times of one zone are taken from each other by the clock.
    return abs(one.at.astimezone(UTC) - other.at.astimezone(UTC)) < timedelta(minutes=one.minutes)
