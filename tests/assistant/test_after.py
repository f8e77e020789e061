from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.after import after_session
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.questions import SuggestedQuestion
from assistant.wording import QuestionType, Side
from knowledge.catalogue import Catalogue
from knowledge.guide_files import load
from tests.assistant.life.sample import NOW, sample_life

SIDES = (Side.MENTOR, Side.MENTEE)


@cache
def guide() -> Catalogue:
    return load()


def asked(
    session: Session, side: Side, seed: int = 0, lately: tuple[str, ...] = (), **options: bool
) -> tuple[SuggestedQuestion, ...]:
    return after_session(guide(), sample_life(), session, side, seed, lately, **options)


def of(name: str) -> Session:
    return next(one for one in sample_life().sessions if one.id == name)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("session", [one.id for one in sample_life().sessions])
@pytest.mark.parametrize("low", [False, True])
def test_three_for_my_side_whatever_happened(session: str, side: Side, low: bool) -> None:
    found = asked(of(session), side, low_pulse=low)
    assert len({one.text for one in found}) == 3
    assert all(one.side in {side, Side.BOTH} for one in found)


def test_a_held_session_is_asked_about_by_what_was_on_its_agenda() -> None:
    session = of("session6")
    cards = {card for item in session.agenda.items for card in item.cards} if session.agenda else {}
    for side in SIDES:
        found = asked(session, side)
        assert sum(one.card in cards for one in found) == 2


@pytest.mark.parametrize("side", SIDES)
def test_after_a_missed_one_the_first_is_about_that_and_none_about_an_hour_that_was_not(
    side: Side,
) -> None:
    first, *rest = asked(of("sessionmissed"), side)
    assert first.card in {"challenges/lapse-and-no-shows", "challenges/no-time-cancelled-again"}
    about_an_hour = {QuestionType.CRAFT, QuestionType.NOTICING, QuestionType.ASSUMPTION}
    assert not [one for one in rest if one.type in about_an_hour]


def test_a_moved_one_and_a_low_pulse_are_asked_about() -> None:
    rhythm = {"challenges/no-time-cancelled-again", "trust/steady-rhythm"}
    assert asked(of("session4"), Side.MENTEE)[0].card in rhythm
    assert not rhythm & {one.card for one in asked(of("session6"), Side.MENTEE)}
    low = {"trust/ask-what-was-held-back", "challenges/junior-falls-silent", "goals/pulse-of-three"}
    for side in SIDES:
        assert asked(of("session6"), side, low_pulse=True)[0].card in low
        assert not low & {one.card for one in asked(of("session6"), side)}


def test_what_is_near_the_topic_is_asked() -> None:
    session = of("session6").model_copy(update={"agenda": None})
    found = after_session(
        guide(),
        sample_life(),
        session,
        Side.MENTEE,
        0,
        (),
        relevance={"reciprocity/open-one-door": 0.9},
    )
    assert found[0].card == "reciprocity/open-one-door"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 50), st.sampled_from(SIDES), st.booleans())
def test_nothing_asked_lately_is_asked_again(seed: int, side: Side, missed: bool) -> None:
    session = of("sessionmissed" if missed else "session5")
    lately: tuple[str, ...] = ()
    for _ in range(3):
        found = asked(session, side, seed, lately)
        assert found == asked(session, side, seed, lately)
        assert not {one.text for one in found} & set(lately)
        lately += tuple(one.text for one in found)


def test_where_all_were_asked_they_are_asked_again() -> None:
    every = tuple(question.text for card in guide().cards for question in card.questions)
    assert len(asked(of("session5"), Side.MENTOR, lately=every)) == 3


def test_a_session_alone_suffices() -> None:
    session = Session(at=NOW, state=SessionState.HELD)
    assert len(after_session(guide(), PairLife(), session, Side.MENTOR, 0, ())) == 3
