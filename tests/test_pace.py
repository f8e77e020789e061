"""How fast a long work goes, and when anything is told of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import options
from tui.options import Progress, telling
from tui.pace import Pace, in_words


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "1 s"), (0.4, "1 s"), (1.6, "2 s"), (59.4, "59 s"), (59.6, "1 min"), (61, "1 min"),
        (150, "2 min"), (3569, "59 min"), (3590, "1 h 0 min"), (3600, "1 h 0 min"),
        (7800, "2 h 10 min"), (90_000, "25 h 0 min"),
    ],
)  # fmt: skip
def test_time_is_told_as_people_say_it(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@given(st.floats(0, 1e7), st.floats(0, 1e7))
def test_no_shorter_time_is_told_as_a_longer_one(one: float, other: float) -> None:
    def read(words: str) -> int:
        units = {"s": 1, "min": 60, "h": 3600}
        parts = words.split()
        return sum(
            int(number) * units[unit] for number, unit in zip(parts[::2], parts[1::2], strict=True)
        )

    short, long = sorted((one, other))
    assert read(in_words(short)) <= read(in_words(long))
    assert "60" not in in_words(short).split()


def test_rate_and_time_left_come_once_they_are_no_guess() -> None:
    clock = Clock()
    pace = Pace(100, clock)
    assert pace.told(100, 1100) == ""
    clock.now += 1
    assert pace.told(200, 1100) == ""
    clock.now += 3
    assert pace.seconds == 4
    assert pace.told(100, 1100) == ""
    assert pace.told(500, 1100) == ", 100 a second, 6 s left"
    assert pace.told(1100, 1100) == ""


def test_a_slow_rate_is_told_by_the_minute() -> None:
    clock = Clock()
    pace = Pace(0, clock)
    clock.now += 10
    assert pace.told(5, 10) == ", 30 a minute, 10 s left"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(options, "Pace", lambda done: Pace(done, clock))
    return clock


def test_of_what_takes_no_second_nothing_is_told(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with telling("Reading", "documents") as shown:
        shown(0, 1)
        clock.now += 0.9
        shown(1, 2)
        clock.now += 5
        shown(2, 2)
    assert capsys.readouterr() == ("", "")


def test_a_long_work_is_told_at_each_quarter(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with telling("Reading", "documents") as shown:
        for done in range(0, 2001, 100):
            shown(done, 2000)
            clock.now += 1
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert lines[0] == "Reading: 100 of 2,000 documents"
    assert lines[1] == "Reading: 500 of 2,000 documents, 100 a second, 15 s left"
    assert lines[-1] == "Reading: 2,000 of 2,000 documents"
    assert len(lines) == 5


def test_on_a_terminal_one_line_is_drawn_again_and_ended(
    clock: Clock, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    shown = Progress("Reading", "documents")
    for done in range(4):
        shown(done, 4)
        clock.now += 2
    shown.end()
    told = capsys.readouterr().err
    assert told.count("\r") == 3
    assert told.endswith("\n")
    for line in told.removesuffix("\n").split("\r")[1:]:
        assert len(line.removesuffix("\x1b[K")) < 60
