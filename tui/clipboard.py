"""What of a person's own text went to the terminal's clipboard, and taking it away again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

KEPT_FOR = 30.0
"""Seconds."""
WARNING = (
    "Copied. The clipboard is emptied in 30 seconds and when you lock, as far as this program can: "
    "your terminal, tmux or a clipboard manager may keep a copy."
)


class Stoppable(Protocol):
    """A timer."""

    def stop(self) -> None:
        """Let it not ring."""


class Clipboard:
    """Copies by way of the terminal (OSC 52), which cannot tell what became of it.

    `write` puts a text there, `later` has something done in some seconds.
    """

    def __init__(
        self,
        write: Callable[[str], None],
        later: Callable[[float, Callable[[], None]], Stoppable],
    ) -> None:
        self._write = write
        self._later = later
        self._timer: Stoppable | None = None

    def copy(self, text: str) -> str:
        """Copy private text for a while; the sentence to show with it."""
        self.forget()
        self._write(text)
        self._timer = self._later(KEPT_FOR, self.clear)
        return WARNING

    def clear(self) -> None:
        """Empty the clipboard, if what is there came from here."""
        if self._timer is not None:
            self.forget()
            self._write("")

    def forget(self) -> None:
        """Something else was copied: it is no longer ours to clear."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
