"""What can be done in Pair, in the charter, in the five questions, and in any form or sheet."""

from __future__ import annotations

from tui.action import Action, Scope

_P, _C, _G = Scope.PAIR, Scope.CHARTER, Scope.GUIDED

PAIR_ACTIONS = (
    Action("begin_pair", _P, "b", "b", "begin", "Begin your journal", "app.begin", footer=True),
    Action("open_pair", _P, "u", "u", "unlock", "Unlock your journal", "app.unlock", footer=True),
    Action(
        "take", _P, "enter", "Enter", "open", "Do or change what is selected", "take", footer=True
    ),
    Action("about_me", _P, "a", "a", "about you", "Say what you offer and want to learn", "about"),
    Action("partner", _P, "p", "p", "partner", "Read your partner's page", "partner"),
    Action("five", _P, "g", "g", "five questions", "Find your offer, or name your gap", "guided"),
    Action("meet", _P, "m", "m", "how you meet", "Say how long and how often you meet", "rhythm"),
    Action(
        "dates", _P, "d", "d", "dates", "Plan sessions, move them, calendar", "dates", footer=True
    ),
    Action(
        "charter", _P, "c", "c", "charter", "Read, change, sign the charter", "charter", footer=True
    ),
    Action("stage_by_hand", _P, "s", "s", "stage", "Say yourselves how far you are", "stage"),
    Action("number", _P, "n", "n", "number", "Safety number; let your partner in", "number"),
    Action("end_pair", _P, "e", "e", "end well", "End this pair well", "ending"),
    Action(
        "undo_pair", _P, "ctrl+z", "Ctrl+Z", "undo", "Take the last change back", "app.undo_change"
    ),
    Action("section", _C, "enter", "Enter", "change", "Change this section", "change", footer=True),
    Action("sign", _C, "s", "s", "sign", "Sign the charter", "sign", footer=True),
    Action("keep_draft", _C, "k", "k", "keep", "Keep the draft, to sign it later", "keep"),
    Action("charters", _C, "v", "v", "versions", "Read the version before", "versions"),
    Action("export_charter", _C, "x", "x", "export", "Export the charter as Markdown", "export"),
    Action(
        "undo_charter",
        _C,
        "ctrl+z",
        "Ctrl+Z",
        "undo",
        "Take the last change back",
        "app.undo_change",
    ),
    Action("leave_charter", _C, "escape", "Esc", "back", "Back to Pair", "back", footer=True),
    Action("former_one", _G, "f2", "F2", "back", "The question before", "former", footer=True),
    Action("skip_one", _G, "f3", "F3", "skip", "Skip this question", "skip", footer=True),
    Action(
        "stop_asking",
        _G,
        "escape",
        "Esc",
        "stop",
        "Stop; answers stay for you",
        "stop",
        footer=True,
    ),
    Action("keep_form", Scope.FORM, "ctrl+s", "Ctrl+S", "keep", "Keep it", "keep", footer=True),
    Action("leave_form", Scope.FORM, "escape", "Esc", "back", "Back", "stop", footer=True),
    Action("leave_sheet", Scope.SHEET, "escape", "Esc", "back", "Back", "dismiss"),
    Action("close_page", Scope.READING, "escape,enter,q", "Esc", "back", "Back", "dismiss"),
)
