"""What the tests of importing share: a moment to import at, and what came of it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.errors import Trouble
from assistant.journal_import import Import, read_import

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def written(path: Path, value: object) -> Path:
    """`value` as JSON at `path`."""
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def trouble(path: Path) -> str:
    """Why nothing of `path` is imported."""
    with pytest.raises(Trouble) as error:
        read_import(path, NOW)
    assert error.value.hint.startswith("Nothing was imported.")
    return error.value.detail


def told(read: Import) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each draft's moment, text and tags."""
    return [
        (draft.at.isoformat() if draft.at else "", draft.text, draft.tags) for draft in read.drafts
    ]
