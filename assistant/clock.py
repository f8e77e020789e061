"""The time, as it is passed in: nothing in the domain asks the system for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""What tells the moment, with the offset of where the person is."""


def now() -> datetime:
    """The moment it is here, to the second."""
    return datetime.now().astimezone().replace(microsecond=0)
