"""What a look at the set-up brings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what it is, and what to do if it is not."""

    name: str
    well: bool
    text: str
    hint: str = ""
