"""The charter as a page of Markdown, to print or to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.life.charter import Charter, Confidentiality
from assistant.life.charters import BOXES, FIELDS, CharterStanding, standing
from assistant.life.made import dated
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import SIDES as ROLES

# What Markdown takes for markup; at the beginning of a line also marks of lists and headings.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~&"})
_IN_PLACE = re.compile(r"^(\d*)([-+.)=])")


def charter_markdown(life: PairLife, charter: Charter | None = None) -> str:
    """The page of `charter`, else of the latest version, with who has signed just that one; "" for none."""
    now = standing(life)
    charter = charter or now.current
    if charter is None:
        return ""
    mentor, mentee = (plain(life.called(side)) for side in SIDES)
    lines = [f"# How {mentor} and {mentee} work together", ""]
    lines += [f"Version {charter.number}, {dated(charter.at)}", ""]
    for field, heading in FIELDS.items():
        told = list(_told(getattr(charter, field)))
        if told:
            lines += [f"## {heading}", "", *told]
            lines += [""] if lines[-1] else []
    lines += ["## Signed", "", *_signatures(life, charter, now), ""]
    return "\n".join(lines)


def _told(value: Any) -> Iterator[str]:
    if isinstance(value, Confidentiality):
        for box, title in BOXES.items():
            lines = getattr(value, box)
            yield f"**{title}**"
            yield ""
            yield from [f"- {plain(line)}" for line in lines] or ["- (nothing)"]
            yield ""
    elif isinstance(value, str):
        yield from (plain(line) for line in value.split("\n") if value)
    elif isinstance(value, tuple):
        yield from (f"- {plain(line)}" for line in value)
    elif value is not None:
        yield dated(value)


def _signatures(life: PairLife, charter: Charter, now: CharterStanding) -> Iterator[str]:
    at = {
        one.side: one.at
        for one in life.signatures
        if (one.charter, one.digest) == (charter.id, charter.digest)
    }
    for side in SIDES:
        when = f"signed on {dated(at[side])}" if side in at else "not signed yet"
        yield f"- {plain(life.name(side))}, {ROLES[side]}: {when}"
    if charter == now.current and now.agreed is not None and now.agreed != charter:
        yield ""
        yield f"Until both have signed it, version {now.agreed.number} holds."


def plain(text: str) -> str:
    """`text` so that Markdown takes nothing in it for markup."""
    return _IN_PLACE.sub(r"\1\\\2", " ".join(text.split()).translate(_MARKUP))
