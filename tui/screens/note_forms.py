"""The three forms that are asked wherever something is noted: an action, a win, what was given.

A running session, its end and Progress ask the same in the same words; who keeps it differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from assistant.errors import Trouble, wrong_usage
from assistant.life import actions, exchange, goals
from assistant.life.dates import in_zone, typed_day
from assistant.life.document import Document
from assistant.life.goal import Win
from assistant.life.made import with_fields
from assistant.life.rewording import action_reworded, given_reworded, win_reworded
from assistant.life.session import Action, Given
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side, one_line
from tui.screens.form import Field, Kind, Texts

if TYPE_CHECKING:
    from tui.living import Change

_D = TypeVar("_D", bound=Document)
_NO_GOAL = "none"
_LABEL = 44
_TITLES: dict[type[Document], tuple[str, str]] = {
    Action: ("An action", "Change the action"),
    Win: ("Something that worked", "Change the win"),
    Given: ("Given and received", "Change what was given"),
}


def title_of(kind: type[Document], *, changing: bool = False) -> str:
    """What stands above the form of a kind."""
    return _TITLES[kind][changing]


# --- actions -------------------------------------------------------------------------------------------


def action_fields(life: PairLife, usual: Side, one: Action | None = None) -> tuple[Field, ...]:
    """What an action is asked for; `usual` does it unless somebody else is chosen."""
    due = one.due.isoformat() if one is not None and one.due is not None else ""
    return (
        Field("what", "What", one.what if one is not None else ""),
        side_field(life, "Who does it", one.side if one is not None else usual),
        Field("due", "By when", due, hint="As 3 December or Friday; may stay empty.", most=60),
    )


def due_typed(texts: Texts, now: datetime, zone: str, one: Action | None = None) -> date | None:
    """The day that was typed, for people in `zone`; None for an empty field. Raises Trouble.

    The day of `one` may stay although it has passed.
    """
    typed = one_line(texts["due"])
    if not typed:
        return None
    if one is not None and one.due is not None and typed == one.due.isoformat():
        return one.due
    return typed_day(typed, in_zone(now, zone).date())


def action_change(
    texts: Texts, zone: str, one: Action | None = None, *, session: str | None = None
) -> Change:
    """Keeps an action that is new, of `session` if that is named, or says `one` otherwise."""

    def change(life: PairLife, now: datetime) -> Sequence[Document]:
        side, what = side_typed(texts), texts["what"]
        if one is None:
            day = due_typed(texts, now, zone)
            return [actions.added(side, what, now, due=day, session=session, zone=zone)]
        latest = now_of(life.actions, one)
        day = due_typed(texts, now, zone, latest)
        return [with_fields(action_reworded(latest, what, day, now, zone=zone), side=side)]

    return change


# --- wins ----------------------------------------------------------------------------------------------


def win_fields(life: PairLife, usual: Side, one: Win | None = None) -> tuple[Field, ...]:
    """What a win is asked for, without the goal it is for."""
    return (
        Field("what", "What worked", one.what if one is not None else ""),
        side_field(life, "Whose win", one.side if one is not None else usual),
        Field(
            "where",
            "Where used",
            one.where_used if one is not None else "",
            hint="Where it was used; may stay empty, and so may the next.",
        ),
        Field("who", "Who noticed", one.who_noticed if one is not None else ""),
    )


def goal_field(life: PairLife, chosen: str | None) -> Field:
    """A choice among the goals that are open, and of the one that was chosen before."""
    known = [one for one in life.goals if one.open or one.id == chosen]
    named = tuple((one.id, _short(f"{life.called(one.side)}: {one.what}")) for one in known)
    choices = ((_NO_GOAL, "no goal"), *named)
    return Field("goal", "For the goal", chosen or _NO_GOAL, Kind.CHOICE, choices=choices)


def win_change(texts: Texts, one: Win | None = None, *, name: str = "") -> Change:
    """Keeps a win that is new, under the id `name` if it is given, or says `one` otherwise."""

    def change(life: PairLife, now: datetime) -> Sequence[Document]:
        side, what = side_typed(texts), texts["what"]
        where, who, goal = texts["where"], texts["who"], goal_typed(texts)
        if one is not None:
            latest = now_of(life.wins, one)
            return [win_reworded(latest, side, what, where, who, goal=goal)]
        return [goals.won(side, what, where, who, now, goal=goal, new_id=name)]

    return change


def goal_typed(texts: Texts) -> str | None:
    """The goal that was chosen; None for none."""
    chosen = texts.get("goal", "")
    return chosen if chosen not in {"", _NO_GOAL} else None


# --- given and received --------------------------------------------------------------------------------


def given_fields(life: PairLife, usual: Side, one: Given | None = None) -> tuple[Field, ...]:
    """What is asked of something that one gave the other."""
    return (
        Field(
            "what",
            "What",
            one.what if one is not None else "",
            hint="An answer, an introduction, a view.",
        ),
        side_field(
            life,
            "Who gave it",
            one.side if one is not None else usual,
            hint="The other received it.",
        ),
    )


def given_change(texts: Texts, one: Given | None = None) -> Change:
    """Keeps what was given, or says `one` otherwise."""

    def change(life: PairLife, now: datetime) -> Sequence[Document]:
        side, what = side_typed(texts), texts["what"]
        if one is not None:
            return [given_reworded(now_of(life.given, one), side, what)]
        return [exchange.given(side, what, now)]

    return change


# --- fields --------------------------------------------------------------------------------------------


def side_field(life: PairLife, label: str, begin: Side, hint: str = "") -> Field:
    """A choice between the two."""
    choices = tuple((side.value, life.called(side)) for side in SIDES)
    return Field("side", label, begin.value, Kind.CHOICE, hint=hint, choices=choices)


def side_typed(texts: Texts) -> Side:
    """Whom it is about. Raises Trouble where nobody is chosen."""
    try:
        return Side(texts["side"])
    except ValueError:
        pass
    raise wrong_usage("Choose whose it is.", "It is one of you two.")


def now_of(known: Sequence[_D], one: _D) -> _D:
    """The document as it is now. Raises Trouble where it is gone."""
    for found in known:
        if found.id == one.id:
            return found
    raise Trouble("Gone", "That is not there any more.")


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"
