"""Locked items of an agenda among places that are filled anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.agenda import Agenda, AgendaItem
from assistant.choosing import Chosen, Place
from assistant.errors import Trouble
from assistant.filling import Part
from assistant.minutes import fitted, shrunk
from assistant.wording import BlockKind
from knowledge.card import MIN_MINUTES
from knowledge.skeleton import Slot

# Which places are given up first where locked items leave too few minutes; the close stays longest.
_GIVEN_UP = (
    BlockKind.OPEN,
    BlockKind.REFLECT,
    BlockKind.GROUND,
    BlockKind.PREPARE,
    BlockKind.REPAIR,
    BlockKind.LEARN,
    BlockKind.GIVE_BACK,
    BlockKind.CLOSE,
)


def places_left(places: Sequence[Place], agenda: Agenda | None, minutes: int) -> list[Place]:
    """Return those of `places` that no locked item of `agenda` stands for, resized.

    With the locked items their minutes sum to `minutes`. Raises Trouble where the locked items leave no
    room for any other.
    """
    items = locked_of(agenda)
    if not items:
        return list(places)
    room = minutes - sum(item.minutes for item in items)
    if room < 0 or 0 < room < MIN_MINUTES:
        taken = f"The locked items take {minutes - room} of {minutes} minutes."
        raise Trouble("No room for the rest", taken, "Unlock one, or make the session longer.")
    rest = _left(places, items)
    if room and not rest:
        rest = [replace(_matter(places), extra=True)]
    return _resized(rest, room)


def locked_of(agenda: Agenda | None) -> list[AgendaItem]:
    """The locked items of an agenda, in order."""
    return [item for item in agenda.items if item.locked] if agenda else []


def merged(chosen: Sequence[Chosen], agenda: Agenda | None) -> list[Part]:
    """The locked items among the others, each as near to where it stood as can be; a close is last."""
    items = agenda.items if agenda else ()
    locked = [(at, item) for at, item in enumerate(items) if item.locked]
    body: list[Part] = [one for one in chosen if one.block.kind is not BlockKind.CLOSE]
    last: list[Part] = [one for one in chosen if one.block.kind is BlockKind.CLOSE]
    closes = [at for at, item in locked if item.kind is BlockKind.CLOSE]
    for at, item in locked:
        if not last and closes[-1:] == [at]:
            continue
        body.insert(min(at, len(body)), item)
    return [*body, *(last or [items[at] for at in closes[-1:]])]


def _left(places: Sequence[Place], locked: Sequence[AgendaItem]) -> list[Place]:
    """The places that no locked item stands for."""
    left = list(places)
    for item in locked:
        standing = [
            (*_unlike(place.slot, item), at)
            for at, place in enumerate(left)
            if item.kind in (place.slot.kind, *place.slot.also)
        ]
        if standing:
            left.pop(min(standing)[-1])
    return left


def _unlike(slot: Slot, item: AgendaItem) -> tuple[int, bool]:
    """How unlikely it is that `item` was made for `slot`: what is fixed is nothing else."""
    own = slot.card in item.cards and slot.block in {None, item.title}
    fixed = slot.keeps_its_card
    return 0 if fixed and own else 2 if fixed else 1, slot.lead is not item.lead


def _matter(places: Sequence[Place]) -> Place:
    """A place for what is left over, where locked items stand for all others."""
    divisible = [place for place in places if place.divisible]
    return max(divisible or places, key=lambda place: place.minutes)


def _resized(places: Sequence[Place], room: int) -> list[Place]:
    """As many of `places` as `room` minutes are enough for, so long that they fill it."""
    left = list(places)
    while MIN_MINUTES * len(left) > room:
        given_up = min(range(len(left)), key=lambda at: (_GIVEN_UP.index(left[at].slot.kind), -at))
        left.pop(given_up)
    if not left:
        return []
    lengths = [place.minutes for place in left]
    if sum(lengths) > room:
        lengths = shrunk(lengths, room)
    else:
        lengths = fitted([(one.slot, one.minutes) for one in left], room)
    return [replace(one, minutes=length) for one, length in zip(left, lengths, strict=True)]
