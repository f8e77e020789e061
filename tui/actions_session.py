"""What can be done while a session runs, at its end, in the pulse, and with the questions after it."""

from __future__ import annotations

from assistant.wording import SCORES
from tui.action import Action, Scope

_S, _E, _P, _A = Scope.SESSION, Scope.SESSION_END, Scope.PULSE, Scope.AFTER

_RUNNING = (
    Action("next_item", _S, "right", "→", "next", "Go to the next item", "step(1)", footer=True),
    Action("former_item", _S, "left", "←", "before", "Go back to the item before", "step(-1)"),
    Action(
        "speaks",
        _S,
        "space",
        "Space",
        "who speaks",
        "Mark who speaks: one, then the other",
        "speaks",
    ),
    Action("nobody", _S, "x", "x", "nobody", "Mark nobody as speaking", "nobody"),
    Action(
        "take_action",
        _S,
        "a",
        "a",
        "action",
        "Take down an action: what, who, by when",
        "take_down('action')",
        footer=True,
    ),
    Action("take_win", _S, "w", "w", "win", "Take down what worked", "take_down('win')"),
    Action("take_note", _S, "n", "n", "note", "Take down a note for both", "take_down('note')"),
    Action("park", _S, "l", "l", "later", "Put something off for later", "take_down('parked')"),
    Action(
        "take_given",
        _S,
        "g",
        "g",
        "given",
        "Take down what one gave the other",
        "take_down('given')",
    ),
    Action(
        "take_back",
        _S,
        "ctrl+z",
        "Ctrl+Z",
        "undo",
        "Take back what was taken down last",
        "take_back",
    ),
    Action("scroll_down", _S, "down,pagedown", "↓", "more", "Read on in a long item", "read(1)"),
    Action("scroll_up", _S, "up,pageup", "↑", "back", "Read back in a long item", "read(-1)"),
    Action("go_on", _S, "enter", "Enter", "go on", "Go on after a pause", "go_on"),
    Action("halt", _S, "p", "p", "pause", "Pause, or go on", "halt"),
    Action(
        "pause",
        _S,
        "escape",
        "Esc",
        "pause",
        "Pause; once paused, leave: the session is kept as it is",
        "pause",
        footer=True,
    ),
    Action("end_session", _S, "e", "e", "end", "End the session", "end"),
)

_END = (
    Action(
        "take_up",
        _E,
        "enter",
        "Enter",
        "open",
        "Do or change what is selected",
        "take_up",
        footer=True,
    ),
    Action("end_done", _E, "x", "x", "done", "This action is done", "mark('done')", footer=True),
    Action("end_open", _E, "o", "o", "still open", "It is still open", "mark('open')"),
    Action(
        "end_drop", _E, "D,shift+d", "D", "drop", "Drop it: no longer wanted", "mark('dropped')"
    ),
    Action("end_add", _E, "a", "a", "action", "Add an action", "add"),
    Action(
        "end_next",
        _E,
        "n",
        "n",
        "next date",
        "Take the date that is suggested",
        "next_date",
    ),
    Action("end_other", _E, "m", "m", "another date", "Type another date", "other_date"),
    Action("end_summary", _E, "s", "s", "summary", "Change and keep the summary", "summary"),
    Action("end_pulse", _E, "p", "p", "pulse", "Answer the three questions", "pulse"),
    Action("end_alone", _E, "f", "f", "alone", "Your own questions, for you alone", "alone"),
    Action(
        "end_undo", _E, "ctrl+z", "Ctrl+Z", "undo", "Take the last change back", "app.undo_change"
    ),
    Action("end_leave", _E, "escape", "Esc", "leave", "Leave; all is kept", "leave", footer=True),
)

_PULSE = (
    Action("pulse_on", _P, "enter", "Enter", "go on", "Begin, take the answer, or seal", "go_on"),
    Action("pulse_again", _P, "backspace", "Bksp", "again", "Answer all three again", "again"),
    *(
        Action(
            f"answer_{score}",
            _P,
            str(score),
            str(score),
            word,
            f"Answer “{word}”",
            f"answer({score})",
        )
        for score, word in SCORES.items()
    ),
    Action("pulse_leave", _P, "escape", "Esc", "back", "Back; nothing unsealed is kept", "leave"),
)

_AFTER = (
    Action(
        "after_write",
        _A,
        "w,enter",
        "w",
        "write",
        "Write about the selected question",
        "write",
        footer=True,
    ),
    Action("after_other", _A, "n", "n", "others", "Three other questions", "another", footer=True),
    Action("after_leave", _A, "escape", "Esc", "back", "Back", "leave", footer=True),
)

_COVER = (
    Action(
        "uncover",
        Scope.COVER,
        "enter",
        "Enter",
        "go on",
        "Show what is yours",
        "uncover",
        footer=True,
    ),
)

SESSION_ACTIONS = (*_RUNNING, *_END, *_PULSE, *_AFTER, *_COVER)
