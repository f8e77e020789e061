"""How long nobody has touched the app, and whether the computer slept meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import Enum, auto

BLUR_BEFORE = 30.0
"""Seconds before locking at which the screen is hidden."""
SLEPT = 15.0
"""Seconds between two looks from which on the computer, or the program, was asleep.

The app looks every second. Busy machines may leave one or two out, never so many.
"""

Seconds = Callable[[], float]


class Idle(Enum):
    """What is due."""

    NOTHING = auto()
    BLUR = auto()
    LOCK = auto()
    SLEPT = auto()


class IdleWatch:
    """Asked every second what is due; `touch` it whenever somebody does something.

    `monotonic` and `wall` tell seconds. The first stands still on some systems while the computer
    sleeps, the second may be set back: the one that went further counts.
    """

    def __init__(self, monotonic: Seconds = time.monotonic, wall: Seconds = time.time) -> None:
        self.after = 300.0
        """Seconds without a touch after which to lock."""
        self._monotonic = monotonic
        self._wall = wall
        self._touched = self._looked = monotonic()
        self._looked_wall = wall()

    def touch(self) -> None:
        """Somebody is here."""
        self._touched = self._monotonic()

    def look(self) -> Idle:
        """What is due now."""
        now, wall = self._monotonic(), self._wall()
        gap = max(now - self._looked, wall - self._looked_wall)
        self._looked, self._looked_wall = now, wall
        idle = now - self._touched
        if gap > SLEPT:
            return Idle.SLEPT
        if idle >= self.after:
            return Idle.LOCK
        return Idle.BLUR if idle >= self.after - BLUR_BEFORE else Idle.NOTHING
