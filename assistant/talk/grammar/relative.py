"""Days told from today: tomorrow, next Thursday, Monday week, in a fortnight, two weeks ago."""

from __future__ import annotations

from datetime import date

from assistant.talk.grammar.calendar import (
    WEEK,
    WEEKDAYS,
    Asked,
    Day,
    as_day,
    coming,
    gone,
    months_moved,
    moved,
    of_week,
)
from assistant.talk.grammar.numbers import cardinal_at
from assistant.talk.grammar.tokens import Tokens, at, closed, follow, listed, word

Read = tuple[Day, int] | None

_NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "overmorrow": 2}
_PARTS = frozenset({"morning", "afternoon", "evening"})
_DAY_UNITS = {"day": 1, "days": 1, "day's": 1, "week": 7, "weeks": 7, "week's": 7, "fortnight": 14,
              "fortnights": 14, "fortnight's": 14}  # fmt: skip
_MONTH_UNITS = {"month": 1, "months": 1, "month's": 1, "year": 12, "years": 12, "year's": 12}
_WEEKS = {"next": 1, "this": 0, "last": -1}
_NOT_BEFORE_WEEKS = frozenset(
    listed("once twice times hour day days this next last the per every each a")
)
_APOSTROPHES = frozenset("'’")
# They are words too ("sat down", "in the sun", "mon ami"), so something must show that a day is meant.
_DOUBTFUL = frozenset({"mon", "wed", "sat", "sun"})
_SHOWS_DAY = frozenset(
    listed("on this next last coming by until till til every following from for since")
)
_AFTER_DAY = frozenset({"at", "week", "morning", "afternoon", "evening", "night", "fortnight"})


def relative_at(ts: Tokens, i: int, asked: Asked) -> Read:
    """The day told from today that begins at token `i`, and the token after it."""
    return (
        _day_after(ts, i, asked)
        or _weeks_on(ts, i, asked)
        or _named_day(ts, i, asked)
        or _distance(ts, i, asked)
        or _weekday(ts, i, asked)
    )


def weekday_at(ts: Tokens, i: int) -> int | None:
    """The weekday a token names, Monday 0; None where it is only a word like one."""
    name = word(ts, i)
    if name not in WEEKDAYS or (name in _DOUBTFUL and not _is_day(ts, i)):
        return None
    return WEEKDAYS[name]


def past_stop(ts: Tokens, i: int) -> int:
    """Past the full stop of "Thu." where more follows, and the comma of "Thursday,"."""
    if word(ts, i) == "." and at(ts, i).glued and len(word(ts, i - 1)) <= 5 and i + 1 < len(ts):
        i += 1
    return i + (word(ts, i) == ",")


def _is_day(ts: Tokens, i: int) -> bool:
    if word(ts, i - 1) in _SHOWS_DAY or len(ts) == 1:
        return True
    after = at(ts, i + 1)
    if after.digits and word(ts, i) != "sun":
        return True
    if word(ts, i) in {"sat", "sun"}:
        return word(ts, i + 1) in _AFTER_DAY - {"at"}
    if word(ts, i - 1) in {"the", "they", "to", "be", "were"}:
        return False
    return after.word in _AFTER_DAY or (closed(ts, i + 1) and (not after.word or after.mark))


def _named_day(ts: Tokens, i: int, asked: Asked) -> Read:
    name = word(ts, i)
    if name in _NAMED:
        weeks = _weeks_after(ts, i + 1) if name in {"today", "tomorrow"} else None
        if weeks:
            return _read(as_day(moved(asked.today, _NAMED[name] + weeks[0]), asked), weeks[1])
        return _read(as_day(moved(asked.today, _NAMED[name]), asked), i + 1)
    if name == "this" and word(ts, i + 1) in _PARTS:
        return _read(as_day(asked.today, asked), i + 2)
    if follow(ts, i, "last", "night"):
        return _read(as_day(moved(asked.today, -1), asked), i + 2)
    if follow(ts, i, "end", "of", "the", "day"):
        return _read(as_day(asked.today, asked), i + 4)
    return None


def _day_after(ts: Tokens, i: int, asked: Asked) -> Read:
    """The day after tomorrow, the day before yesterday; "the" may be missing."""
    if follow(ts, i, "day", "after", "tomorrow"):
        return _read(as_day(moved(asked.today, 2), asked), i + 3)
    if follow(ts, i, "day", "before", "yesterday"):
        return _read(as_day(moved(asked.today, -2), asked), i + 3)
    return None


# --- weekdays ------------------------------------------------------------------------------------------


def _weekday(ts: Tokens, i: int, asked: Asked) -> Read:
    """Thursday, this Thursday, next Thursday, last Thursday, Thursday week, Thursday of next week."""
    how, j = "", i
    if word(ts, i) in {"next", "this", "last", "coming", "past"}:
        how, j = word(ts, i), i + 1
        j += how == "this" and word(ts, j) in {"coming", "past"}
        how = word(ts, j - 1)
        if how in _WEEKS and word(ts, j) == "week":
            j += 1 + (word(ts, j + 1) in {"on", ","})
            day, week = weekday_at(ts, j), _WEEKS[how]
            return (
                None
                if day is None
                else _read(as_day(of_week(day, asked.today, week), asked), j + 1)
            )
    weekday = weekday_at(ts, j)
    if weekday is None:
        return None
    if how:
        return _read(_told(how, weekday, asked), j + 1)
    return _qualified(ts, j + 1, weekday, asked) or _read(_bare(weekday, asked), j + 1)


