"""The list of sessions: number, day, state, and below them the day in full."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.text import said
from tui.widgets.dates_words import SessionRow
from tui.widgets.line_list import LineList

_WHEN = 26
_QUIET = frozenset({"missed", "cancelled"})


class DatesList(LineList):
    """Rows of two lines; the session in hand stays in hand where it still is there."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(widget_id)
        self._sessions: Sequence[SessionRow] = ()

    def show(self, rows: Sequence[SessionRow]) -> None:
        """Show these; the first one is in hand where the one before has gone."""
        held = self.in_hand
        before = held.session.id if held is not None else ""
        self._sessions = rows
        at = next((at for at, row in enumerate(rows) if row.session.id == before), 0)
        self.show_rows(len(rows), 2, at)

    def take(self, session_id: str) -> None:
        """Take a session in hand, where it is there."""
        for at, row in enumerate(self._sessions):
            if row.session.id == session_id:
                self.highlighted = at

    def on_unmount(self) -> None:
        """Hold nothing."""
        self._sessions = ()

    @property
    def in_hand(self) -> SessionRow | None:
        """The session in hand."""
        row = self.highlighted
        return None if row is None or row >= len(self._sessions) else self._sessions[row]

    def draw(self, row: int, width: int) -> Sequence[Content]:
        """Which, when, what became of it; and the day in full."""
        one = self._sessions[row]
        voice = "$accent" if one.asks else "$quiet" if one.state in _QUIET else "$foreground"
        number = "·" if one.number is None else f"{one.number:,}"
        when = f"{one.when:<{min(_WHEN, max(1, width - 24))}}"
        return [
            said(f"$number  $when  [{voice}]$state[/]", number=f"{number:>3}", when=when,
                 state=one.state),
            said("[$quiet]     $details[/]", details=one.details[: width * 4]),
        ]  # fmt: skip
