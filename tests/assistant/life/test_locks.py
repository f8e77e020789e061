"""Locking items, and suggesting the rest anew."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.agenda import Agenda
from assistant.errors import Trouble
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest
from assistant.wording import BlockKind, Lead, Stage
from tests.assistant.life.lives import lives
from tests.assistant.life.planning import PAIRED, keys, propose, requests, suggest

NOBODY = PairLife.of([])


def locked(agenda: Agenda, *places: int) -> Agenda:
    for place in places:
        agenda = agenda.toggled_lock(place)
    return agenda


@settings(deadline=None, max_examples=60)
@given(st.data(), lives(), requests, st.integers(10, 180), st.integers(1, 9))
def test_locked_items_stay_and_the_rest_fills_the_time(
    data: st.DataObject, life: PairLife, request: AgendaRequest, minutes: int, seed: int
) -> None:
    first = data.draw(st.sampled_from(propose(life, request)))
    places = data.draw(st.sets(st.integers(0, len(first.items) - 1)))
    had = locked(first, *places)
    keep = [item for item in had.items if item.locked]
    room = minutes - sum(item.minutes for item in keep)
    asked = AgendaRequest(minutes, request.stage, request.focus, request.side, seed)
    if keep and (room < 0 or 0 < room < 3):
        with pytest.raises(Trouble, match="locked items take"):
            suggest(life, asked, locked=had)
        return
    agenda = suggest(life, asked, locked=had)
    assert agenda == suggest(life, asked, locked=had)
    assert agenda.shape is first.shape
    assert sum(item.minutes for item in agenda.items) == minutes == agenda.minutes
    assert min(item.minutes for item in agenda.items) >= 3
    assert len(set(keys(agenda))) == len(agenda.items)
    now = [item for item in agenda.items if item.locked]
    assert now == keep
    if room or any(item.kind is BlockKind.CLOSE for item in keep):
        assert agenda.items[-1].kind is BlockKind.CLOSE
    if not keep and agenda.stage in PAIRED:
        assert agenda.led_by(Lead.MENTOR) * 2 >= minutes
    Agenda.model_validate(agenda.model_dump())


@settings(deadline=None, max_examples=60)
@given(st.data(), lives(), requests)
def test_with_the_same_length_locked_items_keep_their_places(
    data: st.DataObject, life: PairLife, request: AgendaRequest
) -> None:
    first = suggest(life, request)
    places = data.draw(st.sets(st.integers(0, len(first.items) - 1), min_size=1))
    again = suggest(life, request, locked=locked(first, *places))
    # A second block may come or go before them, as the other items' minutes change.
    assume(len(again.items) == len(first.items))
    for place in places:
        assert again.items[place] == first.items[place].model_copy(update={"locked": True})


def test_all_locked_is_what_it_was() -> None:
    first = suggest(NOBODY, AgendaRequest(45))
    had = locked(first, *range(len(first.items)))
    assert suggest(NOBODY, AgendaRequest(45, seed=4), locked=had).items == had.items


def test_nothing_locked_is_suggested_anew() -> None:
    first = suggest(NOBODY, AgendaRequest(45))
    assert suggest(NOBODY, AgendaRequest(45), locked=first) == first


def test_one_locked_item_stays_while_another_seed_changes_the_rest() -> None:
    first = suggest(NOBODY, AgendaRequest(60, Stage.ESTABLISHED))
    had = locked(first, 1)
    others = [
        suggest(NOBODY, AgendaRequest(60, Stage.ESTABLISHED, seed=seed), locked=had)
        for seed in range(1, 8)
    ]
    assert all(agenda.items[1] == had.items[1] for agenda in others)
    assert len({str(keys(agenda)) for agenda in others}) > 3


def test_a_locked_item_of_other_minutes_leaves_the_rest() -> None:
    first = suggest(NOBODY, AgendaRequest(45)).lengthened(1, 8)
    again = suggest(NOBODY, AgendaRequest(45), locked=locked(first, 1))
    assert again.items[1].minutes == first.items[1].minutes
    assert sum(item.minutes for item in again.items) == 45


def test_a_close_that_was_moved_and_locked_is_last_again() -> None:
    first = suggest(NOBODY, AgendaRequest(45))
    moved = locked(first.moved(len(first.items) - 1, -3), 1)
    assert moved.items[1].kind is BlockKind.CLOSE
    again = suggest(NOBODY, AgendaRequest(45), locked=moved)
    assert again.items[-1] == moved.items[1]
    assert sum(item.kind is BlockKind.CLOSE for item in again.items) == 1


def test_few_minutes_left_are_the_closes() -> None:
    first = suggest(NOBODY, AgendaRequest(45))
    had = locked(first, 1, 2)
    taken = sum(item.minutes for item in had.items if item.locked)
    again = suggest(NOBODY, AgendaRequest(taken + 4), locked=had)
    assert [item.minutes for item in again.items][-1] == 4
    assert again.items[-1].kind is BlockKind.CLOSE
    assert len(again.items) == 3


@pytest.mark.parametrize("more", [-1, 1, 2])
def test_no_room_for_the_rest_is_said_kindly(more: int) -> None:
    had = locked(suggest(NOBODY, AgendaRequest(45)), 0, 1, 2)
    taken = sum(item.minutes for item in had.items if item.locked)
    with pytest.raises(Trouble, match="Unlock one") as caught:
        suggest(NOBODY, AgendaRequest(taken + more), locked=had)
    assert caught.value.detail == f"The locked items take {taken} of {taken + more} minutes."
