"""What a writer's head says: each segment with its sequence, hash and number of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.storage.segments import NAME, Rows

HEAD = "head"
"""The name of the segment that it is."""


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
            and isinstance(digest, str)
            and type(count) is int
        ):
            yield name, Known(sequence, digest, count)