def _told(how: str, weekday: int, asked: Asked) -> Day | None:
    today = asked.today
    near = coming(weekday, today)
    if how == "next":
        # Of the following week. Those who mean the coming one, or begin their weeks on Sunday, are
        # offered the other day.
        other = moved(today, (weekday + 1) % WEEK + WEEK) if today.weekday() == 6 else near
        return as_day(of_week(weekday, today, 1), asked, other)
    if how in {"last", "past"}:
        other = of_week(weekday, today, -1) if how == "last" else None
        return as_day(gone(weekday, today), asked, other)
    if how == "this" and weekday == today.weekday():
        return as_day(today, asked, near)
    if asked.back and how == "this":
        return _bare(weekday, asked)
    return as_day(near, asked)


def _bare(weekday: int, asked: Asked) -> Day | None:
    """A bare weekday is the coming one; of today's own name a week from now, or perhaps today."""
    same = asked.today if weekday == asked.today.weekday() else None
    day = gone(weekday, asked.today) if asked.back else coming(weekday, asked.today)
    return as_day(day, asked, same)


def _qualified(ts: Tokens, j: int, weekday: int, asked: Asked) -> Read:
    """What may follow a weekday: "week", "fortnight", "after next", "of next week", "this week"."""
    near = coming(weekday, asked.today)
    if near is None:
        return None
    if weeks := _weeks_after(ts, j):
        other = moved(asked.today, weeks[0]) if weekday == asked.today.weekday() else None
        return _read(as_day(moved(near, weeks[0]), asked, other), weeks[1])
    if follow(ts, j, "after", "next"):
        return _read(as_day(of_week(weekday, asked.today, 2), asked, moved(near, WEEK)), j + 2)
    if week := _of_which_week(ts, j):
        return _read(as_day(of_week(weekday, asked.today, week[0]), asked), week[1])
    return _read(as_day(near, asked), j + 1) if word(ts, j) == "coming" else None


def _of_which_week(ts: Tokens, j: int) -> tuple[int, int] | None:
    """The weeks from now of "of next week", "this week", "the week after next"."""
    j += word(ts, j) in {"of", "in"}
    if word(ts, j) in _WEEKS and word(ts, j + 1) == "week":
        return _WEEKS[word(ts, j)], j + 2
    j += word(ts, j) == "the"
    return (2, j + 3) if follow(ts, j, "week", "after", "next") else None


def _weeks_after(ts: Tokens, j: int) -> tuple[int, int] | None:
    """The days that "week" or "fortnight" adds to the day before it."""
    if word(ts, j) == "week" and word(ts, j + 1) not in {"after", "before", "in"}:
        return WEEK, j + 1
    return (2 * WEEK, j + 1) if word(ts, j) == "fortnight" else None


# --- distances -----------------------------------------------------------------------------------------


def _weeks_on(ts: Tokens, i: int, asked: Asked) -> Read:
    """A week on Friday, two weeks today, a fortnight from tomorrow."""
    got = _length(ts, i)
    if got is None or got[1] or word(ts, i - 1) in _NOT_BEFORE_WEEKS:
        return None
    days, _, j = got
    j += word(ts, j) in {"on", "from", "this", "after"}
    if days % WEEK == 0 and (weekday := weekday_at(ts, j)) is not None:
        near = coming(weekday, asked.today)
        return _read(as_day(near and moved(near, days), asked), j + 1)
    if word(ts, j) in {"today", "tomorrow", "now"}:
        return _read(as_day(moved(asked.today, days + (word(ts, j) == "tomorrow")), asked), j + 1)
    return None


def _distance(ts: Tokens, i: int, asked: Asked) -> Read:
    """In a fortnight, in 10 days, in two weeks' time, a month from now, three weeks ago."""
    ahead = word(ts, i) == "in"
    got = _length(ts, i + ahead)
    if got is None:
        return None
    days, months, j = got
    if word(ts, j) in _APOSTROPHES:
        j += 1
    if ahead:
        j += word(ts, j) == "time"
    elif word(ts, j) == "ago":
        days, months, j = -days, -months, j + 1
    elif follow(ts, j, "from", "now"):
        j += 2
    else:
        return None
    return _read(as_day(_shifted(asked.today, days, months), asked), j)


def _shifted(day: date, days: int, months: int) -> date | None:
    return months_moved(day, months) if months else moved(day, days)


def _length(ts: Tokens, i: int) -> tuple[int, int, int] | None:
    """Days, months, and the token after: a fortnight, two weeks, 10 days, a month, a week."""
    got = cardinal_at(ts, i) or (
        (1, i + 1) if word(ts, i) in {"a", "one", "week", "fortnight"} else None
    )
    if got is None:
        return None
    number, j = (1, i) if word(ts, i) in {"week", "fortnight"} else got
    unit = word(ts, j)
    if unit in _DAY_UNITS:
        return number * _DAY_UNITS[unit], 0, j + 1
    return (0, number * _MONTH_UNITS[unit], j + 1) if unit in _MONTH_UNITS else None


def _read(day: Day | None, after: int) -> Read:
    return None if day is None else (day, after)
