"""What stays in memory: kept from other processes, and dropped from what libraries remember."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

_PR_SET_DUMPABLE = 4


def let_nobody_read() -> None:
    """On Linux, keep other processes of this user from reading this one's memory. Best effort.

    It is never taken back: what was freed lies there for a while, and Python cannot wipe it.
    """
    if sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def forget_left(app: App[Any]) -> None:
    """Let go of screens that were left: Textual keeps them until what they watch of `app` changes."""
    for watching in getattr(app, "__watchers", {}).values():
        watching[:] = [one for one in watching if not one[0]._closing]


def forget_drawn() -> None:
    """Drop what Textual and Rich remember of drawn text: measured and cut lines, widgets taken away."""
    from rich.cells import cached_cell_len
    from rich.segment import Segment
    from textual._styles_cache import StylesCache

    cached_cell_len.cache_clear()
    Segment._split_cells.cache_clear()
    StylesCache.get_inner_outer.cache_clear()
