"""How fast a long work goes, and how long it will take."""

from __future__ import annotations

import time
from collections.abc import Callable

_SETTLED_SECONDS = 2.0
"""Before that, the pace is a guess not worth telling."""


class Pace:
    """The pace since the work began with `done` done already; `clock` gives seconds."""

    def __init__(self, done: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._done = done

    @property
    def seconds(self) -> float:
        """Since the work began."""
        return self._clock() - self._began

    def told(self, done: int, total: int) -> str:
        """Rate and time left as people read them, with a comma before; nothing while it is a guess."""
        seconds = self.seconds
        fresh = done - self._done
        if seconds < _SETTLED_SECONDS or fresh <= 0 or done >= total:
            return ""
        rate = fresh / seconds
        pace = f"{rate:,.0f} a second" if rate >= 1 else f"{rate * 60:,.0f} a minute"
        return f", {pace}, {in_words((total - done) / rate)} left"


def in_words(seconds: float) -> str:
    """`seconds` as people say it: “40 s”, “3 min”, “2 h 10 min”."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
