from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.agenda import Agenda, AgendaItem
from assistant.errors import Trouble
from knowledge.vocabulary import BlockKind, Lead, Stage

MOST = 10**12


def item(minutes: int, kind: BlockKind = BlockKind.LEARN, lead: Lead = Lead.MENTOR) -> AgendaItem:
    return AgendaItem(
        title=f"{kind} {minutes}",
        minutes=minutes,
        lead=lead,
        purpose="To learn.",
        prompts=("Go on.",),
        cards=("trust/x",),
        because="It helps.",
        kind=kind,
    )


def agenda(*items: AgendaItem) -> Agenda:
    return Agenda(stage=Stage.EARLY, minutes=sum(own.minutes for own in items), items=items)


def minutes(own: Agenda) -> list[int]:
    return [item.minutes for item in own.items]


def names(own: Agenda) -> Counter[str]:
    return Counter(item.title for item in own.items)


OPEN, LEARN, CLOSE = item(5, BlockKind.OPEN), item(20), item(15, BlockKind.CLOSE)
USUAL = agenda(OPEN, LEARN, CLOSE)

agendas = st.lists(
    st.builds(item, st.integers(3, 40), st.sampled_from(list(BlockKind))), min_size=1, max_size=8
).filter(lambda items: 10 <= sum(own.minutes for own in items) <= 180)
steps = st.sampled_from([-5, -1, 1, 5]) | st.integers(-40, 40)
edits = st.lists(
    st.tuples(st.sampled_from(["move", "lengthen"]), st.integers(0, 7), steps), max_size=12
)


@settings(deadline=None, max_examples=200)
@given(agendas, edits)
def test_edits_keep_the_sum_the_floor_and_the_items(
    items: list[AgendaItem], changes: list[tuple[str, int, int]]
) -> None:
    first = agenda(*items)
    current = first
    for name, place, by in changes:
        at = place % len(items)
        before = current.model_copy(deep=True)
        try:
            changed = current.moved(at, by) if name == "move" else current.lengthened(at, by)
        except Trouble:
            assert name == "lengthen"
            assert current == before
            continue
        assert current == before
        assert sum(minutes(changed)) == first.minutes == changed.minutes
        assert min(minutes(changed)) >= 3
        assert names(changed) == names(first)
        if name == "lengthen":
            assert changed.items[at].minutes == current.items[at].minutes + by
            assert [own.title for own in changed.items] == [own.title for own in current.items]
        else:
            assert Counter(minutes(changed)) == Counter(minutes(current))
        current = changed
    Agenda.model_validate(current.model_dump())


@settings(deadline=None, max_examples=150)
@given(agendas, st.integers(0, 7), st.integers(-200, 200))
def test_minutes_are_refused_only_where_nothing_is_left_to_trade(
    items: list[AgendaItem], place: int, by: int
) -> None:
    own, at = agenda(*items), place % len(items)
    spare = sum(other.minutes - 3 for other in items) - (items[at].minutes - 3)
    possible = len(items) > 1 and items[at].minutes + by >= 3 and by <= spare
    if possible:
        assert own.lengthened(at, by).items[at].minutes == items[at].minutes + by
    else:
        with pytest.raises(Trouble):
            own.lengthened(at, by)


@pytest.mark.parametrize(
    ("place", "by", "order"),
    [
        (0, 1, [20, 5, 15]),
        (0, 2, [20, 15, 5]),
        (0, MOST, [20, 15, 5]),
        (2, -1, [5, 15, 20]),
        (2, -MOST, [15, 5, 20]),
        (1, 0, [5, 20, 15]),
    ],
)
def test_an_item_moves_and_stays_at_the_ends(place: int, by: int, order: list[int]) -> None:
    assert minutes(USUAL.moved(place, by)) == order


def test_moving_there_and_back_changes_nothing() -> None:
    assert USUAL.moved(0, 1).moved(1, -1).items == USUAL.items


def test_an_agenda_knows_whether_it_was_edited() -> None:
    assert not USUAL.edited
    assert USUAL.moved(0, 1).edited
    assert USUAL.lengthened(0, 1).edited


def test_the_longest_other_item_gives_and_takes() -> None:
    assert minutes(USUAL.lengthened(0, 1)) == [6, 19, 15]
    assert minutes(USUAL.lengthened(0, 4)) == [9, 16, 15]
    assert minutes(USUAL.lengthened(0, -1)) == [4, 21, 15]
    assert minutes(USUAL.lengthened(1, -5)) == [10, 15, 15]


