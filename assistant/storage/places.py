"""Where the files of one member of one pair are, and which there are in a home.

    private/<space>/<writer>/   the member's own: keys, journal, vectors, drafts, what was captured
    shared/<space>/             members.age and a folder for each writer; the only folder ever synchronised
    state/<space>/<writer>/     the lock, the marks and what is known of the owner; never synchronised

All names are random: they say nothing of persons, dates or contents.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from assistant.storage import files
from assistant.storage.segments import ID
from assistant.storage.troubles import Damaged

OWNER = "owner.json"
_OWNER_FORMAT = "viceversa-owner"
_MEND = "Unlock once; it is then made anew."
SWAPPED = (
    "The public key kept for notes taken while locked was not yours; it is mended. "
    "Notes taken so since you last unlocked may have gone to somebody else."
)
"""Told to whoever unlocks, where `mend_owner` found it so."""


@dataclass(frozen=True)
class Places:
    """The folders and files of one member in one pair space."""

    home: Path
    space: str
    writer: str

    @property
    def private(self) -> Path:
        """The member's own folder."""
        return self.home / "private" / self.space / self.writer

    @property
    def shared(self) -> Path:
        """The pair's folder."""
        return self.home / "shared" / self.space

    @property
    def state(self) -> Path:
        """What belongs to this machine alone."""
        return self.home / "state" / self.space / self.writer

    @property
    def identity(self) -> Path:
        """The keys, under the passphrase."""
        return self.private / "identity.age"

    @property
    def recovery(self) -> Path:
        """The keys, under the recovery code."""
        return self.private / "identity.recovery.age"

    @property
    def owner(self) -> Path:
        """The public key, in clear: what is captured while locked is sealed for it."""
        return self.private / OWNER

    @property
    def owner_copy(self) -> Path:
        """The same again, which no backup and no synchronised folder brings."""
        return self.state / OWNER

    @property
    def inbox(self) -> Path:
        """What was captured while locked."""
        return self.private / "inbox"

    @property
    def members(self) -> Path:
        """Who belongs to the pair."""
        return self.shared / "members.age"

    @property
    def card(self) -> Path:
        """What a newcomer asks to be let in with."""
        return self.shared / self.writer / "card.age"

    @property
    def lock(self) -> Path:
        """The lock of whoever may write."""
        return self.state / "lock"

    @property
    def marks(self) -> Path:
        """What was last seen."""
        return self.state / "marks.age"


def places_in(home: Path) -> list[Places]:
    """The members whose keys are in `home`, the one opened last first."""
    found = {
        Places(home, path.parent.parent.name, path.parent.name)
        for name in ("identity.age", "identity.age.1")  # each holds the keys
        for path in (home / "private").glob(f"*/*/{name}")
        if ID.fullmatch(path.parent.name) and ID.fullmatch(path.parent.parent.name)
    }
    return sorted(found, key=lambda places: (-_opened(places), places.space, places.writer))


def _opened(places: Places) -> float:
    try:
        return places.lock.stat().st_mtime
    except OSError:
        return 0.0


@dataclass(frozen=True)
class Owner:
    """A member's public keys, as they lie in clear beside what is sealed for them."""

    recipient: str
    verifier: str


def write_owner(places: Places, owner: Owner) -> None:
    """Put the public keys where they can be had while all is locked. Raises NotKept."""
    told = {
        "format": _OWNER_FORMAT,
        "v": 1,
        "recipient": owner.recipient,
        "verifier": owner.verifier,
    }
    for path in (places.owner, places.owner_copy):
        files.write(path, json.dumps(told).encode() + b"\n", keep=0)


def owner_of(places: Places) -> Owner:
    """The public keys that notes are sealed for while all is locked.

    Raises Damaged where they are missing, or are not those that this computer knows.
    """
    owner = _owner_in(places.owner)
    if _owner_in(places.owner_copy) != owner:
        raise Damaged(places.owner.name, "it tells of another key than it did", _MEND)
    return owner


def mend_owner(places: Places, own: Owner) -> bool:
    """Have both files tell of `own`; whether one told of somebody else's key. Raises NotKept."""
    kept = []
    for path in (places.owner, places.owner_copy):
        with contextlib.suppress(Damaged):
            kept.append(_owner_in(path))
    if kept != [own, own]:
        write_owner(places, own)
    return any(owner.recipient != own.recipient for owner in kept)


def _owner_in(path: Path) -> Owner:
    """Raises Damaged."""
    from assistant.storage.keys import is_recipient, is_verifier

    try:
        told = json.loads(files.read(path))
    except FileNotFoundError:
        raise Damaged(path.name, "it is missing", _MEND) from None
    except (ValueError, RecursionError):
        told = None
    keys = [told.get(part) for part in ("recipient", "verifier")] if isinstance(told, dict) else []
    match keys:
        case [str(recipient), str(verifier)] if is_recipient(recipient) and is_verifier(verifier):
            return Owner(recipient, verifier)
    raise Damaged(path.name, "it holds no public keys", _MEND)
