"""What can be done in Progress."""

from __future__ import annotations

from tui.action import Action, Scope

_P = Scope.PROGRESS

PROGRESS_ACTIONS = (
    Action("begin", _P, "b", "b", "begin", "Begin your journal", "app.begin", footer=True),
    Action("unlock", _P, "u", "u", "unlock", "Unlock your journal", "app.unlock", footer=True),
    Action(
        "open",
        _P,
        "enter",
        "Enter",
        "read",
        "Read it in full, or show all of a part",
        "open",
        footer=True,
    ),
    Action("new_goal", _P, "g", "g", "goal", "Set a goal of yours", "new_goal", footer=True),
    Action(
        "win", _P, "w", "w", "win", "Note a win: what, where used, who noticed", "win", footer=True
    ),
    Action("given", _P, "n", "n", "given", "Note what one of you gave the other", "given"),
    Action("start", _P, "s", "s", "start", "Say where your goal starts: a task, a rating", "start"),
    Action("look", _P, "l", "l", "look again", "Look at your goal again and rate it", "look"),
    Action(
        "look_back",
        _P,
        "h",
        "h",
        "look back",
        "Say where your goal started, as you see it now",
        "look_back",
    ),
    Action("milestone", _P, "m", "m", "due look", "Look at your goal, as is due now", "milestone"),
    Action(
        "end_goal",
        _P,
        "c",
        "c",
        "end it",
        "End your goal: reached, changed or dropped, and why",
        "end_goal",
    ),
    Action("edit", _P, "e", "e", "change", "Change the wording of what is selected", "edit"),
    Action("done", _P, "x", "x", "done", "This action is done, or open again", "done"),
    Action("drop", _P, "D,shift+d", "D", "drop", "Drop this action: no longer wanted", "drop"),
    Action(
        "review", _P, "v", "v", "review", "Write the quarter's review as Markdown or HTML", "review"
    ),
    Action("next_section", _P, "right", "→", "next part", "To the next part", "section(1)"),
    Action("former_section", _P, "left", "←", "part before", "To the part before", "section(-1)"),
    Action(
        "undo_progress",
        _P,
        "ctrl+z",
        "Ctrl+Z",
        "undo",
        "Take the last change back",
        "app.undo_change",
    ),
)
