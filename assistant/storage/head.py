"""What a writer's head says: each segment with its sequence, hash and number of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.storage.files import SUFFIX
from assistant.storage.segments import MOST_RECORDS, NAME, Rows

HEAD = "head"
"""The name of the segment that it is."""
_HELD = {
    "j": ("version of an entry", "versions of entries"),
    "s": ("shared record", "shared records"),
    "q": ("answer after a session", "answers after sessions"),
    "f": ("form that was not kept yet", "forms that were not kept yet"),
}
"""What a record is, by the kind of its segment."""
_VECTORS = "v"
_LATEST = 2**53 - 1
"""The highest sequence that is believed: room for more must be left above it."""


@dataclass(frozen=True)
class Known:
    """What the head says of one segment; `digest` is the SHA-256 of its file."""

    sequence: int
    digest: str
    count: int


def rows_of(head: Mapping[str, Known]) -> Rows:
    """The head as rows, its segments by name."""
    return {
        str(number): {
            "name": name,
            "sequence": known.sequence,
            "sha256": known.digest,
            "count": known.count,
        }
        for number, (name, known) in enumerate(sorted(head.items()), 1)
    }


def knowns(rows: Rows) -> Iterator[tuple[str, Known]]:
    """What the rows of a head say; rows that say nothing of a segment are passed over."""
    for row in rows.values():
        name, sequence, digest = row.get("name"), row.get("sequence"), row.get("sha256")
        count = row.get("count")
        if (
            isinstance(name, str)
            and NAME.fullmatch(name)
            and type(sequence) is int
            and 0 < sequence <= _LATEST
            and isinstance(digest, str)
            and type(count) is int
        ):
            yield name, Known(sequence, digest, count)


def loss(name: str, known: Known | None) -> str:
    """That nothing of the segment `name` can be read, and what may help; `known` is what it held."""
    kind = name.partition("-")[0]
    happened = f"{name}{SUFFIX} is missing or damaged."
    if kind == _VECTORS:
        return f"{happened} Search by meaning makes what it held anew."
    held = "What it held"
    if known is not None and kind in _HELD and 0 < known.count <= MOST_RECORDS:
        one, several = _HELD[kind]
        held = f"It held {known.count} {one if known.count == 1 else several}, which"
    return f"{happened} {held} cannot be read. A backup may have it."
