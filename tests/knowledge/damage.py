"""SQLite files changed behind the program's back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path


def by_sql(*statements: str) -> Callable[[Path], object]:
    """What changes a file by these statements."""

    def change(path: Path) -> None:
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()

    return change
