"""Fitting a skeleton's slots to a number of minutes."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.skeleton import Slot
from knowledge.vocabulary import BlockKind

# What becomes of minutes beyond the skeleton: the matter of a session grows, its frame does not.
# Learning grows twice as fast as giving back, which keeps giving back near a quarter.
_GROWTH = {
    BlockKind.LEARN: 6,
    BlockKind.GIVE_BACK: 3,
    BlockKind.GROUND: 3,
    BlockKind.REPAIR: 3,
    BlockKind.PREPARE: 3,
    BlockKind.REFLECT: 1,
    BlockKind.OPEN: 0,
    BlockKind.CLOSE: 0,
}


def fitted(shape: Sequence[tuple[Slot, int]], minutes: int) -> list[int]:
    """Return the minutes of each slot of `shape` so that they sum to `minutes`.

    `minutes` is at least the sum of the shape. The rest is shared out in proportion to the growth of
    each kind, by largest remainder; earlier slots win ties.
    """
    lengths = [length for _, length in shape]
    rest = minutes - sum(lengths)
    weights = [_GROWTH[slot.kind] for slot, _ in shape]
    if not any(weights):  # a session of nothing but its frame
        weights = [1] * len(shape)
    total = sum(weights)
    exact = [rest * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(shape)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_remainder[: rest - sum(shares)]:
        shares[at] += 1
    return [length + share for length, share in zip(lengths, shares, strict=True)]


def shrunk(lengths: Sequence[int], minutes: int) -> list[int]:
    """Return `lengths` cut down to sum to `minutes`, none below three.

    `minutes` is at most their sum and at least three for each. The longest gives first; of equally long
    ones the earliest.
    """
    left = list(lengths)
    for _ in range(sum(left) - minutes):
        at = max(range(len(left)), key=lambda place: (left[place], -place))
        left[at] -= 1
    return left


def spread(
    lengths: Sequence[int], rest: int, kinds: Sequence[BlockKind], rooms: Sequence[int]
) -> tuple[list[int], int]:
    """Return `lengths` with `rest` minutes more, and what of them found no room.

    None gets more than its room in minutes. Kinds grow as they do in `fitted`; those that do not grow
    take what the others have no room for.
    """
    grown, room = list(lengths), list(rooms)
    for growing in (True, False):
        while rest:
            places = [
                at
                for at, kind in enumerate(kinds)
                if room[at] > 0 and (_GROWTH[kind] > 0) is growing
            ]
            if not places:
                break
            # The one that is furthest behind its share.
            at = max(
                places,
                key=lambda at: ((_GROWTH[kinds[at]] or 1) / (grown[at] - lengths[at] + 1), -at),
            )
            grown[at] += 1
            room[at] -= 1
            rest -= 1
    return grown, rest
