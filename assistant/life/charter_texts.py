"""The charter as it stands in the boxes of a form, section by section, and what is typed there as a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from assistant.errors import wrong_usage
from assistant.life.charter import Charter, Confidentiality
from assistant.life.charters import BOXES, changed, standing, with_boxes
from assistant.life.dates import YEARS_AHEAD, typed_day
from assistant.life.days import full_day
from assistant.life.made import with_fields, years_after
from assistant.life.snapshot import PairLife
from assistant.wording import Side

Texts = Mapping[str, str]
LISTS = frozenset({"topics_in", "topics_out", *BOXES})
"""What is written with a line each."""
LINES = frozenset({"place", "repair_phrase", "review"})
"""What is a single line."""
_MEANT = "yes"
"""What stands in `nothing_passed_on` where both mean that last box to be empty."""


def section_texts(charter: Charter, section: str) -> dict[str, str]:
    """A section of a charter as texts by name: one, or one for each box of confidentiality."""
    value = getattr(charter, section)
    if isinstance(value, Confidentiality):
        return {box: "\n".join(getattr(value, box)) for box in BOXES}
    return {section: _text(value)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return full_day(value)
    return value if isinstance(value, str) else "\n".join(value)


def section_typed(
    life: PairLife, charter: Charter, section: str, texts: Texts, now: datetime, by: Side
) -> Charter:
    """What the charter says with a section as it was typed: `charter` itself where nothing changed.

    It is the next version; but one that nobody has signed is only a draft, and stays the same version.
    `charter` is the latest version, or a draft that is not kept yet. Raises Trouble.
    """
    fields = {section: _value(charter, section, texts, now)}
    nothing = texts.get("nothing_passed_on") == _MEANT
    after = changed(charter, now, by, nothing_passed_on=nothing, **fields)
    if after is charter or not drafted_only(life, charter):
        return after
    return with_fields(after, id=charter.id, number=charter.number)


def drafted_only(life: PairLife, charter: Charter) -> bool:
    """Whether nobody has signed it yet, so that a change leaves it the same version."""
    now = standing(life)
    return charter != now.current or not now.signed_by


def _value(charter: Charter, section: str, texts: Texts, now: datetime) -> Any:
    if section == "confidentiality":
        return with_boxes(charter, **{box: texts[box].splitlines() for box in BOXES})
    text = texts[section]
    if section in LISTS:
        return text.splitlines()
    if section == "review":
        return charter.review if text == _text(charter.review) else _review(text, now)
    return text


def _review(text: str, now: datetime) -> date | None:
    """The day typed to look at it again; None for none."""
    if not text.strip():
        return None
    day, today = typed_day(text, now.date()), now.date()
    if day < today:
        raise wrong_usage(f"{full_day(day)} is past.", "Choose a day still to come.")
    if day > years_after(today, YEARS_AHEAD):
        raise wrong_usage(f"{full_day(day)} is more than two years away.", "Choose a nearer day.")
    return day
