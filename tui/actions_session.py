"""What can be done while a session runs, and after it."""

from __future__ import annotations

from tui.action import Action

SESSION_ACTIONS: tuple[Action, ...] = ()
