"""Which of the two somebody is."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.widgets import Select
from textual.widgets._select import SelectOverlay

from assistant.wording import SIDES, Side


class RoleChoice(Select[Side]):
    """Opens with a role in hand. Letters choose nothing: they may be meant for another box."""

    class Blank(Message):
        """Neither was chosen."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(
            [(f"the {SIDES[side]}", side) for side in (Side.MENTOR, Side.MENTEE)],
            prompt="the mentor or the mentee?",
            id=widget_id,
            compact=True,
            type_to_search=False,
        )

    def action_show_overlay(self) -> None:
        """Open; the first row is the blank one."""
        super().action_show_overlay()
        overlay = self.query_one(SelectOverlay)
        if self.is_blank():
            overlay.select(1)

    @on(SelectOverlay.UpdateSelection)
    def _taken(self, event: SelectOverlay.UpdateSelection) -> None:
        if event.option_index == 0:
            self.post_message(self.Blank())
