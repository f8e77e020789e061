"""What the pair shares: the union of what each of the two wrote, in one order for both."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.clock import Clock
from assistant.entry import ID
from assistant.promotion import SharedText
from assistant.wording import clean

if TYPE_CHECKING:
    from assistant.storage.space import Space

_NOTE = "note"
_MOST_TEXT = 100_000
LATEST = 2**53 - 1
"""The highest Lamport number: a partner who writes it must not make what follows unreadable."""


@dataclass(frozen=True, repr=False)
class SharedNote:
    """A note that both may read."""

    id: str
    writer: str
    at: datetime
    text: str


class Shared:
    """The pair's notes. Writing raises ReadOnly and NotKept."""

    def __init__(self, space: Space, clock: Clock) -> None:
        self._space = space
        self._clock = clock

    def add(self, words: SharedText) -> SharedNote:
        """Share `words`; raises TypeError for anything that nobody agreed to share."""
        if type(words) is not SharedText:
            raise TypeError("only what was previewed and confirmed is shared")
        note = SharedNote(secrets.token_hex(8), self._space.me.writer, self._clock(), words.text)
        record = {
            "id": note.id,
            "lamport": min(1 + self._latest(), LATEST),
            "kind": _NOTE,
            "at": note.at.isoformat(),
            "text": note.text,
        }
        self._space.own_shared.add(record)
        return note

    @property
    def notes(self) -> list[SharedNote]:
        """The notes of both, in the order in which they were written; the same for both."""
        found = {(at, writer, note.id): note for at, writer, note in self._all()}
        return [found[key] for key in sorted(found)]

    def _latest(self) -> int:
        """The highest Lamport number so far, without a look at the notes themselves."""
        return max((lamport_of(record) for *_, record in self._space.all_shared()), default=0)

    def _all(self) -> Iterator[tuple[int, str, SharedNote]]:
        for writer, _, record in self._space.all_shared():
            note = _note_of(record, writer)
            if note is not None:
                yield record["lamport"], writer, note


def lamport_of(record: Mapping[str, Any]) -> int:
    """The Lamport number of a record, 0 where it has none that counts."""
    lamport = record.get("lamport")
    return lamport if type(lamport) is int and 0 < lamport <= LATEST else 0


def _note_of(record: Mapping[str, Any], writer: str) -> SharedNote | None:
    """The note in a record that a member signed, None where it is something else."""
    text, note_id = record.get("text"), record.get("id")
    if (
        record.get("kind") != _NOTE
        or not lamport_of(record)
        or not isinstance(text, str)
        or len(text) > _MOST_TEXT
        or not isinstance(note_id, str)
        or not ID.fullmatch(note_id)
    ):
        return None
    try:
        at = datetime.fromisoformat(str(record.get("at")))
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    return SharedNote(note_id, writer, at, clean(text))
