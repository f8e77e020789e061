"""What the journal's list shows. Everything here runs in jobs: it looks at all entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tui.journal_messages import CapturedRead, EntriesRead, MoodsRead, RowsFound
from tui.widgets.entry_list import Row

if TYPE_CHECKING:
    from assistant.entry import Entry
    from assistant.journal_search import JournalFilters
    from assistant.pair_space import PairSpace

_FOUND = 30


def read_entries(pair: PairSpace) -> EntriesRead:
    """All entries, newest first, and what else is known when the journal is opened."""
    entries = sorted(pair.journal.by_id.values(), key=newest_first)
    tags = Counter(tag for entry in entries for tag in entry.tags)
    return EntriesRead(pair, entries, [tag for tag, _ in tags.most_common()], pair.captured())


def read_captured(pair: PairSpace) -> CapturedRead:
    """The notes taken while locked."""
    return CapturedRead(pair, pair.captured())


def newest_first(entry: Entry) -> tuple[float, float]:
    """What sorts entries, the newest first."""
    return -entry.at.timestamp(), -entry.kept.timestamp()


def chosen(entries: Sequence[Entry], filters: JournalFilters) -> RowsFound:
    """Those of `entries` that `filters` admits."""
    rows = [Row(entry) for entry in entries if filters.admits(entry)]
    return RowsFound(rows, counted(len(rows)))


def of_this_day(pair: PairSpace, today: date) -> RowsFound:
    """The entries of this day in former months and years."""
    rows = [Row(entry) for entry in pair.journal.on_this_day(today)]
    told = f"On this day, the {today.day}{_ending(today.day)}, in former months and years"
    return RowsFound(rows, f"{told}: {counted(len(rows))}")


def found(pair: PairSpace, query: str, filters: JournalFilters) -> RowsFound:
    """The entries near `query`, best first, and whether words or meaning found them."""
    from assistant.journal_search import Mode

    hits = pair.search.find(query, filters=filters, limit=_FOUND, typing=True)
    by_meaning = pair.search.mode is Mode.SEMANTIC
    how = "by words and by meaning" if by_meaning else "by words only"
    rows = [Row(hit.entry, hit.passage) for hit in hits]
    nearest = "the nearest " if len(rows) == _FOUND else ""
    return RowsFound(rows, f"{nearest}{counted(len(rows))} found {how}")


def moods(pair: PairSpace) -> MoodsRead:
    """The mood of each day."""
    return MoodsRead(pair.journal.moods())


def counted(count: int) -> str:
    """How many entries."""
    return {0: "no entry", 1: "1 entry"}.get(count, f"{count:,} entries")


def _ending(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day, "th")
