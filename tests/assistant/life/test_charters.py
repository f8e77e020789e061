"""The charter: drafted from what is known, changed in versions, signed for just what it says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.errors import Trouble
from assistant.life.about import About, Rhythm
from assistant.life.charter import Charter, Confidentiality, Signature
from assistant.life.charter_page import charter_page
from assistant.life.charter_words import CARDS, QUOTED
from assistant.life.charters import (
    BOXES,
    FIELDS,
    changed,
    drafted,
    review_due,
    standing,
    who_must_sign,
    with_boxes,
)
from assistant.life.document import Document
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side
from knowledge.catalogue import Catalogue
from knowledge.guide_files import load
from tests.pairs import MadePair

NOW = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
BOTH = frozenset({Side.MENTOR, Side.MENTEE})
PRIYA = About(
    id="mentor",
    side=Side.MENTOR,
    rank="second-year analyst",
    offers=("dashboards", "chat"),
    not_discussed=("my team lead",),
)
MARTIN = About(
    id="mentee",
    side=Side.MENTEE,
    rank="sales director",
    needs=("read the figures myself",),
    offers=("how the board decides",),
)
RHYTHM = Rhythm(weeks=2, first=NOW + timedelta(days=7), ends=date(2027, 5, 10))


def life_of(*documents: Document) -> PairLife:
    return PairLife.of(documents, "Priya", "Martin")


def signed(charter: Charter, side: Side) -> Signature:
    return Signature(
        id=f"{charter.id}{side.value}",
        side=side,
        charter=charter.id,
        digest=charter.digest,
        at=NOW,
        signature="0" * 128,
    )


def first() -> Charter:
    return drafted(life_of(PRIYA, MARTIN, RHYTHM), NOW, Side.MENTOR, new_id="c1")


@cache
def catalogue() -> Catalogue:
    return load()


# --- drafting ----------------------------------------------------------------------------------------


def test_a_draft_says_something_on_every_point() -> None:
    charter = first()
    assert all(getattr(charter, field) for field in FIELDS)
    assert all(getattr(charter.confidentiality, box) for box in BOXES)
    assert FIELDS.keys() | {"id", "number", "at", "written_by"} == Charter.model_fields.keys()


def test_it_uses_names_ranks_dates_and_topics() -> None:
    charter = first()
    assert "Mentor (junior): Priya, second-year analyst, brings" in charter.roles
    assert "Mentee (senior): Martin, sales director, owns" in charter.roles
    assert "read the figures myself" in charter.purpose
    assert charter.dates == "45 minutes, every 2 weeks, from 10 November 2026, until 10 May 2027."
    assert charter.topics_in[0] == "read the figures myself"
    assert "In return: how the board decides" in charter.topics_in
    assert charter.topics_out == ("my team lead",)
    assert charter.review is not None
    assert RHYTHM.ends is not None
    assert date(2026, 11, 10) < charter.review < RHYTHM.ends


def test_it_is_drafted_of_nothing_too() -> None:
    charter = drafted(PairLife.of([]), NOW, Side.MENTEE)
    assert charter.number == 1
    assert charter.roles.startswith("Mentor (junior): brings the content")
    assert charter.purpose.startswith("The mentee learns from the mentor. The mentor learns")
    assert charter.topics_in == ()
    assert charter.review == date(2027, 2, 3)


def test_what_it_takes_from_cards_stands_in_them() -> None:
    charter = first()
    assert CARDS.keys() == FIELDS.keys()
    for cards in CARDS.values():
        assert all(card in catalogue() for card in cards)
    for field, (text, card) in QUOTED.items():
        assert card in CARDS[field]
        sentences = " ".join(one.text for one in catalogue()[card].sentences)
        assert text.rstrip(".?").casefold() in sentences.casefold(), field
        assert text in getattr(charter, field)


def test_no_quotation_hides_in_the_rest() -> None:
    """Whole sentences of cards are named in QUOTED; all others are the draft's own."""
    charter, known = first(), {text for text, _ in QUOTED.values()}
    told = " ".join(str(getattr(charter, field)) for field in FIELDS)
    for card in {card for cards in CARDS.values() for card in cards}:
        for sentence in catalogue()[card].sentences:
            assert sentence.text in known or sentence.text not in told


