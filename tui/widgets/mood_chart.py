"""Mood over time as a small picture in block characters, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from assistant.entry import MOODS
from tui.text import lines, plain, said

Days = Sequence[tuple[date, float]]
"""The mean mood of each day that has one, oldest first."""

_LABEL = 9
_MOST_COLUMNS = 72
_MONTHS_TOLD = 24
_QUARTER = 0.25
_NARROW = 12
"""Days of a column from which on a month has no room for its name."""


def drawing(days: Days, width: int) -> list[str]:
    """`days` as five rows of marks, bright on top, and a row of months; at most `width` wide.

    A mark in the upper or lower half of its row stands between two moods. Empty without days.
    """
    if not days:
        return []
    room = max(8, min(width - _LABEL, _MOST_COLUMNS))
    first, last = days[0][0], days[-1][0]
    step = max(1, -(-((last - first).days + 1) // room))
    columns: dict[int, list[float]] = {}
    for day, mood in days:
        columns.setdefault((day - first).days // step, []).append(mood)
    count = (last - first).days // step + 1
    rows = {mood: [" "] * count for mood in MOODS}
    for column, moods in columns.items():
        mean = fmean(moods)
        mood = max(1, min(5, int(mean + 0.5)))
        off = mean - mood
        rows[mood][column] = "▀" if off > _QUARTER else "▄" if off < -_QUARTER else "■"
    drawn = [
        f"{name:<{_LABEL - 2}}│ {''.join(rows[mood])}".rstrip()
        for mood, name in sorted(MOODS.items(), reverse=True)
    ]
    return [*drawn, f"{'':{_LABEL - 2}}└{'─' * (count + 1)}", _months(first, step, count)]


def _months(first: date, step: int, count: int) -> str:
    """Names below the columns in which months begin, or years where months are too narrow."""
    axis = [" "] * (count + _LABEL)
    free, year = 0, 0
    for column in range(count):
        start = first + timedelta(days=column * step)
        day = start if column == 0 else start + timedelta(days=step - 1)
        before = start - timedelta(days=1)
        begins = column == 0 or (day.year, day.month) != (before.year, before.month)
        if step > _NARROW:
            begins = column == 0 or day.year != before.year
        name = f"{day:%b}" if day.year == year else f"{day:%b} {day.year}"
        if not begins or column < free or (column and column + len(name) > count):
            continue
        if step > _NARROW and column:
            name = str(day.year)
        year, free = day.year, column + len(name) + 1
        axis[column + _LABEL : column + _LABEL + len(name)] = name
    return "".join(axis).rstrip()


def in_words(days: Days) -> list[str]:
    """The mood of each month in a sentence, the latest month first; two years at the most."""
    months: dict[tuple[int, int], list[float]] = {}
    for day, mood in days:
        months.setdefault((day.year, day.month), []).append(mood)
    told = []
    for (year, month), moods in sorted(months.items(), reverse=True)[:_MONTHS_TOLD]:
        on = "one day" if len(moods) == 1 else f"{len(moods)} days"
        low, high = _name(min(moods)), _name(max(moods))
        between = "" if low == high else f", between {low} and {high}"
        told.append(
            f"{date(year, month, 1):%B %Y}: mostly {_name(fmean(moods))}{between}, on {on}."
        )
    if len(months) > _MONTHS_TOLD:
        told.append("Earlier months are in the picture only.")
    return told


def _name(mood: float) -> str:
    return MOODS[max(1, min(5, int(mood + 0.5)))]


class MoodChart(VerticalScroll):
    """The picture, and below it the same in words."""

    def compose(self) -> ComposeResult:
        """One column."""
        yield Static(id="mood-picture")
        yield Static(id="mood-words")

    def show(self, days: Days) -> None:
        """Show `days`; words alone where there are none."""
        self._days = days
        if not days:
            told = "No entry says how you felt yet. While you write, F3 does."
            self.query_one("#mood-picture", Static).update("")
            self.query_one("#mood-words", Static).update(plain(told))
            return
        self.query_one("#mood-words", Static).update(lines(*map(plain, in_words(days))))
        self._draw()

    _days: Days = ()

    def _draw(self) -> None:
        drawn = drawing(self._days, self.content_size.width or _MOST_COLUMNS)
        head = said("[b]Mood over time[/b] [$quiet]· m shows the entries again[/]")
        self.query_one("#mood-picture", Static).update(lines(head, *map(plain, ["", *drawn, ""])))

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self._days:
            self._draw()

    def clear(self) -> None:
        """Show nothing."""
        self._days = ()
        for part in self.query(Static):
            part.update("")
