"""Homes of every version ever released, opened by this one; and they stay as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.people import People
from assistant.storage.identity_files import keys_by_code
from assistant.storage.recovery import RecoveryCode
from assistant.storage.upgrades import newest
from scripts.golden import told
from tests.assistant.storage.stored_pair import put_back
from tests.conftest import TESTS

STORED = sorted((TESTS / "golden").glob("v*"))


def alike(found: Any, stored: Any) -> None:
    """All that was stored is there; later versions may say more."""
    if isinstance(stored, dict):
        for name, value in stored.items():
            alike(found[name], value)
    elif isinstance(stored, list):
        assert len(found) == len(stored)
        for one, other in zip(found, stored, strict=True):
            alike(one, other)
    else:
        assert found == stored


def test_a_home_of_each_version_is_stored() -> None:
    assert [folder.name for folder in STORED] == [f"v{n}" for n in range(1, newest() + 1)]


@pytest.mark.parametrize("folder", STORED, ids=lambda folder: folder.name)
def test_it_opens_with_passphrase_and_with_recovery_code_and_all_is_there(
    folder: Path, home: Path
) -> None:
    contents = json.loads((folder / "contents.json").read_text(encoding="utf-8"))
    people = People(put_back(home, folder / "backup.tar"))
    assert len(people.places) == len(contents) == 2
    for stored in contents.values():
        secrets = stored.pop("secrets")
        pair = people.unlock(secrets["passphrase"], stored["me"]["writer"])
        try:
            alike(told(pair), stored)
        finally:
            pair.close()
        (own,) = [one for one in people.places if one.writer == stored["me"]["writer"]]
        keys = keys_by_code(own, RecoveryCode.parse(secrets["recovery_code"]))
        assert keys.recipient == stored["me"]["recipient"]