LINES = st.lists(st.text(min_size=1, max_size=300).filter(str.strip), max_size=50)


@settings(max_examples=60)
@given(st.text(max_size=400), st.text(max_size=400), LINES, st.text(max_size=300), st.dates())
def test_whatever_was_said_a_draft_can_be_made_and_kept(
    mentor: str, mentee: str, lines: list[str], rank: str, ends: date
) -> None:
    try:
        about = About(id="mentee", side=Side.MENTEE, needs=tuple(lines), offers=tuple(lines))
    except ValueError:  # a line of nothing that shows
        about = About(id="mentee", side=Side.MENTEE)
    life = PairLife.of(
        [about, About(id="mentor", side=Side.MENTOR, rank=rank), Rhythm(ends=ends)], mentor, mentee
    )
    charter = drafted(life, NOW, Side.MENTOR)
    assert Charter.model_validate(charter.model_dump(mode="json")) == charter


# --- versions ----------------------------------------------------------------------------------------


def test_a_change_is_the_next_version() -> None:
    charter = first()
    second = changed(charter, NOW, Side.MENTEE, place="the library", new_id="c2")
    assert (second.number, second.id, second.written_by) == (2, "c2", Side.MENTEE)
    assert second.purpose == charter.purpose
    assert second.digest != charter.digest
    assert changed(charter, NOW, Side.MENTEE, latest=4, place="the library").number == 5


def test_nothing_changed_is_no_version() -> None:
    charter = first()
    assert changed(charter, NOW, Side.MENTEE) is charter
    assert changed(charter, NOW, Side.MENTEE, place=f" {charter.place} ") is charter


def test_what_will_not_do_is_refused() -> None:
    with pytest.raises(Trouble, match="place is longer than 300"):
        changed(first(), NOW, Side.MENTEE, place="x" * 301)
    with pytest.raises(TypeError, match="colour"):
        changed(first(), NOW, Side.MENTEE, colour="red")


def test_the_box_of_what_must_be_passed_on_is_not_emptied_silently() -> None:
    charter = first()
    empty = with_boxes(charter, must_be_passed_on=["", " "])
    assert empty.stays_here == charter.confidentiality.stays_here
    with pytest.raises(Trouble, match="neither of you can keep that"):
        changed(charter, NOW, Side.MENTOR, confidentiality=empty)
    meant = changed(
        charter, NOW, Side.MENTOR, confidentiality=empty, nothing_passed_on=True, new_id="c2"
    )
    assert meant.confidentiality.must_be_passed_on == ()


# --- signing -----------------------------------------------------------------------------------------


def test_both_sign_one_version_and_the_next_one_again() -> None:
    one = first()
    assert standing(life_of()).current is None
    assert standing(life_of()).missing == frozenset()
    assert standing(life_of(one)).missing == BOTH
    half = standing(life_of(one, signed(one, Side.MENTOR)))
    assert (half.signed_by, half.missing, half.agreed) == (
        frozenset({Side.MENTOR}),
        frozenset({Side.MENTEE}),
        None,
    )
    two = changed(one, NOW, Side.MENTEE, place="the library", new_id="c2")
    whole = [one, *(signed(one, side) for side in BOTH)]
    now = standing(life_of(*whole, two, signed(two, Side.MENTEE)))
    assert (now.current, now.agreed, now.missing) == (two, one, frozenset({Side.MENTOR}))
    assert [(change.field, change.after) for change in now.differences] == [
        ("place", "the library")
    ]
    done = standing(life_of(*whole, two, *(signed(two, side) for side in BOTH)))
    assert (done.agreed, done.missing, done.differences) == (two, frozenset(), ())


def test_a_signature_is_for_just_what_was_signed() -> None:
    one = first()
    rewritten = one.model_copy(update={"exit": "never"})  # under the same id
    now = standing(life_of(rewritten, *(signed(one, side) for side in BOTH)))
    assert (now.signed_by, now.agreed) == (frozenset(), None)
    lent = signed(one, Side.MENTOR).model_copy(update={"charter": "c2"})
    assert standing(life_of(one, lent)).signed_by == frozenset()


