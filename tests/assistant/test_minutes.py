from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.minutes import fitted
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
