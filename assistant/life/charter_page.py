"""The charter as a page, to print or to keep."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.life.charter import Charter, Confidentiality
from assistant.life.charters import BOXES, FIELDS, CharterStanding, standing
from assistant.life.figures import begun
from assistant.life.made import dated
from assistant.life.markup import Page, Section
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import SIDES as ROLES


def charter_page(life: PairLife, charter: Charter) -> Page:
    """The page of one version of the charter, with who has signed just that one."""
    mentor, mentee = (life.called(side) for side in SIDES)
    return Page(
        f"How {mentor} and {mentee} work together",
        f"Version {charter.number}, {dated(charter.at)}",
        (*_sections(charter), _signed(life, charter, standing(life))),
    )


def _sections(charter: Charter) -> Iterator[Section]:
    for field, heading in FIELDS.items():
        value = getattr(charter, field)
        if isinstance(value, Confidentiality):
            for box, title in BOXES.items():
                lines = getattr(value, box)
                yield Section(f"{heading}: {title[:1].lower()}{title[1:]}", lines or ("(nothing)",))
        elif isinstance(value, tuple):
            yield from [Section(heading, value)] if value else []
        elif value is not None:
            told = value if isinstance(value, str) else dated(value)
            prose = tuple(line for line in told.split("\n") if line.strip())
            yield from [Section(heading, prose=prose)] if prose else []


def _signed(life: PairLife, charter: Charter, now: CharterStanding) -> Section:
    at = {
        one.side: one.at
        for one in life.signatures
        if (one.charter, one.digest) == (charter.id, charter.digest)
    }
    lines = tuple(
        f"{begun(life.name(side))}, {ROLES[side]}: "
        + (f"signed on {dated(at[side])}" if side in at else "not signed yet")
        for side in SIDES
    )
    if charter == now.current and now.agreed is not None and now.agreed != charter:
        lines += (f"Until both have signed it, version {now.agreed.number} holds.",)
    return Section("Signed", lines)