def test_a_changed_box_is_shown_as_the_box() -> None:
    one = first()
    boxes = with_boxes(one, without_names=["nothing"])
    two = changed(one, NOW, Side.MENTEE, confidentiality=boxes, new_id="c2")
    now = standing(life_of(one, *(signed(one, side) for side in BOTH), two))
    [change] = now.differences
    assert change.heading == "May be told without names"
    assert change.after == "nothing"


def test_who_has_to_sign_is_said() -> None:
    one = first()
    assert who_must_sign(life_of(), Side.MENTOR) == ""
    assert "Neither" in who_must_sign(life_of(one), Side.MENTOR)
    half = life_of(one, signed(one, Side.MENTOR))
    assert who_must_sign(half, Side.MENTEE) == "Priya has signed version 1; you have not yet."
    assert who_must_sign(half, Side.MENTOR) == "You have signed version 1; Martin has not yet."
    assert who_must_sign(life_of(one, *(signed(one, side) for side in BOTH)), Side.MENTOR) == ""


def test_the_review_is_due_on_its_day() -> None:
    one = first()
    life = life_of(one, *(signed(one, side) for side in BOTH))
    assert one.review is not None
    day = datetime.combine(one.review, NOW.timetz())
    assert review_due(life, day - timedelta(days=1)) == ""
    assert "8 February 2027" in review_due(life, day)
    assert review_due(life_of(one), day) == ""


def test_with_real_keys_a_change_needs_both_again(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    one = drafted(priya.records.life, NOW, Side.MENTOR)
    priya.records.keep(one)
    priya.records.sign(one)
    martin.records.sign(one)
    assert standing(priya.records.life).agreed == one
    two = changed(one, NOW, Side.MENTEE, repair_phrase="Start again?")
    martin.records.keep(two)
    martin.records.sign(two)
    now = standing(priya.records.life)
    assert (now.current, now.agreed, now.missing) == (two, one, frozenset({Side.MENTOR}))


# --- on paper ----------------------------------------------------------------------------------------


def test_the_page_has_every_point_and_who_signed() -> None:
    one = first()
    page = charter_page(life_of(one, signed(one, Side.MENTOR)), one)
    for text in (page.markdown, page.html):
        for heading in [*FIELDS.values(), *(title[1:] for title in BOXES.values())]:
            assert heading in text
        assert "signed on 3 November 2026" in text
    assert "- Priya, mentor (junior): signed on" in page.markdown
    assert "- Martin, mentee (senior): not signed yet" in page.markdown


def test_until_both_signed_a_change_the_page_says_which_version_holds() -> None:
    one = first()
    two = changed(one, NOW, Side.MENTEE, repair_phrase="Start again?")
    life = life_of(one, two, *(signed(one, side) for side in SIDES))
    assert "Until both have signed it, version 1 holds." in charter_page(life, two).markdown
    assert "holds." not in charter_page(life, one).markdown


HOSTILE = (
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "`code`",
    "# x",
    "1. x",
    "&lt;b&gt;",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_is_markup_on_the_page(text: str) -> None:
    one = changed(
        first(), NOW, Side.MENTOR, place=text, purpose=f"{text}\n{text}", topics_in=[text]
    )
    life = PairLife.of([one], text, "Martin")
    page = charter_page(life, one)
    html = MarkdownIt().render(page.markdown)
    plain = html.replace("<h1>", "").replace("</h1>", "")
    assert "<script" not in html
    assert "<a " not in html
    assert "<code" not in html
    assert "<ol" not in html
    sections = len(FIELDS) - 1 + len(BOXES) + 1 - (not one.topics_out)
    assert plain.count("<h2>") == html.count("</h2>") == sections == page.html.count("<h2>")
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html.count(escaped) >= 4
    assert page.html.count(escaped) >= 4
    assert "<script" not in page.html


def test_what_needs_no_mark_has_none_on_the_page() -> None:
    one = changed(first(), NOW, Side.MENTOR, place="R&D, room 2")
    assert "\nR&D, room 2\n" in charter_page(life_of(one), one).markdown


def test_empty_boxes_are_said_to_be_empty() -> None:
    one = first().model_copy(update={"confidentiality": Confidentiality()})
    assert charter_page(life_of(one), one).markdown.count("(nothing)") == 4
