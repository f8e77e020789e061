"""The charter as typed: a draft stays the same version, what was signed becomes the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from assistant.errors import Trouble
from assistant.life.charter import Charter, Signature
from assistant.life.charter_texts import drafted_only, section_texts, section_typed
from assistant.life.charters import BOXES, FIELDS, drafted
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
EMPTY = PairLife.of([], "Priya", "Martin")
DRAFT = drafted(EMPTY, NOW, Side.MENTOR)


def signed(charter: Charter, *sides: Side) -> PairLife:
    signatures = [
        Signature(side=side, charter=charter.id, digest=charter.digest, at=NOW, signature="0" * 128)
        for side in sides
    ]
    return PairLife.of([charter, *signatures], "Priya", "Martin")


def typed(life: PairLife, charter: Charter, section: str, **texts: str) -> Charter:
    every = {**section_texts(charter, section), **texts}
    return section_typed(life, charter, section, every, NOW + timedelta(hours=1), Side.MENTEE)


@pytest.mark.parametrize("section", FIELDS)
def test_a_section_is_read_back_as_it_stood(section: str) -> None:
    assert typed(EMPTY, DRAFT, section) is DRAFT


def test_a_draft_stays_the_version_it_is() -> None:
    for life in (EMPTY, signed(DRAFT)):
        after = typed(life, DRAFT, "purpose", purpose="To learn.")
        assert (after.id, after.number, after.purpose) == (DRAFT.id, 1, "To learn.")
        assert after.digest != DRAFT.digest


def test_what_somebody_signed_becomes_the_next_version() -> None:
    life = signed(DRAFT, Side.MENTOR)
    assert not drafted_only(life, DRAFT)
    after = typed(life, DRAFT, "topics_in", topics_in="one\n\n two \none")
    assert after.id != DRAFT.id
    assert (after.number, after.topics_in, after.written_by) == (2, ("one", "two"), Side.MENTEE)


def test_the_box_of_what_must_be_passed_on_is_emptied_only_knowingly() -> None:
    boxes = {"must_be_passed_on": ""}
    with pytest.raises(Trouble, match="must be passed on is empty"):
        typed(EMPTY, DRAFT, "confidentiality", **boxes)
    after = typed(EMPTY, DRAFT, "confidentiality", **boxes, nothing_passed_on="yes")
    assert after.confidentiality.must_be_passed_on == ()
    assert set(section_texts(after, "confidentiality")) == set(BOXES)


def test_the_day_of_the_review_is_typed() -> None:
    assert typed(EMPTY, DRAFT, "review", review="3 March").review == date(2027, 3, 3)
    assert typed(EMPTY, DRAFT, "review", review=" ").review is None
    for text, told in (("2026-11-01", "past"), ("2031-01-01", "two years"), ("soon", "not a day")):
        with pytest.raises(Trouble, match=told):
            typed(EMPTY, DRAFT, "review", review=text)
    old = DRAFT.model_copy(update={"review": date(2020, 2, 29)})
    assert typed(EMPTY, old, "review") is old


def test_what_is_too_long_is_refused_without_quoting_it() -> None:
    for section, text in (
        ("purpose", "x" * 4_001),
        ("place", "x" * 301),
        ("topics_out", "x" * 301),
    ):
        with pytest.raises(Trouble, match="longer than") as refused:
            typed(EMPTY, DRAFT, section, **{section: text})
        assert "xxx" not in str(refused.value)
