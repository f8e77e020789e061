from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.card import CardHead
from knowledge.card_json import card_from_json, card_to_json, heads_from_json, heads_to_json
from knowledge.guide_files import load
from knowledge.vocabulary import CardKind, Grade, Side
from tests.knowledge.cards import card


def test_every_card_of_the_guide_comes_back_as_it_was() -> None:
    cards = load().cards
    assert len(cards) > 200
    for own in cards:
        again = card_from_json(card_to_json(own))
        assert again == own
        assert again.sentences == own.sentences
    heads = heads_from_json(heads_to_json(cards))
    assert [vars(head) for head in heads] == [
        {name: getattr(own, name) for name in vars(head)}
        for head, own in zip(heads, cards, strict=True)
    ]


def test_values_come_back_in_their_own_types() -> None:
    again = card_from_json(card_to_json(card("a", sides=["coordinator"])))
    assert isinstance(again.kind, CardKind)
    assert isinstance(again.grade, Grade)
    assert again.sides[0] is Side.COORDINATOR
    assert isinstance(again.asks, tuple)
    assert isinstance(again.blocks[0].prompts, tuple)
    (head,) = heads_from_json(heads_to_json((again,)))
    assert type(head) is CardHead
    assert head.speaks_to(Side.COORDINATOR)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])), st.lists(st.text()))
def test_any_text_comes_back(text: str, lines: list[str]) -> None:
    own = replace(card("a"), title=text, idea=text, asks=tuple(lines), avoid=(text,))
    assert card_from_json(card_to_json(own)) == own


def without(key: str) -> Any:
    return lambda fields: {name: value for name, value in fields.items() if name != key}


BROKEN: dict[str, Any] = {
    "a list": lambda fields: [fields],
    "a number": lambda fields: 7,
    "nothing": lambda fields: None,
    "no title": without("title"),
    "no tries": without("tries"),
    "an unknown key": lambda fields: fields | {"more": 1},
    "tries in a list": lambda fields: fields | {"tries": [1]},
    "a side that is none": lambda fields: fields | {"sides": ["nobody"]},
    "a question that is none": lambda fields: fields | {"questions": [7]},
    "questions that are none": lambda fields: fields | {"questions": 7},
    "a block without minutes": lambda fields: (
        fields | {"blocks": [without("minutes")(fields["blocks"][0])]}
    ),
    "a drill without minutes": lambda fields: fields | {"kind": "drill"},
    "advice for nobody": lambda fields: fields | {"say": {"nobody": ["x"]}},
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_card_raises_one_kind_of_error(broken: str) -> None:
    fields = json.loads(card_to_json(card("a")))
    with pytest.raises(ValueError):  # noqa: PT011 -- each breaks in its own way
        card_from_json(json.dumps(BROKEN[broken](fields)))


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "null", "7", '"x"', "[7]", "[{}]", "{}x"], ids=range(9)
)
def test_what_is_no_json_raises_one_kind_of_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- each breaks in its own way
        card_from_json(text)
    with pytest.raises(ValueError):  # noqa: PT011 -- each breaks in its own way
        heads_from_json(text)
