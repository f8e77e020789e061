"""An app that tells nothing on its way out: no variables after a defect, no pictures, no debugging."""

from __future__ import annotations

import asyncio
import contextlib
import os
from typing import Any

from textual.app import App

from tui.crash import code_of
from tui.text import plain

# What Textual can be told by its environment without writing, sending or playing anything.
_HARMLESS = frozenset(
    f"TEXTUAL_{name}"
    for name in (
        "ANIMATIONS",
        "COLOR_SYSTEM",
        "DIM_FACTOR",
        "DISABLE_KITTY_KEY",
        "FILTERS",
        "FPS",
        "SLOW_THRESHOLD",
        "SMOOTH_SCROLL",
        "THEME",
    )
)


class GuardedApp(App[None]):
    """Textual's App without the ways in which it gives away what is on the screen."""

    def __init__(self, debugging: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._debugging = debugging

    @property
    def debugging(self) -> str:
        """The variable of Textual's that would write down what is typed; "" where none is set.

        One that was taken away before Textual could read it counts: whoever set it may do so again.
        """
        names = [*self._debugging, *(name for name in os.environ if name.startswith("TEXTUAL"))]
        return next((name for name in names if name not in _HARMLESS), "")

    def be_quiet(self) -> None:
        """Have the event loop not print what a forgotten task failed of: it may quote people's text."""
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)

    def before_leaving(self) -> None:
        """Do what must be done before the app ends, in whatever way it ends."""

    # --- pictures ----------------------------------------------------------------------------------

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Take none: the file would hold in clear what stands on the screen."""

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Take none."""
        return None

    def save_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str:
        """Take none."""
        return ""

    # --- defects -----------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Tell where a defect is. Textual would print the variables, and so what people wrote."""
        self._leave_with_code()

    def panic(self, *_renderables: Any) -> None:
        """As `_fatal_error`: whatever is to be rendered may quote people's text."""
        self._leave_with_code()

    def _leave_with_code(self) -> None:
        code = code_of(self._exception) if self._exception else "unknown"
        self._return_code = 1
        with contextlib.suppress(Exception):  # one defect is told, not what comes of it
            self.before_leaving()
        if not self._exit_renderables:  # of several errors the first; Textual would advise --dev
            self._exit_renderables.append(
                plain(f"viceversa: something went wrong inside ({code}). Please report it.").plain
            )
        self._close_messages_no_wait()
