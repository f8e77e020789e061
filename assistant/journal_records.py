"""Entries as records, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assistant.entry import Entry, EntryKind

_KINDS = {kind.value: kind for kind in EntryKind}


def record_of(entry: Entry) -> dict[str, Any]:
    """An entry as a record."""
    told = entry.model_dump(mode="json", exclude={"id", "entry"})
    return {"entry": entry.id, **told}


def entry_of(record: Mapping[str, Any]) -> Entry:
    """The entry in a record that we signed; KeyError, TypeError or ValueError where it is none.

    What was checked when it was written is not checked again: of ten thousand that would take longer
    than anybody waits.
    """
    mood = record["mood"]
    return Entry.unchecked(
        {
            "id": str(record["entry"]),
            "version": str(record["version"]),
            "edits": int(record["edits"]),
            "at": datetime.fromisoformat(record["at"]),
            "kept": datetime.fromisoformat(record["kept"]),
            "kind": _KINDS[record["kind"]],
            "mood": None if mood is None else int(mood),
            "tags": tuple(record["tags"]),
            "prompts": tuple(record["prompts"]),
            "session": record["session"],
            "text": str(record["text"]),
            "captured": bool(record["captured"]),
            "entry": None,
        }
    )
