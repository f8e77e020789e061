"""Days as people say them: “yesterday”, “Tuesday”, “3 March”, “3 March 2025”."""

from __future__ import annotations

from datetime import date, datetime, timedelta

# Not strftime's: its names follow the locale of the process.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEK = 7
_NEXT = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def local(moment: datetime, now: datetime) -> datetime:
    """`moment` on the clock of whoever asks at `now`; as it is where that clock does not reach."""
    try:
        return moment.astimezone(now.tzinfo)
    except (OverflowError, ValueError, OSError):  # in the year 1, or 9999
        return moment


def day_of(moment: datetime, now: datetime) -> date:
    """The day of `moment`, for whoever asks at `now`."""
    return local(moment, now).date()


def plain_day(day: date, today: date) -> str:
    """“3 March”, with the year where it is another than today's."""
    told = f"{day.day} {MONTHS[day.month - 1]}"
    return told if day.year == today.year else f"{told} {day.year}"


def said_day(day: date, today: date) -> str:
    """“today”, “yesterday”, “tomorrow”, a weekday less than a week away, else “3 March”.

    A weekday may be the last or the next: the sentence around it says which.
    """
    away = (day - today).days
    if away in _NEXT:
        return _NEXT[away]
    return WEEKDAYS[day.weekday()] if abs(away) < _WEEK else plain_day(day, today)


def since(day: date, today: date) -> str:
    """“since Tuesday”, “since 3 March”."""
    return f"since {said_day(day, today)}"


def away(day: date, today: date) -> str:
    """How far off: “in 3 days”, “in 3 weeks”, “2 days ago”."""
    days = (day - today).days
    if days in _NEXT:
        return _NEXT[days]
    weeks = abs(days) // _WEEK
    told = f"{weeks} weeks" if weeks > 1 else f"{abs(days)} days"
    return f"in {told}" if days > 0 else f"{told} ago"


def said_ahead(day: date, today: date) -> str:
    """“Thursday, in 3 days”; only “today” or “tomorrow” where that is enough."""
    told, far = said_day(day, today), away(day, today)
    return told if told == far else f"{told}, {far}"


def full_day(day: date) -> str:
    """“Thursday 26 November 2026”."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def clock_time(moment: datetime) -> str:
    """“15:00”."""
    return f"{moment.hour:02}:{moment.minute:02}"


def every(weeks: int) -> str:
    """“every week”, “every 3 weeks”."""
    return "every week" if weeks == 1 else f"every {weeks} weeks"


def month_name(year: int, month: int, today: date) -> str:
    """“March”, with the year where it is another than today's."""
    return MONTHS[month - 1] if year == today.year else f"{MONTHS[month - 1]} {year}"


def days_before(day: date, days: int) -> date:
    """The day so many days earlier; the first there is where there is none."""
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return date.min
