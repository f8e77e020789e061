"""A card's file: YAML front matter, then the sections Idea, Steps, Try, Say and Avoid in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from knowledge.bounded import KIB, read_file
from knowledge.card import Card
from knowledge.data_file import broken_rules
from knowledge.errors import Problem
from knowledge.vocabulary import Side
from knowledge.yaml_text import NotYaml, read_yaml

_SIDE_HEADINGS = {
    "for the mentor": Side.MENTOR,
    "for the mentee": Side.MENTEE,
    "together": Side.BOTH,
    "for the coordinator": Side.COORDINATOR,
}
_SECTIONS = ("Idea", "Steps", "Try", "Say", "Avoid")
_MAX_BYTES = 64 * KIB


class _Broken(Exception):
    """A rule broken inside one file: the field and what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(field, message)
        self.field = field
        self.message = message


def read_card(path: Path, file: str) -> Card | list[Problem]:
    """Return the card in `path`, or a problem for each rule of the format it breaks.

    `file` is the path shown to people, relative to the guide's folder.
    """
    try:
        return _card(_text(path), file)
    except _Broken as broken:
        return [Problem(file, broken.field, broken.message)]
    except ValidationError as error:
        return broken_rules(error, file, "card")


def _card(text: str, file: str) -> Card:
    front, body = _split(text)
    fields = _front_matter(front)
    sections = _sections(body)
    return card_of(
        {
            **fields,
            "idea": " ".join(" ".join(lines) for lines in sections["Idea"].get(None, [])),
            "steps": tuple(_bullets("Steps", sections["Steps"].get(None, []))),
            "tries": _advice("Try", sections["Try"]),
            "say": _advice("Say", sections["Say"]),
            "avoid": tuple(_bullets("Avoid", sections["Avoid"].get(None, []))),
            "file": file,
        }
    )


def card_of(fields: Mapping[str, Any]) -> Card:
    """The card of these fields; pydantic's ValidationError where they break a rule of the format."""
    return _checked().validate_python(fields)


@cache
def _checked() -> TypeAdapter[Card]:
    return TypeAdapter(Card)


def _text(path: Path) -> str:
    try:
        return read_file(path, _MAX_BYTES).decode("utf-8")
    except UnicodeDecodeError:
        raise _Broken("file", "is not UTF-8 text") from None
    except OSError as error:
        raise _Broken("file", f"cannot be read ({error.strerror})") from None


def _split(text: str) -> tuple[str, str]:
    parts = text.replace("\r\n", "\n").lstrip("\ufeff").split("\n---\n", 1)
    if not parts[0].startswith("---\n") or len(parts) != 2:
        raise _Broken("front matter", "must stand between two lines of three dashes")
    return parts[0][4:], parts[1]


def _front_matter(front: str) -> dict[str, Any]:
    try:
        fields = read_yaml(front)
    except NotYaml as error:
        where = f" near line {error.line + 1}" if error.line else ""
        raise _Broken("front matter", f"is not valid YAML{where}") from None
    if not isinstance(fields, dict) or not all(isinstance(key, str) for key in fields):
        raise _Broken("front matter", "must be a list of keys and values")
    taken = sorted({"idea", "steps", "tries", "say", "avoid", "file"} & set(fields))
    if taken:
        raise _Broken(taken[0], "belongs in the text below the front matter")
    return {str(key): value for key, value in fields.items()}


def _sections(body: str) -> dict[str, dict[Side | None, list[list[str]]]]:
    """Split the body: section → side (None outside sub-headings) → paragraphs of lines."""
    sections: dict[str, dict[Side | None, list[list[str]]]] = {name: {} for name in _SECTIONS}
    seen: set[str] = set()
    name: str | None = None
    side: Side | None = None
    fresh = True
    for raw in body.split("\n"):
        line = raw.rstrip()
        if line.startswith("### "):
            side = _SIDE_HEADINGS.get(line[4:].strip().lower())
            if side is None or name not in ("Try", "Say"):
                raise _Broken(name or "body", f"has the unknown sub-heading “{line[4:].strip()}”")
            fresh = True
        elif line.startswith("#"):
            name, side, fresh = line.lstrip("#").strip(), None, True
            if not line.startswith("## ") or name not in _SECTIONS:
                raise _Broken("body", f"has the unknown heading “{name}”")
            if name in seen:
                raise _Broken(name, "stands twice")
            seen.add(name)
        elif not line:
            fresh = True
        elif name is None:
            raise _Broken("body", "has text before the first heading")
        else:
            paragraphs = sections[name].setdefault(side, [])
            if fresh or line.startswith("- "):
                paragraphs.append([])
            paragraphs[-1].append(line.strip())
            fresh = False
    if not sections["Idea"].get(None):
        raise _Broken("Idea", "is missing or empty")
    return sections


def _bullets(section: str, paragraphs: list[list[str]]) -> list[str]:
    lines = [" ".join(paragraph) for paragraph in paragraphs]
    for line in lines:
        if not line.startswith("- ") or not line[2:].strip():
            raise _Broken(section, "must be a list: each line starts with a dash and a space")
    return [line[2:].strip() for line in lines]


def _advice(section: str, by_side: dict[Side | None, list[list[str]]]) -> dict[str, Any]:
    if None in by_side:
        raise _Broken(section, "needs a sub-heading that says which side its lines are for")
    return {side.value: tuple(_bullets(section, lines)) for side, lines in by_side.items() if side}
