"""What can be done in Pair, and in any form."""

from __future__ import annotations

from tui.action import Action, Scope

PAIR_ACTIONS = (
    Action("keep_form", Scope.FORM, "ctrl+s", "Ctrl+S", "keep", "Keep it", "keep", footer=True),
    Action("leave_form", Scope.FORM, "escape", "Esc", "back", "Back", "stop", footer=True),
)
