"""The two files that hold a member's keys: one under the passphrase, one under the recovery code."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from assistant.storage import files
from assistant.storage.age_header import LONGEST
from assistant.storage.keys import Keys, seal
from assistant.storage.passphrase import LOG_N, log_n_of, unwrap, wrap
from assistant.storage.places import Places
from assistant.storage.recovery import RecoveryCode
from assistant.storage.troubles import Damaged, NotKept, NotMeant, WrongCode, WrongPassphrase
from knowledge.durable import generation

if TYPE_CHECKING:
    from pathlib import Path


def under_passphrase(keys: Keys, passphrase: str) -> bytes:
    """The keys as an age file under `passphrase`, opened once to see that it works. Takes a second."""
    data = wrap(keys.text.encode(), passphrase)
    if unwrap(data, passphrase, "The new key file") != keys.text.encode():
        raise Damaged("The new key file", "it does not open as it was written")
    return data


def under_code(keys: Keys, code: RecoveryCode) -> bytes:
    """The keys as an age file for the recovery code, opened once to see that it works."""
    data = seal(keys.text.encode(), [code.recipient])
    if code.decrypt(data, "The new recovery file") != keys.text.encode():
        raise Damaged("The new recovery file", "it does not open as it was written")
    return data


def write_identity(places: Places, data: bytes) -> None:
    """Put the keys under the passphrase in place, twice, so that damage to one is no loss.

    No file under a former passphrase stays. Raises NotKept; the former passphrase then still opens.
    """
    copy = generation(places.identity, 1)
    files.write(copy, data, keep=0)
    try:
        files.write(places.identity, data, keep=0)
    except NotKept:
        with contextlib.suppress(NotKept, Damaged):
            try:
                files.write(copy, files.read(places.identity), keep=0)
            except FileNotFoundError:
                files.erase(copy)
        raise


def keys_by_passphrase(places: Places, passphrase: str) -> Keys:
    """The keys of `places`. Raises WrongPassphrase, and Damaged where neither copy is a key file."""
    trouble: Exception = Damaged(
        places.identity.name, "it is missing", "Restore it from a backup, or use the recovery code."
    )
    tried: set[bytes] = set()
    for path in _copies(places):
        try:
            data = files.read(path)
            if data not in tried:
                tried.add(data)
                return Keys.parse(unwrap(data, passphrase, path.name), path.name)
        except FileNotFoundError:
            continue
        except WrongPassphrase as wrong:
            trouble = wrong
        except Damaged as damaged:
            if not isinstance(trouble, WrongPassphrase):
                trouble = damaged
    raise trouble


def keys_by_code(places: Places, code: RecoveryCode) -> Keys:
    """The keys of `places`. Raises WrongCode, and Damaged where there is no such file for a code."""
    what = places.recovery.name
    try:
        return Keys.parse(code.decrypt(files.read(places.recovery), what), what)
    except FileNotFoundError:
        raise Damaged(what, "it is missing", "Restore it from a backup.") from None
    except NotMeant:
        raise WrongCode from None


def copies_agree(places: Places) -> bool:
    """Whether the two files under the passphrase are there and the same."""
    try:
        first, second = map(files.read, _copies(places))
    except (FileNotFoundError, Damaged):
        return False
    return first == second


def costs_more(places: Places) -> bool:
    """Whether a try at these keys costs more than at those that this program writes."""
    for path in _copies(places):
        with contextlib.suppress(FileNotFoundError, Damaged):
            if log_n_of(files.read(path, first=LONGEST), path.name) > LOG_N:
                return True
    return False


def _copies(places: Places) -> list[Path]:
    return [places.identity, generation(places.identity, 1)]
