"""How records of earlier versions become those of today's.

Each step is a pure function from one version to the next. It is applied in memory when an older segment
is read; the file stays as it is until its segment is next written, and then as a former copy. A
released version is never taken off the list: homes of every version open in all later ones, which the
stored homes in tests/golden show.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

Upgrade = Callable[[str, dict[str, dict[str, Any]]], dict[str, dict[str, Any]]]
"""Takes the kind of a segment ("j", "head", ...) and a copy of its rows; returns the rows as they are
in the next version. It may raise LookupError, TypeError or ValueError for rows that no version had.
"""

UPGRADES: tuple[Upgrade, ...] = ()
"""The first is from version 1 to 2, and so on."""


def newest() -> int:
    """The version that is written."""
    return 1 + len(UPGRADES)


def upgraded(kind: str, rows: dict[str, dict[str, Any]], version: int) -> dict[str, dict[str, Any]]:
    """`rows` of `version` as the newest has them; the rows given stay as they are.

    Raises LookupError, TypeError or ValueError for rows that were none of that version.
    """
    steps = UPGRADES[version - 1 :]
    if steps:
        rows = copy.deepcopy(rows)
    for step in steps:
        rows = step(kind, rows)
    return rows
