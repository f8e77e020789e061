from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.minutes import fitted, shrunk, spread
from knowledge.skeleton import Slot
from knowledge.vocabulary import BlockKind, Lead

FRAME = (BlockKind.OPEN, BlockKind.CLOSE)


def slot(kind: BlockKind) -> Slot:
    return Slot(kind=kind, lead=Lead.BOTH, card="trust/x", why="Because.")


def shape(*items: tuple[BlockKind, int]) -> list[tuple[Slot, int]]:
    return [(slot(kind), minutes) for kind, minutes in items]


shapes = st.lists(
    st.tuples(st.sampled_from(list(BlockKind)), st.integers(3, 40)), min_size=1, max_size=8
)


@settings(deadline=None, max_examples=300)
@given(shapes, st.integers(0, 170))
def test_minutes_always_sum_and_nothing_shrinks(
    items: list[tuple[BlockKind, int]], rest: int
) -> None:
    total = sum(minutes for _, minutes in items) + rest
    lengths = fitted(shape(*items), total)
    assert sum(lengths) == total
    assert all(length >= minutes for length, (_, minutes) in zip(lengths, items, strict=True))
    assert lengths == fitted(shape(*items), total)


@settings(deadline=None, max_examples=200)
@given(
    shapes.filter(lambda items: any(kind not in FRAME for kind, _ in items)), st.integers(0, 170)
)
def test_only_the_matter_grows(items: list[tuple[BlockKind, int]], rest: int) -> None:
    lengths = fitted(shape(*items), sum(minutes for _, minutes in items) + rest)
    for length, (kind, minutes) in zip(lengths, items, strict=True):
        if kind in FRAME:
            assert length == minutes


def test_a_shape_that_fits_is_kept() -> None:
    assert fitted(shape((BlockKind.OPEN, 5), (BlockKind.LEARN, 20), (BlockKind.CLOSE, 5)), 30) == [
        5,
        20,
        5,
    ]


def test_learning_grows_twice_as_fast_as_giving_back() -> None:
    items = shape((BlockKind.LEARN, 10), (BlockKind.GIVE_BACK, 5))
    assert fitted(items, 15 + 30) == [10 + 20, 5 + 10]


def test_earlier_slots_win_ties() -> None:
    assert fitted(shape(*[(BlockKind.LEARN, 5)] * 3), 17) == [6, 6, 5]


@pytest.mark.parametrize("kinds", [[BlockKind.CLOSE], [BlockKind.OPEN, BlockKind.CLOSE]])
def test_a_session_of_frames_alone_is_still_filled(kinds: list[BlockKind]) -> None:
    lengths = fitted(shape(*((kind, 5) for kind in kinds)), 25)
    assert sum(lengths) == 25
    assert max(lengths) - min(lengths) <= 1


# --- cutting down and spreading -------------------------------------------------------------------------


@given(st.lists(st.integers(3, 60), min_size=1, max_size=8), st.integers(0, 400))
def test_cut_down_minutes_sum_and_none_is_too_short(lengths: list[int], wish: int) -> None:
    minutes = max(3 * len(lengths), min(sum(lengths), wish))
    cut = shrunk(lengths, minutes)
    assert sum(cut) == minutes
    assert min(cut) >= 3
    assert all(now <= before for now, before in zip(cut, lengths, strict=True))


def test_the_longest_gives_first() -> None:
    assert shrunk([5, 20, 10], 30) == [5, 15, 10]
    assert shrunk([8, 8], 14) == [7, 7]
    assert shrunk([8, 8], 15) == [7, 8]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(BlockKind)), st.integers(3, 40), st.integers(-5, 30)),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 90),
)
def test_what_is_spread_stays_within_the_room(
    items: list[tuple[BlockKind, int, int]], rest: int
) -> None:
    kinds, lengths, rooms = (list(one) for one in zip(*items, strict=True))
    grown, left = spread(lengths, rest, kinds, rooms)
    assert sum(grown) + left == sum(lengths) + rest
    for now, before, room in zip(grown, lengths, rooms, strict=True):
        assert 0 <= now - before <= max(0, room)
    assert left == 0 or all(
        now - before == max(0, room)
        for now, before, room in zip(grown, lengths, rooms, strict=True)
    )


def test_what_does_not_grow_takes_only_what_the_others_cannot() -> None:
    kinds = [BlockKind.OPEN, BlockKind.LEARN]
    assert spread([5, 10], 6, kinds, [9, 9]) == ([5, 16], 0)
    assert spread([5, 10], 6, kinds, [9, 4]) == ([7, 14], 0)
    assert spread([5, 10], 6, kinds, [1, 4]) == ([6, 14], 1)


def test_minutes_are_spread_as_kinds_grow() -> None:
    kinds = [BlockKind.LEARN, BlockKind.GIVE_BACK]
    assert spread([10, 5], 9, kinds, [99, 99]) == ([16, 8], 0)
