"""The pulse as both see it: bound first, opened together."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from assistant.errors import Trouble
from assistant.life import pulses
from assistant.life.document import Document
from assistant.life.pulse import Answers, Commitment, SealedPulse
from assistant.life.pulses import PulseState
from assistant.life.session import Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HELD = Session(at=NOW, state=SessionState.HELD)
MENTOR, MENTEE = Side.MENTOR, Side.MENTEE
GOOD, LOW = Answers(useful=5, safe=4, going=5), Answers(useful=4, safe=2, going=1)
NONCES = {MENTOR: "ab" * 32, MENTEE: "cd" * 32}


def sealed(
    side: Side, answers: Answers = GOOD, *others: Document
) -> tuple[SealedPulse, Commitment]:
    life = PairLife.of([HELD, *others])
    return pulses.answered(life, HELD.id, side, answers, NONCES[side], NOW)


def both(mentor: Answers = GOOD, mentee: Answers = GOOD, session: Session = HELD) -> list[Document]:
    life = PairLife.of([session])
    made = [
        pulses.answered(life, session.id, side, answers, NONCES[side], NOW)
        for side, answers in ((MENTOR, mentor), (MENTEE, mentee))
    ]
    bound = [session, *(one for _, one in made)]
    life = PairLife.of(bound)
    return [*bound, *pulses.reveals(life, [one for one, _ in made], NOW)]


def test_answers_bind_and_tell_nothing() -> None:
    mine, bound = sealed(MENTOR, LOW)
    assert (bound.side, bound.session, bound.commitment) == (MENTOR, HELD.id, mine.commitment)
    assert mine.nonce not in bound.model_dump_json()
    assert pulses.commitment_of(mine) == bound
    # Without the nonce no guess leads to it.
    for useful, safe, going in itertools.product(range(1, 6), repeat=3):
        guess = Answers(useful=useful, safe=safe, going=going)
        for nonce in ("0" * 64, "f" * 64):
            tried = mine.model_copy(update={"answers": guess, "nonce": nonce})
            assert tried.commitment != bound.commitment


def test_a_second_answer_is_refused() -> None:
    _, bound = sealed(MENTOR)
    with pytest.raises(Trouble, match="answered about that session already"):
        sealed(MENTOR, LOW, bound)
    assert sealed(MENTEE, LOW, bound)


def test_only_what_took_place_is_answered_about() -> None:
    for life in (PairLife.of([]), PairLife.of([Session(id=HELD.id, at=NOW)])):
        with pytest.raises(Trouble, match="did not take place"):
            pulses.answered(life, HELD.id, MENTOR, GOOD, NONCES[MENTOR], NOW)


@pytest.mark.parametrize("nonce", ["", "ab", "AB" * 32, "zz" * 32])
def test_a_nonce_is_32_bytes(nonce: str) -> None:
    with pytest.raises(Trouble):
        pulses.answered(PairLife.of([HELD]), HELD.id, MENTOR, GOOD, nonce, NOW)


def test_nothing_is_shared_before_both_are_bound() -> None:
    mine, bound = sealed(MENTOR)
    assert pulses.reveals(PairLife.of([HELD, bound]), [mine], NOW) == ()
    theirs, theirs_bound = sealed(MENTEE)
    assert pulses.reveals(PairLife.of([HELD, theirs_bound]), [mine], NOW) == ()
    life = PairLife.of([HELD, bound, theirs_bound])
    (reveal,) = pulses.reveals(life, [mine], NOW)
    assert pulses.opened(PairLife.of([*life.documents, reveal]), HELD.id) is None
    (other,) = pulses.reveals(life, [theirs], NOW)
    whole = PairLife.of([*life.documents, reveal, other])
    assert pulses.opened(whole, HELD.id) == {MENTOR: GOOD, MENTEE: GOOD}
    assert pulses.reveals(whole, [mine, theirs], NOW) == ()


def test_what_one_was_not_bound_to_is_not_shared_nor_shown() -> None:
    mine, _ = sealed(MENTOR)
    changed = mine.model_copy(update={"answers": LOW})
    documents = both()
    life = PairLife.of(documents[:3])
    assert pulses.reveals(life, [changed], NOW) == ()
    forged = [
        one.model_copy(update={"answers": LOW}) if one.KIND == "reveal" else one
        for one in documents
    ]
    assert pulses.opened(PairLife.of(forged), HELD.id) is None


def test_how_far_it_is() -> None:
    _, mine = sealed(MENTOR)
    _, theirs = sealed(MENTEE)
    for documents, state in (
        ([], PulseState.NOBODY),
        ([mine], PulseState.ME),
        ([theirs], PulseState.OTHER),
        ([mine, theirs], PulseState.BOTH),
        (both(), PulseState.OPENED),
    ):
        assert pulses.state_of(PairLife.of([HELD, *documents]), HELD.id, MENTOR) is state


def test_the_last_two_sessions_are_asked_about_for_three_weeks() -> None:
    held = [HELD.model_copy(update={"id": f"s{n}", "at": NOW + timedelta(n)}) for n in range(5)]
    life, now = PairLife.of(held), held[3].over_at
    assert pulses.to_answer(life, MENTOR, now) == tuple(held[2:4]), "the fifth is still to come"
    _, bound = pulses.answered(life, "s3", MENTOR, GOOD, NONCES[MENTOR], NOW)
    life = PairLife.of([*held[:4], bound])
    assert pulses.to_answer(life, MENTOR, now) == (held[2],)
    assert pulses.to_answer(life, MENTEE, now + timedelta(days=21)) == (held[3],)
    assert pulses.to_answer(life, MENTEE, now + timedelta(days=22)) == ()
