"""Notes taken while the journal is locked: sealed for its owner, signed by nobody.

Whoever knows the owner's public key could leave one, so none joins the journal without assent.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.storage import files
from assistant.storage.keys import Keys, seal
from assistant.storage.places import Places, owner_of
from assistant.storage.segments import ID
from assistant.storage.troubles import Damaged

_FORMAT = "viceversa-capture"
_MOST = 1000
_PADDING = 4096


def capture(places: Places, record: Mapping[str, Any]) -> None:
    """Keep `record` for the owner of `places`, without any passphrase. Raises Damaged and NotKept."""
    told = {"format": _FORMAT, "v": 1, **record}
    data = json.dumps(told, ensure_ascii=False).encode() + b"\n"
    data += b"\n" * (-len(data) % _PADDING)
    path = places.inbox / f"{secrets.token_hex(8)}{files.SUFFIX}"
    files.write(path, seal(data, [owner_of(places).recipient]), keep=0)


def captured(places: Places, keys: Keys) -> Iterator[tuple[Path, dict[str, Any] | Damaged]]:
    """What was captured, each with its file; Damaged instead of one that cannot be read."""
    found = [path for path in places.inbox.glob(f"*{files.SUFFIX}") if ID.fullmatch(path.stem)]
    for path in sorted(found)[:_MOST]:
        try:
            yield path, _read(path, keys)
        except FileNotFoundError:
            continue
        except Damaged as trouble:
            yield path, trouble


def _read(path: Path, keys: Keys) -> dict[str, Any]:
    data = keys.decrypt(files.read(path), path.name)
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.pop("format", None) != _FORMAT or told.pop("v", 0) != 1:
        raise Damaged(path.name, "it is no captured note")
    return told


def discard(path: Path) -> None:
    """Remove a captured note. Raises NotKept."""
    files.erase(path)
