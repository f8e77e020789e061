"""What can be done in Progress."""

from __future__ import annotations

from tui.action import Action

PROGRESS_ACTIONS: tuple[Action, ...] = ()
