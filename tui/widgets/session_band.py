"""The band over what both look at: two names, and that private pages are closed."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tui.text import plain, said

_LINE = "═"
_CLOSED = "private pages are closed"
_SHORTEST_NAME = 6


class TogetherBand(Static):
    """One line, as wide as the screen."""

    def __init__(self, mentor: str, mentee: str) -> None:
        super().__init__(id="band")
        self._names = (mentor, mentee)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.show()

    def show(self) -> None:
        """Draw it."""
        self.update(self._drawn(self.size.width) if any(self._names) else Content(""))

    def forget(self) -> None:
        """Name nobody."""
        self._names = ("", "")
        self.update("")

    def _drawn(self, width: int) -> Content:
        room = max(2 * _SHORTEST_NAME, width - len(f"{_LINE * 3} TOGETHER ·  and  {_LINE * 3}"))
        most = max(_SHORTEST_NAME, room // 2)
        mentor, mentee = (plain(name).truncate(most, ellipsis=True) for name in self._names)
        head = said("$line [b]TOGETHER[/b] · ", line=_LINE * 3) + mentor + plain(" and ") + mentee
        left = width - head.cell_length - len(_CLOSED) - 6
        if left >= 2:
            return head + plain(f" {_LINE * left} {_CLOSED} {_LINE * 3}")
        return head + plain(f" {_LINE * max(0, width - head.cell_length - 1)}")
