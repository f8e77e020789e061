"""The forms of Progress about wins, what was given, and actions."""

from __future__ import annotations

from assistant.life.document import new_id
from assistant.life.goal import Goal, Win
from assistant.life.rhythms import usual_zone
from assistant.life.session import Action, Given
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
from tui.screens.progress_forms import Form
from tui.widgets.progress_seen import Seen, key_of

_UNDO = "Kept. Ctrl+Z takes it back."


def win_form(seen: Seen, win: Win | None = None, goal: Goal | None = None) -> Form:
    """Note a win, or change one; `goal` is the one it is likely for."""
    side = goal.side if goal else seen.me
    chosen = win.goal if win else goal.id if goal else None
    name = win.id if win else new_id()
    evidence = "Both of you see it. What stands here is evidence, for you and for a review."
    return Form(
        f"win-{win.id}" if win else "win-new",
        title_of(Win, changing=win is not None),
        (*win_fields(seen.life, side, win), goal_field(seen.life, chosen)),
        lambda texts: win_change(texts, win, name=name),
        _UNDO,
        "" if win else evidence,
        f"win:{name}",
    )


def given_form(seen: Seen, gave: Given | None = None) -> Form:
    """Note what one gave the other, or change it."""
    return Form(
        f"given-{gave.id}" if gave else "given-new",
        title_of(Given, changing=gave is not None),
        given_fields(seen.life, seen.me, gave),
        lambda texts: given_change(texts, gave),
        _UNDO,
        "" if gave else "Both of you see it.",
        key_of(gave) if gave else "",
    )


def action_form(seen: Seen, action: Action) -> Form:
    """Change an action: its words, whose it is, its day."""
    return Form(
        f"action-{action.id}",
        title_of(Action, changing=True),
        action_fields(seen.life, seen.me, action),
        lambda texts: action_change(texts, usual_zone(seen.life), action),
        _UNDO,
    )