def test_of_equally_long_items_the_first_gives_and_takes() -> None:
    same = agenda(item(10), item(10), item(10))
    assert minutes(same.lengthened(2, 1)) == [9, 10, 11]
    assert minutes(same.lengthened(2, -1)) == [11, 10, 9]


def test_an_item_may_get_as_short_as_three_minutes() -> None:
    assert minutes(USUAL.lengthened(0, -2)) == [3, 22, 15]


def test_a_close_gives_its_minutes_last() -> None:
    assert minutes(USUAL.lengthened(0, 17)) == [22, 3, 15]
    assert minutes(USUAL.lengthened(0, 20)) == [25, 3, 12]


@pytest.mark.parametrize(("place", "by"), [(0, -3), (1, -18), (2, -13), (0, -MOST)])
def test_no_item_gets_shorter_than_three_minutes(place: int, by: int) -> None:
    with pytest.raises(Trouble, match="shorter than 3 minutes"):
        USUAL.lengthened(place, by)


@pytest.mark.parametrize("by", [30, MOST])
def test_no_more_minutes_are_taken_than_the_others_have(by: int) -> None:
    assert minutes(USUAL.lengthened(0, 29)) == [34, 3, 3]
    with pytest.raises(Trouble, match="as short as they can be"):
        USUAL.lengthened(0, by)


def test_a_single_item_has_nothing_to_trade_with() -> None:
    with pytest.raises(Trouble, match="only item"):
        agenda(item(20)).lengthened(0, 1)


# --- locks --------------------------------------------------------------------------------------------


def locked(own: Agenda, *places: int) -> Agenda:
    for place in places:
        own = own.toggled_lock(place)
    return own


@settings(deadline=None, max_examples=150)
@given(agendas, st.sets(st.integers(0, 7)), edits)
def test_edits_do_not_change_what_is_locked(
    items: list[AgendaItem], places: set[int], changes: list[tuple[str, int, int]]
) -> None:
    current = locked(agenda(*items), *(place for place in places if place < len(items)))
    first = current
    kept = Counter((own.title, own.minutes) for own in first.items if own.locked)
    for name, place, by in changes:
        at = place % len(items)
        try:
            current = current.moved(at, by) if name == "move" else current.lengthened(at, by)
        except Trouble:
            assert name == "lengthen"
        assert Counter((own.title, own.minutes) for own in current.items if own.locked) == kept
        assert sum(minutes(current)) == first.minutes
        assert min(minutes(current)) >= 3


def test_a_lock_is_put_on_and_taken_off() -> None:
    assert [own.locked for own in USUAL.toggled_lock(1).items] == [False, True, False]
    assert USUAL.toggled_lock(1).toggled_lock(1) == USUAL
    assert not USUAL.toggled_lock(1).edited


def test_a_locked_item_neither_gives_nor_takes() -> None:
    assert minutes(locked(USUAL, 1).lengthened(0, 4)) == [9, 20, 11]
    with pytest.raises(Trouble, match="Unlock it"):
        locked(USUAL, 1).lengthened(1, 1)


def test_where_all_others_are_locked_none_can_give() -> None:
    with pytest.raises(Trouble, match="Every other item is locked"):
        locked(USUAL, 1, 2).lengthened(0, 1)


def test_unlocked_items_give_no_more_than_they_have() -> None:
    own = locked(USUAL, 1)
    assert minutes(own.lengthened(0, 12)) == [17, 20, 3]
    with pytest.raises(Trouble, match="as short as they can be"):
        own.lengthened(0, 13)


def test_minutes_led_are_counted_by_leader() -> None:
    own = agenda(item(10, lead=Lead.MENTOR), item(7, lead=Lead.MENTEE), item(3, lead=Lead.BOTH))
    assert [own.led_by(lead) for lead in Lead] == [10, 7, 3]


@pytest.mark.parametrize(
    "change", [{"minutes": 41}, {"minutes": 9}, {"items": ()}, {"colour": "red"}]
)
def test_an_agenda_that_does_not_add_up_cannot_be_made(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Agenda.model_validate({**USUAL.model_dump(), **change})


@pytest.mark.parametrize("change", [{"minutes": 2}, {"cards": ()}, {"lead": "nobody"}])
def test_an_item_that_breaks_a_rule_cannot_be_made(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        AgendaItem.model_validate({**LEARN.model_dump(), **change})
