from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.agenda import Agenda, AgendaItem
from assistant.errors import Trouble
from assistant.talk import adjusting
from assistant.wording import BlockKind, Lead, Stage
from knowledge.card import MIN_MINUTES

KINDS = [BlockKind.OPEN, BlockKind.LEARN, BlockKind.GIVE_BACK, BlockKind.CLOSE]


def item(
    title: str, minutes: int, kind: BlockKind = BlockKind.LEARN, *, locked: bool = False
) -> AgendaItem:
    return AgendaItem(
        title=title, minutes=minutes, lead=Lead.MENTOR, purpose=f"To do {title}.", prompts=(),
        cards=("trust/limits",), because="Because.", kind=kind, locked=locked,
    )  # fmt: skip


def agenda(*items: AgendaItem) -> Agenda:
    return Agenda(stage=Stage.EARLY, minutes=sum(one.minutes for one in items), items=items)


USUAL = agenda(
    item("Check-in", 5, BlockKind.OPEN),
    item("Feedback in both directions", 20),
    item("The budget sheet", 15),
    item("Agree what is next", 5, BlockKind.CLOSE),
)


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    items = [
        item(f"Item {at}", draw(st.integers(3, 40)), KINDS[at % 3], locked=draw(st.booleans()))
        for at in range(draw(st.integers(1, 5)))
    ]
    whole = sum(one.minutes for one in items)
    if whole < 10:
        items[0] = items[0].model_copy(update={"minutes": items[0].minutes + 10})
    return agenda(*items)


@settings(max_examples=60)
@given(agendas(), st.data())
def test_whatever_is_changed_the_minutes_add_up(told: Agenda, data: st.DataObject) -> None:
    places = st.integers(0, len(told.items) - 1)
    one, other, minutes = data.draw(places), data.draw(places), data.draw(st.integers(3, 30))
    changes = [
        lambda: adjusting.without(told, [one]),
        lambda: adjusting.with_item_at(told, item("New", minutes), data.draw(places)),
        lambda: adjusting.swapped(told, one, other),
        lambda: adjusting.moved_to(told, one, other),
        lambda: adjusting.instead(told, one, item("New", minutes)),
    ]
    for change in changes:
        try:
            after = change()
        except Trouble:
            continue
        assert after.minutes == told.minutes == sum(one.minutes for one in after.items)
        assert min(one.minutes for one in after.items) >= MIN_MINUTES
        kept = {(one.title, one.minutes) for one in after.items if one.locked}
        assert kept <= {(one.title, one.minutes) for one in told.items}


def test_dropping_gives_the_time_to_the_rest_and_not_to_the_close() -> None:
    after = adjusting.without(USUAL, [2])
    assert [one.title for one in after.items] == [
        "Check-in",
        "Feedback in both directions",
        "Agree what is next",
    ]
    assert [one.minutes for one in after.items] == [8, 32, 5]
    with pytest.raises(Trouble, match="no item"):
        adjusting.without(USUAL, range(4))


def test_adding_takes_the_time_from_the_rest_and_comes_before_the_close() -> None:
    after = adjusting.with_item_at(USUAL, item("Trust", 10))
    assert [one.title for one in after.items][-2:] == ["Trust", "Agree what is next"]
    assert after.items[-2].minutes == 10
    with pytest.raises(Trouble, match="as short as they can be"):
        adjusting.with_item_at(USUAL, item("Trust", 40))


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("the check-in", (0,)),
        ("opening", (0,)),
        ("feedback", (1,)),
        ("budgets", (2,)),
        ("the wrap-up", (3,)),
        ("feedbak", (1,)),
        ("dragons", ()),
    ],
)
def test_items_are_found_by_what_people_call_them(said: str, places: tuple[int, ...]) -> None:
    assert adjusting.places_of(USUAL, said) == places
