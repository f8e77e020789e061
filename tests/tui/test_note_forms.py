"""The forms for an action, a win and what was given: the same wherever they are asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assistant.errors import Trouble
from assistant.life.document import Document
from assistant.life.goal import Goal, GoalField, Win
from assistant.life.session import Action, Given
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.pairs import START
from tui.living import Change
from tui.screens.form import Field
from tui.screens.note_forms import (
    action_change,
    action_fields,
    given_change,
    given_fields,
    goal_field,
    title_of,
    win_change,
    win_fields,
)

GOAL = Goal(
    side=Side.MENTEE, field=GoalField.WORK, what="read it alone", since=START, quarter="2026-Q4"
)
OLD = Action(side=Side.MENTOR, what="send it", since=START - timedelta(9), due=date(2026, 10, 30))


def texts(fields: tuple[Field, ...], **typed: str) -> dict[str, str]:
    return {one.name: one.value for one in fields} | typed


def kept(change: Change, *documents: Document) -> Document:
    (made,) = change(PairLife.of(documents), START)
    return made


def test_an_action_is_new_or_said_otherwise_and_a_day_gone_by_may_stay() -> None:
    life = PairLife.of([OLD], "Priya", "Martin")
    typed = texts(action_fields(life, Side.MENTEE), what="ask Ines", due="Friday")
    made = kept(action_change(typed, "Europe/London", session="s" * 8))
    assert isinstance(made, Action)
    assert (made.side, made.due, made.session) == (Side.MENTEE, date(2026, 11, 6), "s" * 8)
    typed = texts(action_fields(life, Side.MENTEE, OLD), what="send both", side="mentee")
    made = kept(action_change(typed, "", OLD), OLD)
    assert isinstance(made, Action)
    assert (made.id, made.what, made.side, made.due) == (OLD.id, "send both", "mentee", OLD.due)
    with pytest.raises(Trouble, match="is past"):
        kept(action_change(typed | {"due": "2026-10-29"}, "", OLD), OLD)
    with pytest.raises(Trouble, match="not there any more"):
        kept(action_change(typed, "", OLD))


def test_a_day_is_that_of_where_the_pair_is() -> None:
    typed = texts(action_fields(PairLife.of([]), Side.MENTOR), what="call", due="today")
    late = START.replace(hour=23)
    (made,) = action_change(typed, "Asia/Tokyo")(PairLife.of([]), late)
    assert isinstance(made, Action)
    assert made.due == date(2026, 11, 4)


def test_a_win_and_what_was_given() -> None:
    life = PairLife.of([GOAL], "Priya", "Martin")
    fields = (*win_fields(life, Side.MENTEE), goal_field(life, GOAL.id))
    won = kept(win_change(texts(fields, what="it worked", who="Ines"), name="w" * 8), GOAL)
    assert isinstance(won, Win)
    assert (won.id, won.goal, won.who_noticed, won.side) == ("w" * 8, GOAL.id, "Ines", Side.MENTEE)
    again = texts((*win_fields(life, Side.MENTOR, won), goal_field(life, won.goal)), goal="none")
    changed = kept(win_change(again, won), won)
    assert isinstance(changed, Win)
    assert (changed.id, changed.goal, changed.side) == (won.id, None, Side.MENTEE)
    gave = kept(given_change(texts(given_fields(life, Side.MENTOR), what="a way in")))
    assert isinstance(gave, Given)
    other = kept(
        given_change(texts(given_fields(life, Side.MENTEE, gave), side="mentee"), gave), gave
    )
    assert (other.id, other.model_dump()["side"]) == (gave.id, "mentee")
    with pytest.raises(Trouble, match="whose it is"):
        kept(given_change({"what": "a way in", "side": ""}))


def test_each_has_one_title_for_new_and_one_for_changed() -> None:
    titles = {
        title_of(kind, changing=old) for kind in (Action, Win, Given) for old in (False, True)
    }
    assert len(titles) == 6
