from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.entry import MOODS
from tui.widgets.mood_chart import drawing, in_words

DAY = date(2026, 11, 22)
days = st.lists(
    st.tuples(st.dates(date(2015, 1, 1), DAY), st.floats(1, 5)), unique_by=lambda day: day[0]
).map(sorted)


@given(days, st.integers(1, 200))
def test_it_fits_and_shows_every_row(found: list[tuple[date, float]], width: int) -> None:
    drawn = drawing(found, width)
    if not found:
        assert drawn == []
        return
    assert len(drawn) == len(MOODS) + 2
    assert all(len(line) <= max(width, 18) for line in drawn)
    assert [line.split()[0] for line in drawn[:5]] == [MOODS[mood] for mood in (5, 4, 3, 2, 1)]
    marks = "".join(drawn[:5])
    assert sum(marks.count(mark) for mark in "■▀▄") >= 1
    assert drawn[-1].split()[0] == f"{found[0][0]:%b}"


def test_marks_stand_where_the_mood_is() -> None:
    drawn = drawing([(DAY, 5.0), (DAY + timedelta(1), 3.4), (DAY + timedelta(2), 1.0)], 60)
    assert drawn[0] == "bright │ ■"
    assert drawn[2] == "even   │  ▀"
    assert drawn[4] == "low    │   ■"


def test_months_are_named_where_they_begin() -> None:
    year = [(DAY - timedelta(days=number), 3.0) for number in range(200, -1, -1)]
    axis = drawing(year, 72)[-1]
    assert axis.split()[:2] == ["May", "2026"]
    assert {"Jul", "Sep", "Nov"} <= set(axis.split())
    long = [(DAY - timedelta(days=number), 3.0) for number in range(2000, -1, -7)]
    assert {"2023", "2024", "2025", "2026"} <= set(drawing(long, 72)[-1].split())


def test_words_say_the_same() -> None:
    told = in_words([(date(2026, 10, 1), 2.0), (DAY - timedelta(1), 3.0), (DAY, 5.0)])
    assert told == [
        "November 2026: mostly good, between even and bright, on 2 days.",
        "October 2026: mostly uneasy, on one day.",
    ]
    assert in_words([]) == []
    months = [(date(2000 + number // 12, number % 12 + 1, 1), 3.0) for number in range(40)]
    assert in_words(months)[-1] == "Earlier months are in the picture only."
