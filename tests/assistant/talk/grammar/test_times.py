"""Times of day within a sentence."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.talk.grammar.saying import said_time
from assistant.talk.grammar.times import Clock, times_in


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("half four", "16:30"),
        ("at half four on Thursday", "16:30"),
        ("half past three", "15:30"),
        ("half-past 3", "15:30"),
        ("half nine", "09:30"),
        ("ten to three", "14:50"),
        ("quarter to 9", "08:45"),
        ("a quarter past two", "14:15"),
        ("twenty-five past 2", "14:25"),
        ("17 minutes past 2", "14:17"),
        ("quarter of four", "15:45"),
        ("ten after three", "15:10"),
        ("10 past 9", "09:10"),
        ("at ten thirty", "10:30"),
        ("two forty-five, please", "14:45"),
        ("quarter to one pm", "12:45"),
        ("at 3", "15:00"),
        ("around 3", "15:00"),
        ("at 7", "07:00"),
        ("at 12", "12:00"),
        ("by 5 on Friday", "17:00"),
        ("move it to 3 on Friday", "15:00"),
        ("at two, please", "14:00"),
        ("at 15", "15:00"),
        ("3pm", "15:00"),
        ("3 p.m. on Friday", "15:00"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("9 AM", "09:00"),
        ("3.30", "15:30"),
        ("Thursday 3.30", "15:30"),
        ("15:00", "15:00"),
        ("03:30", "03:30"),
        ("00:30", "00:30"),
        ("1500 hrs", "15:00"),
        ("at 0930", "09:30"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("midday", "12:00"),
        ("midnight", "00:00"),
        ("9ish", "09:00"),
        ("three-ish", "15:00"),
        ("five o'clock", "17:00"),
        ("five o’clock", "17:00"),
        ("9 in the morning", "09:00"),
        ("3 in the morning", "03:00"),
        ("8 at night", "20:00"),
        ("tonight at 8", "20:00"),
        ("8 tonight", "20:00"),
        ("tomorrow evening at 7", "19:00"),
    ],
)
def test_a_time_is_read(text: str, hour: str) -> None:
    assert [said_time(each.value.at) for each in times_in(text)] == [hour]


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "a 9 to 5 job",
        "24/7",
        "ten to twelve people",
        "on a scale from 1 to 10",
        "from 1 to 10",
        "move 2 to 3",
        "at 3 people",
        "around 3 questions",
        "5 to 10 minutes",
        "half an hour",
        "half the time",
        "an hour and a half",
        "it costs £3.50",
        "on 18.03.2026",
        "at one point",
        "at one of them",
        "at first",
        "for a second",
        "two thirty minute slots",
        "at 5%",
        "at 10-minute intervals",
        "from 3 to 10 March",
        "shorten it by 5",
    ],
)
def test_an_amount_is_no_time(text: str) -> None:
    assert times_in(text) == ()


def test_the_other_half_of_the_day_is_kept_where_nothing_said_which() -> None:
    assert times_in("at 4")[0].value == Clock(time(16), time(4))
    assert times_in("at 4pm")[0].value == Clock(time(16))
    assert times_in("around 9")[0].value == Clock(time(9), time(21), rough=True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 3 to 4 on Thursday", "15:00", "16:00"),
        ("3-4pm", "15:00", "16:00"),
        ("11 to 1pm", "11:00", "13:00"),
        ("from 10 til 11", "10:00", "11:00"),
        ("between 2 and 4 tomorrow", "14:00", "16:00"),
        ("15:00-15:45", "15:00", "15:45"),
    ],
)
def test_a_range_of_times_has_an_end(text: str, first: str, last: str) -> None:
    (found,) = times_in(text)
    assert (said_time(found.value.at), said_time(found.value.until or time())) == (first, last)


@given(st.times().map(lambda each: each.replace(second=0, microsecond=0)))
def test_every_time_is_read_as_said(hour: time) -> None:
    if hour.hour in range(1, 10):  # said with a leading nought, so in the morning
        assert times_in(said_time(hour))[0].value.at == hour
    (found,) = times_in(f"Thursday at {said_time(hour)}")
    assert found.value.at == hour
