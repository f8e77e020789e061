"""Setting a pair up: what was typed is checked in a sentence, and what is still to do is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life.about import About, Rhythm
from assistant.life.charter import Charter, Signature
from assistant.life.document import Document
from assistant.life.goal import Goal
from assistant.life.session import Session
from assistant.life.setup import about_with, rhythm_with, to_do
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)


def life_of(*documents: Document) -> PairLife:
    return PairLife.of(documents, "Priya", "Martin")


def names(*documents: Document, me: Side = Side.MENTOR) -> list[str]:
    return [step.name for step in to_do(life_of(*documents), me, NOW)]


def test_what_is_typed_replaces_and_the_rest_stays() -> None:
    first = about_with(life_of(), Side.MENTOR, rank=" analyst ", offers=["dashboards", "", "chat"])
    assert (first.id, first.rank, first.offers) == ("mentor", "analyst", ("dashboards", "chat"))
    second = about_with(life_of(first), Side.MENTOR, needs=["budgets", "Budgets"], hours=(8, 16))
    assert (second.offers, second.needs) == (first.offers, ("budgets",))
    assert (second.day_begins, second.day_ends) == (8, 16)
    assert about_with(life_of(second), Side.MENTOR, offers=[]).offers == ()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"rank": "x" * 301}, "rank is longer than 300 characters"),
        ({"offers": ["x" * 301]}, "a line of what you offer is longer than 300 characters"),
        (
            {"needs": [f"need {number}" for number in range(51)]},
            "what you want to learn has more than 50 lines",
        ),
        ({"hours": (17, 9)}, "begin before"),
        ({"hours": (9, 25)}, "begin before"),
    ],
)
def test_what_will_not_do_is_refused_without_quoting_it(
    fields: dict[str, object], told: str
) -> None:
    with pytest.raises(Trouble, match=told) as caught:
        about_with(life_of(), Side.MENTEE, **fields)  # type: ignore[arg-type]
    assert "xxx" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_rhythm_is_typed_bit_by_bit() -> None:
    first = NOW + timedelta(days=7)
    rhythm = rhythm_with(life_of(), weeks=2, zone="europe/london", first=first, now=NOW)
    assert (rhythm.minutes, rhythm.weeks, rhythm.zone) == (45, 2, "Europe/London")
    again = rhythm_with(life_of(rhythm), ends=date(2027, 5, 1), minutes=60, now=NOW)
    assert (again.first, again.weeks, again.ends) == (first, 2, date(2027, 5, 1))
    assert rhythm_with(life_of(again), without=("ends",), zone="", now=NOW).ends is None


def test_a_first_date_that_has_passed_since_hinders_no_other_change() -> None:
    rhythm = Rhythm(first=NOW - timedelta(days=30), ends=date(2026, 11, 1))
    assert rhythm_with(life_of(rhythm), minutes=30, now=NOW).minutes == 30
    assert rhythm_with(life_of(rhythm), ends=date(2026, 12, 1), now=NOW).ends == date(2026, 12, 1)


LEAP = datetime(2028, 2, 29, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"first": NOW - timedelta(minutes=1)}, "is past"),
        ({"first": datetime(2028, 11, 4, 9, 0, tzinfo=UTC)}, "two years"),
        ({"ends": date(2026, 11, 2)}, "is past"),
        ({"ends": date(2029, 1, 1)}, "two years"),
        ({"first": NOW + timedelta(days=9), "ends": date(2026, 11, 5)}, "before the first"),
        ({"zone": "Europe/Atlantis"}, "no time zone"),
        ({"zone": "../../etc/passwd"}, "no time zone"),
        ({"minutes": 5}, "10 to 180 minutes long, not 5"),
        ({"weeks": 13}, "1 to 12 weeks apart"),
    ],
)
def test_dates_that_cannot_be_are_refused(typed: dict[str, object], told: str) -> None:
    with pytest.raises(Trouble, match=told):
        rhythm_with(life_of(), now=NOW, **typed)  # type: ignore[arg-type]


def test_29_february_is_a_date_and_two_years_on_is_the_28th() -> None:
    assert rhythm_with(life_of(), first=LEAP, now=NOW).first == LEAP
    last = datetime(2030, 2, 28, 9, 0, tzinfo=UTC)
    assert rhythm_with(life_of(), first=last, now=LEAP).first == last
    with pytest.raises(Trouble, match="two years"):
        rhythm_with(life_of(), first=last + timedelta(days=1), now=LEAP)


def test_without_two_names_they_come_first() -> None:
    assert "names" not in names()
    assert to_do(PairLife.of([], mentor="Priya"), Side.MENTOR, NOW)[0].name == "names"


def test_the_mentor_begins_with_offers_and_the_mentee_with_needs() -> None:
    assert names(me=Side.MENTOR)[:2] == ["offers", "needs"]
    assert names(me=Side.MENTEE)[:2] == ["needs", "offers"]


def test_a_new_pair_is_told_all_and_a_whole_one_nothing() -> None:
    assert names() == [
        *("offers", "needs", "not_discussed", "rank"),
        *("rhythm", "first", "ends", "charter", "goal"),
    ]
    charter = Charter(id="c1", number=1, at=NOW, written_by=Side.MENTOR)
    signed = [
        Signature(
            id=f"s{side.value}",
            side=side,
            charter=charter.id,
            digest=charter.digest,
            at=NOW,
            signature="0" * 128,
        )
        for side in (Side.MENTOR, Side.MENTEE)
    ]
    about = About(
        id="mentor",
        side=Side.MENTOR,
        rank="analyst",
        offers=("a",),
        needs=("b",),
        not_discussed=("c",),
    )
    rhythm = Rhythm(weeks=2, first=NOW + timedelta(days=1), ends=date(2027, 3, 1))
    goal = Goal(side=Side.MENTOR, what="be seen", since=NOW, quarter="2026-Q4")
    assert names(about, rhythm, charter, *signed, goal) == []
    assert names(about, rhythm, charter, goal) == ["sign"]
    steps = to_do(life_of(about, rhythm, charter, signed[0], goal), Side.MENTOR, NOW)
    assert [step.name for step in steps] == ["partner_signs"]
    assert "Martin" in steps[0].sentence


def test_a_date_that_was_planned_or_held_is_a_first_date() -> None:
    assert "first" in names(Rhythm(first=NOW - timedelta(days=1), weeks=2))
    assert "first" not in names(Session(at=NOW + timedelta(days=1)))
    held = Session.model_validate({"at": NOW - timedelta(days=9), "state": "held"})
    assert not {"first", "not_discussed"} & set(names(held))


@pytest.mark.parametrize("typed", [lambda name: name, str.upper, str.strip])
def test_two_of_one_name_are_told_apart(typed: Callable[[str], str]) -> None:
    same = PairLife.of([], "Sam", typed("Sam"))
    assert same.called(Side.MENTOR) == "Sam (mentor)"
    assert same.called(Side.MENTEE).endswith(" (mentee)")
    assert same.called(Side.MENTEE, 2).endswith("… (mentee)")
    assert life_of().called(Side.MENTOR, 5) == "Priya"


@given(st.text(), st.text(), st.sampled_from([Side.MENTOR, Side.MENTEE]))
def test_any_names_are_lived_with(mentor: str, mentee: str, me: Side) -> None:
    life = PairLife.of([], mentor, mentee)
    assert life.called(Side.MENTOR) != life.called(Side.MENTEE)
    assert all(step.sentence for step in to_do(life, me, NOW))
