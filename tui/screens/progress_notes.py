"""The forms of Progress about wins, what was given, and actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from assistant.errors import Trouble
from assistant.life import exchange, goals
from assistant.life.dates import in_zone, typed_day
from assistant.life.document import Document, new_id
from assistant.life.goal import Goal, Win
from assistant.life.rewording import action_reworded, given_reworded, win_reworded
from assistant.life.session import Action, Given, other
from assistant.wording import Side
from tui.living import Change
from tui.screens.form import Field, Kind, Texts
from tui.screens.progress_forms import Form
from tui.widgets.progress_seen import Seen

_D = TypeVar("_D", bound=Document)
_NO_GOAL = "none"
_LABEL = 44
_UNDO = "Kept. Ctrl+Z takes it back."


def now_of(known: Sequence[_D], one: _D) -> _D:
    """The document as it is now. Raises Trouble where it is gone."""
    for found in known:
        if found.id == one.id:
            return found
    raise Trouble("Gone", "That is not there any more.")


def _sides(seen: Seen) -> tuple[tuple[str, str], ...]:
    sides = (seen.me, other(seen.me))
    return tuple((side.value, seen.name(side)) for side in sides)


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else f"{label[: _LABEL - 1]}…"


def _side(texts: Texts, usual: Side) -> Side:
    return Side(texts["side"]) if texts["side"] else usual


# --- wins ------------------------------------------------------------------------------------------


def win_form(seen: Seen, win: Win | None = None, goal: Goal | None = None) -> Form:
    """Note a win, or say one otherwise; `goal` is the one it is likely for."""
    side = win.side if win else goal.side if goal else seen.me
    chosen = win.goal if win else goal.id if goal else None
    known = [one for one in seen.life.goals if one.open or one.id == chosen]
    named = tuple((one.id, _short(f"{seen.name(one.side)}: {one.what}")) for one in known)
    fields = (
        Field("what", "What worked", win.what if win else ""),
        Field("where", "Where it was used", win.where_used if win else ""),
        Field("who", "Who noticed", win.who_noticed if win else "", hint="If somebody did."),
        Field("side", "Whose win", side.value, Kind.CHOICE, choices=_sides(seen)),
        Field(
            "goal",
            "For the goal",
            chosen or _NO_GOAL,
            Kind.CHOICE,
            choices=((_NO_GOAL, "no goal"), *named),
        ),
    )
    name = win.id if win else new_id()

    def change(texts: Texts) -> Change:
        whose, what, where, who = _side(texts, side), texts["what"], texts["where"], texts["who"]
        for_goal = texts["goal"] if texts["goal"] not in {"", _NO_GOAL} else None
        if win is not None:
            return lambda life, _now: [
                win_reworded(now_of(life.wins, win), whose, what, where, who, goal=for_goal)
            ]
        return lambda _life, now: [
            goals.won(whose, what, where, who, now, goal=for_goal, new_id=name)
        ]

    title = "Say the win otherwise" if win else "A win"
    note = (
        "" if win else "Both of you see it. What stands here is evidence, for you and for a review."
    )
    drafted = f"win-{win.id}" if win else "win-new"
    return Form(drafted, title, fields, change, _UNDO, note, f"win:{name}")


# --- given and received ----------------------------------------------------------------------------


def given_form(seen: Seen, gave: Given | None = None) -> Form:
    """Note what one gave the other, or say it otherwise."""
    side = gave.side if gave else seen.me
    fields = (
        Field(
            "what", "What", gave.what if gave else "", hint="An answer, an introduction, a view."
        ),
        Field("side", "Who gave it", side.value, Kind.CHOICE, choices=_sides(seen)),
    )

    def change(texts: Texts) -> Change:
        giver, what = _side(texts, side), texts["what"]
        if gave is not None:
            return lambda life, _now: [given_reworded(now_of(life.given, gave), giver, what)]
        return lambda _life, now: [exchange.given(giver, what, now)]

    title = "Say it otherwise" if gave else "Given and received"
    drafted = f"given-{gave.id}" if gave else "given-new"
    note = "" if gave else "The other received it. Both of you see it."
    return Form(drafted, title, fields, change, _UNDO, note, f"given:{gave.id}" if gave else "")


# --- actions ---------------------------------------------------------------------------------------


def action_form(seen: Seen, action: Action) -> Form:
    """Say an action otherwise, or give it another day."""
    due = action.due.isoformat() if action.due else ""
    fields = (
        Field("what", "What", action.what),
        Field("due", "By when", due, hint="As in 26 November, or Thursday; empty for no day."),
    )
    zone = seen.life.rhythm.zone

    def day(typed: str, today: date) -> date | None:
        if typed.strip() == due:
            return action.due  # also where it has passed
        return typed_day(typed, today) if typed.strip() else None

    def change(texts: Texts) -> Change:
        return lambda life, now: [
            action_reworded(
                now_of(life.actions, action),
                texts["what"],
                day(texts["due"], in_zone(now, zone).date()),
                now,
                zone=zone,
            )
        ]

    who = "You do it." if action.side is seen.me else f"{seen.name(action.side)} does it."
    return Form(f"action-{action.id}", "Change the action", fields, change, _UNDO, who)
