"""Cards as JSON and back: how a guide that was read and found right is kept."""

from __future__ import annotations

import json
from dataclasses import fields as fields_of
from typing import Any

from knowledge.card import Advice, Block, Card, CardHead, Question
from knowledge.vocabulary import (
    BlockKind,
    CardKind,
    Grade,
    Lead,
    QuestionType,
    Side,
    Stage,
    Theme,
    Topic,
)

_HEAD = ("id", "kind", "title", "theme", "topics", "sides", "stages")


def card_to_json(card: Card) -> str:
    """All of `card`."""
    return json.dumps(card, default=_fields, ensure_ascii=False)


def card_from_json(text: str) -> Card:
    """The card that `card_to_json` was given.

    Raises ValueError where a field is missing, unknown or of another shape. The rules of the format are
    not held against it: what is kept was checked when its file was read.
    """
    try:
        return _card(json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("is no card as it was kept") from error


def _card(fields: dict[str, Any]) -> Card:
    plain = {"sources", "covers", "asks", "steps", "avoid"}
    made = {
        "questions": tuple(
            Question(Side(own["side"]), QuestionType(own["type"]), own["text"])
            for own in fields["questions"]
        ),
        "blocks": tuple(_block(own) for own in fields["blocks"]),
        "grade": Grade(fields["grade"]),
        "tries": _advice(fields["tries"]),
        "say": _advice(fields["say"]),
        **{key: tuple(fields[key]) for key in plain},
    }
    return Card(**{**fields, **_head(fields), **made})


def heads_to_json(cards: tuple[Card, ...]) -> str:
    """The heads of `cards`."""
    return json.dumps([{key: getattr(card, key) for key in _HEAD} for card in cards])


def heads_from_json(text: str) -> list[CardHead]:
    """The heads that `heads_to_json` was given; ValueError on anything else."""
    try:
        return [CardHead(**_head(fields)) for fields in json.loads(text)]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("are no heads as they were kept") from error


def _fields(own: Any) -> dict[str, Any]:
    return {field.name: getattr(own, field.name) for field in fields_of(own)}  # asdict copies all


def _head(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": fields["id"],
        "kind": CardKind(fields["kind"]),
        "title": fields["title"],
        "theme": Theme(fields["theme"]),
        "topics": tuple(map(Topic, fields["topics"])),
        "sides": tuple(map(Side, fields["sides"])),
        "stages": tuple(map(Stage, fields["stages"])),
    }


def _advice(fields: dict[str, list[str]]) -> Advice:
    return Advice(**{side: tuple(lines) for side, lines in fields.items()})


def _block(fields: dict[str, Any]) -> Block:
    return Block(
        title=fields["title"],
        kind=BlockKind(fields["kind"]),
        minutes=fields["minutes"],
        lead=Lead(fields["lead"]),
        purpose=fields["purpose"],
        prompts=tuple(fields["prompts"]),
        stages=tuple(map(Stage, fields["stages"])),
    )
