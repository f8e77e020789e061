"""Screens that hide what is behind them and take every key themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.errors import Trouble


class HidingScreen(Screen[None]):
    """Opaque. The app gives it every key and no other screen any."""

    def pressed(self, key: str) -> None:
        """Somebody pressed `key`."""


class BlurScreen(HidingScreen):
    """Any key takes it away, and does nothing else; with `lightly`, a moved mouse does too."""

    def __init__(self, *, lightly: bool) -> None:
        super().__init__()
        self.lightly = lightly

    def compose(self) -> ComposeResult:
        """A quiet line."""
        with Vertical(id="hidden"):
            yield Static(lines(plain("Hidden."), said("[$quiet]Any key shows it again.[/]")))


class UnsavedScreen(HidingScreen):
    """What was being written cannot be kept: it is hidden, not lost, until somebody decides.

    `again` tries once more and tells what still stands in the way, or None; `lose` goes on without.
    """

    def __init__(
        self,
        trouble: Trouble,
        doing: str,
        again: Callable[[], Trouble | None],
        lose: Callable[[], None],
    ) -> None:
        super().__init__()
        self._trouble = trouble
        self._doing = doing
        self._again = again
        self._lose = lose

    def compose(self) -> ComposeResult:
        """What happened, what is safe, what to press."""
        with Vertical(id="hidden"):
            yield Static(self._told(), id="unsaved")

    def _told(self) -> Content:
        return lines(
            said("[b]What you were writing could not be kept[/b]"),
            plain(self._trouble.detail),
            plain(self._trouble.hint),
            plain("It is still there, hidden, and lost only if you say so."),
            plain(""),
            said("[b]t[/b]  Try again"),
            said("[b]l[/b]  $doing and lose it", doing=self._doing),
        )

    def pressed(self, key: str) -> None:
        """Try again, or lose it; nothing else."""
        if key == "t":
            trouble = self._again()
            if trouble is not None:
                self._trouble = trouble
                self.query_one("#unsaved", Static).update(self._told())
        elif key == "l":
            self._lose()
