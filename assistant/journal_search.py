"""Searching one's own journal by words and by meaning, in memory only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.entry import Entry, EntryKind


@dataclass(frozen=True)
class JournalFilters:
    """What entries must be like; None and "" ask for nothing. `since` and `until` are inclusive."""

    kind: EntryKind | None = None
    tag: str = ""
    mood: int | None = None
    since: date | None = None
    until: date | None = None

    def admits(self, entry: Entry) -> bool:
        """Whether `entry` is like that."""
        day = entry.at.date()
        return (
            self.kind in {None, entry.kind}
            and (not self.tag or self.tag in entry.tags)
            and self.mood in {None, entry.mood}
            and (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
        )


@dataclass(frozen=True)
class JournalHit:
    """An entry that was found, with the passage that matched and its score, up to 1."""

    entry: Entry
    passage: str
    score: float
