"""Filling the places of an agenda, so that no block is drawn out and the mentor leads enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from assistant.agenda import AgendaItem
from assistant.choosing import Chooser, Chosen, Place
from assistant.minutes import spread
from knowledge.card import MIN_MINUTES
from knowledge.vocabulary import BlockKind, Lead, Stage

Part: TypeAlias = Chosen | AgendaItem
"""What is being made: a place filled, or an item that is locked."""
_LITTLE = 4
"""Minutes beyond the longest for which no second block is sought."""
_ANY = 10_000
"""Minutes of room where there is no limit."""


def filled(
    chooser: Chooser, places: Sequence[Place], locked: Sequence[AgendaItem] = ()
) -> list[Chosen]:
    """Return the places filled in order, with no block of a locked item; the minutes keep their sum.

    Where a block would be longer than LONGEST allows, a second one follows it. What a fixed item cannot
    use goes to the others.
    """
    titles = {item.title for item in locked} | chooser.reserved(places)
    cards = {card for item in locked for card in item.cards}
    chosen: list[Chosen] = []
    for place in places:
        chosen.append(chooser.choose(place, titles, cards))
        titles.add(chosen[-1].block.title)
        cards.add(chosen[-1].card.id)
    groups = [[one] for one in _frame_given(chosen)]
    if not _little_over([one for group in groups for one in group]):
        for group in groups:
            while group[0].place.divisible and _over(group) > 0:
                if not _divided(chooser, group, titles, cards):
                    break
        _with_room(chooser, groups, titles, cards)
    return _settled([one for group in groups for one in group])


def _frame_given(chosen: Sequence[Chosen]) -> list[Chosen]:
    """What is too long for items that stand alone, given to those that can be divided."""
    lengths = [
        one.minutes if one.place.divisible else min(one.minutes, max(MIN_MINUTES, one.longest))
        for one in chosen
    ]
    rest = sum(one.minutes for one in chosen) - sum(lengths)
    rooms = [_ANY * one.place.divisible for one in chosen]
    grown, left = spread(lengths, rest, [one.place.slot.kind for one in chosen], rooms)
    if left:
        return list(chosen)
    return [one.lasting(minutes) for one, minutes in zip(chosen, grown, strict=True)]


def _little_over(chosen: Sequence[Chosen]) -> bool:
    """Whether what is too long is only a little so, and the others have room for it."""
    over = [max(0, one.minutes - one.longest) for one in chosen]
    room = sum(max(0, one.longest - one.minutes) for one in chosen)
    return max(over, default=0) <= _LITTLE and sum(over) <= room


def _over(chosen: Sequence[Chosen]) -> int:
    """How many minutes too many these have together; negative where there is room."""
    return sum(one.minutes - one.longest for one in chosen)


def _with_room(
    chooser: Chooser, groups: Sequence[list[Chosen]], titles: set[str], cards: set[str]
) -> None:
    """Add blocks, to the longest first, until all minutes have room, or no block is left."""
    open_groups = [group for group in groups if group[0].place.divisible]
    while open_groups and sum(_over(group) for group in groups) > 0:
        group = max(open_groups, key=lambda group: sum(one.minutes for one in group))
        if not _divided(chooser, group, titles, cards):
            open_groups = [one for one in open_groups if one is not group]


def _divided(chooser: Chooser, group: list[Chosen], titles: set[str], cards: set[str]) -> bool:
    """Have one block more share the minutes of `group`; False where there is none for it."""
    minutes = sum(one.minutes for one in group)
    if minutes < MIN_MINUTES * (len(group) + 1):
        return False
    another = chooser.another(group[0], minutes // (len(group) + 1), titles, cards)
    if another is None:
        return False
    group.append(another)
    titles.add(another.block.title)
    cards.add(another.card.id)
    lengths = [MIN_MINUTES] * len(group)
    for _ in range(minutes - sum(lengths)):
        at = min(range(len(group)), key=lambda at: lengths[at] / group[at].block.minutes)
        lengths[at] += 1
    group[:] = [one.lasting(length) for one, length in zip(group, lengths, strict=True)]
    return True


def _settled(chosen: Sequence[Chosen]) -> list[Chosen]:
    """What is still too long, given to whatever has room; spread evenly where nothing has."""
    kinds = [one.place.slot.kind for one in chosen]
    lengths = [min(one.minutes, max(MIN_MINUTES, one.longest)) for one in chosen]
    rest = sum(one.minutes for one in chosen) - sum(lengths)
    rooms = [one.longest - length for one, length in zip(chosen, lengths, strict=True)]
    lengths, rest = spread(lengths, rest, kinds, rooms)
    free = [_ANY * one.place.divisible for one in chosen]
    lengths, rest = spread(lengths, rest, kinds, free if any(free) else [_ANY] * len(chosen))
    return [one.lasting(length) for one, length in zip(chosen, lengths, strict=True)]


def mentor_leading(parts: Sequence[Part], stage: Stage) -> list[Part]:
    """Return `parts` with the mentor leading at least half of an early or established session.

    Items that others lead give a minute at a time, the longest first, the close last; locked ones
    never. Where nothing can give or take, it stays as it is (brief, section 3).
    """
    parts = list(parts)
    if stage not in {Stage.EARLY, Stage.ESTABLISHED}:
        return parts
    total = sum(part.minutes for part in parts)
    while 2 * sum(part.minutes for part in parts if part.lead is Lead.MENTOR) < total:
        takers = [
            (part.minutes >= part.longest, part.place.slot.kind is not BlockKind.LEARN, at)
            for at, part in enumerate(parts)
            if isinstance(part, Chosen) and part.lead is Lead.MENTOR
        ]
        givers = [
            (part.block.kind is BlockKind.CLOSE, -part.minutes, at)
            for at, part in enumerate(parts)
            if isinstance(part, Chosen)
            and part.lead is not Lead.MENTOR
            and part.minutes > MIN_MINUTES
        ]
        if not takers or not givers:
            break
        for (*_, at), by in ((min(takers), 1), (min(givers), -1)):
            part = parts[at]
            assert isinstance(part, Chosen)
            parts[at] = part.lasting(part.minutes + by)
    return parts
