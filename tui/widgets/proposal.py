"""One of three agendas to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tui.text import lines, plain, said
from tui.widgets.agenda_item import Leader, leader_column
from tui.widgets.hanging import hanging

if TYPE_CHECKING:
    from assistant.agenda import Agenda

_TOLD = {
    "balanced": ("Balanced", "Some of all that is due."),
    "one thing in depth": ("One thing in depth", "One matter, and time to do it by hand."),
    "repair": ("Repair first", "How the two of you work together comes first."),
}


class Proposal(Static, can_focus=True):
    """An agenda, its kind in words, and why its longest item is there."""

    class Taken(Message):
        """It was clicked while it had the keys."""

    def __init__(self, agenda: Agenda, leader: Leader) -> None:
        super().__init__()
        self.agenda: Agenda | None = agenda
        self._leader = leader

    def on_resize(self) -> None:
        """Draw it for the width there is."""
        self._draw()

    def watch_has_focus(self, _focused: bool) -> None:
        """Say that it is in hand, or no longer, also without colour."""
        super().watch_has_focus(_focused)
        self._draw()

    def on_click(self, _event: Click) -> None:
        """Take the one in hand."""
        if self.has_focus:
            self.post_message(self.Taken())

    def _draw(self) -> None:
        agenda = self.agenda
        if agenda is None:
            return
        name, words = _TOLD.get(agenda.shape.value, (agenda.shape.value.capitalize(), ""))
        width = leader_column(agenda, self._leader)
        columns = self.content_size.width or 60
        rows = [
            hanging(
                said(
                    "[b]$minutes[/b]  [$quiet]$who[/]  ",
                    minutes=f"{item.minutes:4}",
                    who=plain(self._leader(item.lead)).truncate(width, ellipsis=True, pad=True),
                ),
                plain(item.title),
                columns,
            )
            for item in agenda.items
        ]
        longest = max(agenda.items, key=lambda item: item.minutes)
        margin = plain("  ")
        why = said("[$quiet]“$title”: $why[/]", title=longest.title, why=longest.because)
        self.update(
            lines(
                said("$mark[b]$name[/b]", mark="▸ " if self.has_focus else "  ", name=name),
                hanging(margin, said("[$quiet]$words[/]", words=words), columns),
                *rows,
                hanging(margin, why, columns),
            )
        )

    def forget(self) -> None:
        """Show nothing, and hold nothing."""
        self.agenda = None
        self.update("")
