"""Notes taken while the journal is locked: sealed for its owner, signed by nobody.

Whoever knows the owner's public key could leave one, so none joins the journal without assent.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from assistant.storage import files
from assistant.storage.keys import Keys, seal
from assistant.storage.places import Places, owner_of
from assistant.storage.segments import ID
from assistant.storage.troubles import Damaged

_FORMAT = "viceversa-capture"
_MOST = 1000
_MOST_TOTAL = 64 * files.MIB
"""Notes that are held at once, and bytes of them. What cannot be read takes nobody's place."""
_PADDING = 4096
_LONG_AGO = 60.0
"""Seconds. A note is written in a moment, so what was begun before that will not be ended."""


Note = TypeVar("Note")


@dataclass(frozen=True)
class Inbox(Generic[Note]):
    """What was captured, each with its file; Damaged instead of one that cannot be read."""

    notes: list[tuple[Path, Note | Damaged]]
    left: int
    """How many files were not looked at, because there are too many notes before them."""


def capture(places: Places, record: Mapping[str, Any], recipient: str = "") -> None:
    """Keep `record` for the owner of `places`, without any passphrase.

    `recipient` is their public key where it is known for certain, else the one beside the files is
    taken. Raises NotKept, and Damaged where that one is in doubt.
    """
    told = {"format": _FORMAT, "v": 1, **record}
    data = json.dumps(told, ensure_ascii=False).encode() + b"\n"
    data += b"\n" * (-len(data) % _PADDING)
    path = places.inbox / f"{secrets.token_hex(8)}{files.SUFFIX}"
    files.write(path, seal(data, [recipient or owner_of(places).recipient]), keep=0)


def captured(
    places: Places, keys: Keys, note_of: Callable[[Mapping[str, Any]], Note]
) -> Inbox[Note]:
    """What was captured, as `note_of` makes it of each record; it raises ValueError for what is none."""
    found = [path for path in places.inbox.glob(f"*{files.SUFFIX}") if ID.fullmatch(path.stem)]
    notes: list[tuple[Path, Note | Damaged]] = []
    count = total = 0
    for number, path in enumerate(sorted(found)):
        if count >= _MOST or total >= _MOST_TOTAL:
            return Inbox(notes, len(found) - number)
        try:
            data = keys.decrypt(files.read(path), path.name)
            notes.append((path, note_of(_record_in(data, path.name))))
        except FileNotFoundError:
            continue
        except ValueError:
            notes.append((path, Damaged(path.name, "it is not as the program writes them")))
            continue
        except Damaged as trouble:
            notes.append((path, trouble))
            continue
        count += 1
        total += len(data)
    return Inbox(notes, 0)


def _record_in(data: bytes, what: str) -> dict[str, Any]:
    """Raises Damaged."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.pop("format", None) != _FORMAT or told.pop("v", 0) != 1:
        raise Damaged(what, "it is no captured note")
    return told


def discard(path: Path) -> None:
    """Remove a captured note. Raises NotKept."""
    files.erase(path)


def sweep(places: Places) -> None:
    """Remove what a killed program had begun to capture, unless that was a moment ago."""
    files.sweep(places.inbox, age=_LONG_AGO)
