"""The charter in words on the screen: its sections, where it stands, what a version changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from textual.content import Content

from assistant.life.charter import Charter, Confidentiality
from assistant.life.charters import BOXES, FIELDS, Change, CharterStanding
from assistant.life.days import full_day
from assistant.life.made import dated
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side
from tui.text import lines, plain, said

_NOTHING = "Nothing is written here."


def title(life: PairLife, charter: Charter) -> Content:
    """Whose it is, and which version."""
    mentor, mentee = (life.called(side) for side in SIDES)
    facts = f"Version {charter.number} · {dated(charter.at)} · by {life.called(charter.written_by)}"
    return lines(
        said("[b]How $mentor and $mentee work together[/b]", mentor=mentor, mentee=mentee),
        said("[$quiet]$facts[/]", facts=facts),
    )


def section(charter: Charter, name: str) -> Content:
    """A section: its heading, and what it says."""
    told = list(_told(getattr(charter, name))) or [said("[$quiet]$nothing[/]", nothing=_NOTHING)]
    return lines(said("[b]$heading[/b]", heading=FIELDS[name]), *told)


def _told(value: Any) -> Iterator[Content]:
    if isinstance(value, Confidentiality):
        for box, heading in BOXES.items():
            yield said("[$quiet]$heading[/]", heading=heading)
            yield from _listed(getattr(value, box))
    elif isinstance(value, tuple):
        yield from _listed(value) if value else ()
    elif isinstance(value, date):
        yield plain(full_day(value))
    elif value:
        yield plain(value)


def _listed(told: Iterable[str]) -> Iterator[Content]:
    found = [plain(f"· {line}") for line in told]
    yield from found or [plain("· nothing")]


def changes_told(changes: Iterable[Change]) -> Iterator[Content]:
    """What became of each section: what stood there, and what stands there now."""
    for change in changes:
        yield said("[b]$heading[/b]", heading=change.heading)
        yield said("[$quiet]before: $before[/]", before=change.before or "nothing")
        yield said("now: $after", after=change.after or "nothing")


def before_changing(life: PairLife, now: CharterStanding, charter: Charter) -> str:
    """What a change of `charter` will mean, said before it is made."""
    signed = now.signed_by if now.current == charter else frozenset[Side]()
    if not signed:
        return f"Nobody has signed it yet: changed, it stays version {charter.number}."
    names = " and ".join(life.called(side) for side in SIDES if side in signed)
    have = "have" if len(signed) > 1 else "has"
    told = f"{names} {have} signed version {charter.number}. A change makes version "
    told += f"{charter.number + 1}, which both of you sign again"
    holds = f"; until then version {now.agreed.number} holds." if now.agreed else "."
    return told + holds


def signing(charter: Charter, partner: str) -> str:
    """What it means to sign, said before it is done."""
    return (
        f"You say that you have read version {charter.number} and mean to keep to it. It is no contract: "
        f"either of you may stop, or ask for a change, at any time.\n\nIt is signed with your own key, "
        f"for just these words; {partner} sees it. Any later change asks both of you again."
    )
