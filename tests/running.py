"""The program run in the test's own process, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output, each line of which must be JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]


def refused(done: Done, code: int) -> str:
    """One clear sentence on standard error, nothing on standard output, no traceback."""
    assert done.code == code, done
    assert done.out == ""
    assert "Traceback" not in done.err
    assert done.err.startswith("viceversa: ")
    assert len(done.err.splitlines()) == 1
    return done.err
