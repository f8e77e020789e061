"""The pair of the stored home of version 1, put into a test's own home: no key has to be made for it."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.clock import Clock
from assistant.pair_space import PairSpace
from assistant.storage.identity_files import keys_by_code
from assistant.storage.places import Places, places_in
from assistant.storage.recovery import RecoveryCode
from assistant.storage.restore import restore
from assistant.storage.space import Space
from tests.conftest import TESTS

GOLDEN = TESTS / "golden" / "v1"
BACKUP = GOLDEN / "backup.tar"
CONTENTS: dict[str, Any] = json.loads((GOLDEN / "contents.json").read_text(encoding="utf-8"))


def put_back(home: Path, backup: Path = BACKUP) -> Path:
    restore(backup, home)
    return home


def places_of(home: Path, name: str = "Asha") -> Places:
    writer = CONTENTS[name]["me"]["writer"]
    return next(places for places in places_in(home) if places.writer == writer)


def code_of(name: str = "Asha") -> RecoveryCode:
    return RecoveryCode.parse(CONTENTS[name]["secrets"]["recovery_code"])


def noon() -> datetime:
    return datetime(2026, 3, 9, 12, tzinfo=UTC)


@contextlib.contextmanager
def opened(home: Path, name: str = "Asha", clock: Clock = noon) -> Iterator[PairSpace]:
    """The pair as `name` has it open, by the recovery code, which costs no half second."""
    places = places_of(home, name)
    pair = PairSpace(Space.open(places, keys_by_code(places, code_of(name))), clock)
    try:
        yield pair
    finally:
        pair.close()


def files_in(home: Path) -> dict[str, str]:
    """The hash of each sealed file by its path below the home."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for top in ("private", "shared")
        for path in sorted((home / top).rglob("*"))
        if path.is_file()
    }


def put_back_of(files: dict[str, str]) -> dict[str, str]:
    """Those of `files` that a restore puts back: public keys in clear are made anew."""
    return {name: one for name, one in files.items() if not name.endswith("/owner.json")}
