"""Whatever is typed: no grammar fails, each says where, and none is slow."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.talk.grammar.counts import count_in, session_numbers_in
from assistant.talk.grammar.dates import days_in, spans_in
from assistant.talk.grammar.durations import bare_minutes, durations_in
from assistant.talk.grammar.edits import edits_in
from assistant.talk.grammar.indexes import picked_in
from assistant.talk.grammar.moments import moment_in
from assistant.talk.grammar.notes import note_text
from assistant.talk.grammar.numbers import numbers_in
from assistant.talk.grammar.people import people_in, role_in
from assistant.talk.grammar.times import times_in
from assistant.talk.grammar.tokens import Found, folded

NOW = datetime(2026, 3, 17, 9, 30, tzinfo=UTC)
FINDING: dict[str, Callable[[str], Iterable[Found]]] = {
    "numbers": numbers_in,
    "durations": durations_in,
    "times": times_in,
    "days": lambda text: days_in(text, NOW),
    "days back": lambda text: days_in(text, NOW, back=True, month_first=True),
    "spans": lambda text: spans_in(text, NOW),
    "people": lambda text: people_in(text, "Will Ray", "İpek"),
    "sessions": session_numbers_in,
}
SAYING: dict[str, Callable[[str], object]] = {
    "bare": bare_minutes,
    "edits": edits_in,
    "picked": lambda text: picked_in(text, 4),
    "moment": lambda text: moment_in(text, NOW, "Europe/London"),
    "note": note_text,
    "role": role_in,
    "count": count_in,
}
PIECES = st.sampled_from(
    [
        "a",
        "an",
        "the",
        "in",
        "at",
        "on",
        "by",
        "to",
        "and",
        "of",
        "or",
        "half",
        "quarter",
        "past",
        "hour",
        "hours",
        "minutes",
        "3",
        "30",
        "45",
        "9999",
        "31",
        "2",
        "/",
        ":",
        ".",
        "-",
        "–",
        ",",
        "next",
        "last",
        "this",
        "week",
        "weeks",
        "fortnight",
        "ago",
        "monday",
        "thu",
        "may",
        "march",
        "3rd",
        "second",
        "first",
        "one",
        "two",
        "twenty",
        "hundred",
        "noon",
        "pm",
        "ish",
        "make",
        "it",
        "add",
        "drop",
        "swap",
        "move",
        "before",
        "after",
        "more",
        "time",
        "longer",
        "session",
        "i'm",
        "not",
        "my",
        "mentor",
        "senior",
        "note",
        "self",
        "journal",
        "all",
        "but",
        "both",
        "none",
        "b",
        "#",
        "½",
        "since",
        "from",
        "between",
        "end",
        "month",
        "year",
        "every",
        "couple",
        "dozen",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(st.one_of(PIECES, st.characters()), max_size=14).map("".join),
)


@settings(max_examples=300)
@given(TEXTS)
def test_no_text_makes_a_grammar_fail_and_all_say_where(text: str) -> None:
    for find in FINDING.values():
        end = 0
        for found in find(text):
            assert text[found.start : found.end] == found.said
            assert end <= found.start < found.end
            end = found.end
    for say in SAYING.values():
        assert say(text) == say(text)


@given(st.lists(PIECES, max_size=10).map(" ".join))
@pytest.mark.parametrize("now", [datetime.min, datetime.max, datetime(2024, 2, 29)])
def test_no_calendar_ends_before_its_grammar(now: datetime, text: str) -> None:
    for zone in (UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))):
        aware = now.replace(tzinfo=zone)
        days_in(text, aware)
        days_in(text, aware, back=True)
        spans_in(text, aware)
        moment_in(text, aware, "America/New_York")


HARD = [
    "a " * 5000,
    "1 " * 5000,
    "½" * 10_000,
    "İ" * 10_000,
    "twenty-" * 1400,
    "from 3 to " * 1000,
    "an hour and " * 800,
    "make it " * 1200 + "x",
    "swap a for " * 800,
    "i am very new " * 700,
    "note to self" * 800,
]


@pytest.mark.parametrize("name", [*FINDING, *SAYING])
def test_ten_thousand_characters_are_read_in_a_moment(name: str) -> None:
    read = (FINDING | SAYING)[name]
    for text in HARD:
        begun = time.process_time()
        read(text)
        assert time.process_time() - begun < 5  # quadratic takes minutes


@given(st.text(max_size=50))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
