"""Which entries to show: by kind, tag, mood and period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Select

from assistant.entry import MOODS, EntryKind
from tui.text import plain

if TYPE_CHECKING:
    from assistant.journal_search import JournalFilters

_MOST_TAGS = 200
_PERIODS = {
    "7": "last 7 days",
    "30": "last 30 days",
    "90": "last 90 days",
    "365": "last 365 days",
    "year": "this year",
    "before": "before this year",
}


class JournalChoices(Horizontal):
    """Four choices on one line, shown while they are wanted."""

    def compose(self) -> ComposeResult:
        """One of each."""
        yield Select(
            [(kind.value, kind.value) for kind in EntryKind],
            prompt="every kind",
            id="kind",
            compact=True,
        )
        yield Select[str]([], prompt="every tag", id="tag", compact=True)
        yield Select(
            [(name, mood) for mood, name in MOODS.items()],
            prompt="every mood",
            id="mood-is",
            compact=True,
        )
        yield Select(
            [(told, period) for period, told in _PERIODS.items()],
            prompt="any time",
            id="period",
            compact=True,
        )

    def offer_tags(self, tags: Sequence[str]) -> None:
        """Offer the most frequent of `tags`, keeping the one that is chosen."""
        select = self.query_one("#tag", Select)
        chosen = select.selection
        with self.prevent(Select.Changed):
            offered = tags[:_MOST_TAGS]
            select.set_options((plain(f"#{tag}"), tag) for tag in offered)
            if chosen in offered:
                select.value = chosen

    def filters(self, today: date) -> JournalFilters:
        """What is chosen, as of `today`."""
        from assistant.journal_search import JournalFilters

        kind, tag, mood, period = (
            self.query_one(name, Select).selection
            for name in ("#kind", "#tag", "#mood-is", "#period")
        )
        since, until = None, None
        year = date(today.year, 1, 1)
        if period == "year":
            since = year
        elif period == "before":
            until = year - timedelta(days=1)
        elif period is not None:
            since = today - timedelta(days=int(str(period)) - 1)
        return JournalFilters(
            kind=EntryKind(kind) if kind else None,
            tags=(str(tag),) if tag else (),
            mood=int(str(mood)) if mood else None,
            since=since,
            until=until,
        )

    def clear(self) -> None:
        """Choose nothing."""
        for select in self.query(Select):
            select.clear()
