"""What can be said of journals without any passphrase: whose keys are here, and what is wrong with files."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.finding import Finding

if TYPE_CHECKING:
    from assistant.people import People
    from assistant.storage.places import Places

_MOST = 3


def journals(people: People) -> list[Finding]:
    """A finding on the journals of a home; none where nobody has one."""
    found = people.places
    if not found:
        return []
    told = f"keys of {len(found)} {'person' if len(found) == 1 else 'people'}"
    wrong = [problem for places in found for problem in _problems(places)]
    if wrong:
        more = f" and {len(wrong) - _MOST} more" if len(wrong) > _MOST else ""
        hint = "What is damaged is used from its former copy where there is one; a backup may have the rest."
        return [Finding("journals", False, f"{told}; {'; '.join(wrong[:_MOST])}{more}", hint)]
    return [Finding("journals", True, f"{told}, in {found[0].home / 'private'}")]


def _problems(places: Places) -> list[str]:
    name = f"{places.space[:6]}…/{places.writer[:6]}…"
    wrong = [
        f"{path.name} of {name} is missing"
        for path in (places.identity, places.recovery, places.owner)
        if not path.exists()
    ]
    folders = [places.private, places.shared / places.writer, places.state]
    for folder in folders:
        try:
            names = sorted(path.name for path in folder.iterdir())
        except FileNotFoundError:
            continue
        except OSError:
            wrong.append(f"{folder} cannot be looked into")
            continue
        wrong += [f"{one} of {name} was set aside" for one in names if ".damaged" in one]
        if _open_to_others(folder):
            wrong.append(f"{folder} is open to other users of this computer")
        if not os.access(folder, os.W_OK):
            wrong.append(f"{folder} cannot be written to")
    return wrong


def _open_to_others(folder: Path) -> bool:
    return sys.platform != "win32" and bool(stat.S_IMODE(folder.stat().st_mode) & 0o077)
