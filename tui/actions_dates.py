"""What can be done with dates and calendars, and at the ending of a pair."""

from __future__ import annotations

from tui.action import Action, Scope

_D, _E = Scope.DATES, Scope.ENDING

DATES_ACTIONS = (
    Action("plan_session", _D, "p", "p", "plan", "Plan a session", "plan", footer=True),
    Action("six_dates", _D, "s", "s", "six dates", "Plan six sessions at once", "six"),
    Action(
        "suits_both",
        _D,
        "c",
        "c",
        "common times",
        "Find a time that suits both, and plan a session then",
        "suits",
    ),
    Action(
        "open_session",
        _D,
        "enter",
        "Enter",
        "open",
        "Read all of this session",
        "open",
    ),
    Action("session_held", _D, "h", "h", "held", "Say that it was held", "held"),
    Action("session_missed", _D, "n", "n", "not held", "Say that it did not take place", "missed"),
    Action(
        "move_session",
        _D,
        "m",
        "m",
        "move",
        "Move this session, or change its length",
        "move",
        footer=True,
    ),
    Action(
        "move_to_common",
        _D,
        "f",
        "f",
        "free times",
        "Move this session to a time that suits both",
        "suits(True)",
    ),
    Action("cancel_session", _D, "X,shift+x", "X", "cancel", "Cancel this session", "cancel"),
    Action(
        "session_ended", _D, "o", "o", "how it ended", "Settle what this session left open", "ended"
    ),
    Action(
        "questions_after",
        _D,
        "a",
        "a",
        "questions after",
        "Questions on this session, for you alone",
        "after",
    ),
    Action("after_misses", _D, "w", "w", "pause, change, end", "Pause, change or end", "ways"),
    Action(
        "busy_times", _D, "b", "b", "busy times", "Bring a calendar of when you are busy", "busy"
    ),
    Action("calendar_file", _D, "e", "e", "calendar file", "Write a calendar file", "calendar"),
    Action(
        "undo_dates", _D, "ctrl+z", "Ctrl+Z", "undo", "Take the last change back", "app.undo_change"
    ),
    Action("leave_dates", _D, "escape", "Esc", "back", "Back", "back", footer=True),
)

ENDING_ACTIONS = (
    Action(
        "closing_step",
        _E,
        "enter",
        "Enter",
        "do",
        "Do what this line says",
        "take",
        footer=True,
    ),
    Action(
        "what_learned",
        _E,
        "l",
        "l",
        "learned",
        "Say what you learned and what goes on",
        "learned",
    ),
    Action(
        "what_next",
        _E,
        "a",
        "a",
        "afterwards",
        "Say what comes next, and of the notes",
        "afterwards",
    ),
    Action("last_day", _E, "m", "m", "last day", "Name the last day, or move it", "last_day"),
    Action("repeat_task", _E, "g", "g", "goals", "Go to your goals", "goals"),
    Action(
        "ending_review", _E, "v", "v", "review", "Write the review of all of it to a file", "review"
    ),
    Action("ending_journal", _E, "x", "x", "your journal", "Export your own journal", "journal"),
    Action("conclude", _E, "c", "c", "end it", "End this pair", "conclude"),
    Action(
        "destroy",
        _E,
        "k",
        "k",
        "destroy keys",
        "Destroy your keys and files of this pair",
        "destroy",
    ),
    Action(
        "undo_ending",
        _E,
        "ctrl+z",
        "Ctrl+Z",
        "undo",
        "Take the last change back",
        "app.undo_change",
    ),
    Action("leave_ending", _E, "escape", "Esc", "back", "Back", "back", footer=True),
)
