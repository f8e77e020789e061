"""Journal entries in a list: when, what kind, which mood, which tags; words only where asked for."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from assistant.entry import MOODS
from assistant.wording import one_line
from tui.journal_days import day_said, hour
from tui.text import plain, said
from tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from assistant.entry import Entry

_PASSAGE_LINES = 2
_PASSAGE = 400
"""Characters of a passage: two lines of the widest terminal."""


@dataclass(frozen=True, repr=False)
class Row:
    """An entry, and the passage of it that was found."""

    entry: Entry
    passage: str = ""


class EntryList(LineList):
    """Rows of entries, newest or best first. First lines are shown while `titles` is on."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(widget_id)
        self._rows: Sequence[Row] = ()
        self._today = date.min
        self._titles = False

    def show(self, rows: Sequence[Row], today: date, *, titles: bool, row: int = 0) -> None:
        """Show `rows` as of `today`, with `row` in hand."""
        self._rows, self._today, self._titles = rows, today, titles
        found = any(one.passage for one in rows[:1])
        height = 1 + _PASSAGE_LINES if found else 1 + titles
        self.show_rows(len(rows), height, row)

    def on_unmount(self) -> None:
        """Hold nothing."""
        self._rows = ()

    @property
    def in_hand(self) -> Entry | None:
        """The entry in hand."""
        row = self.highlighted
        return None if row is None or row >= len(self._rows) else self._rows[row].entry

    def draw(self, row: int, width: int) -> Sequence[Content]:
        """When and what it is, and below it the passage or the first line."""
        one = self._rows[row]
        head = head_of(one.entry, self._today, width)
        if one.passage:
            passage = one_line(one.passage)[:_PASSAGE]
            wrapped = textwrap.wrap(
                passage, max(8, width - 4), max_lines=_PASSAGE_LINES, placeholder=" …"
            )
            return [head, *(said("[$quiet]  $line[/]", line=line) for line in wrapped)]
        if self._titles:
            return [head, said("[$quiet]  $title[/]", title=one.entry.title)]
        return [head]


def head_of(entry: Entry, today: date, width: int = 80) -> Content:
    """One line on `entry` that tells nothing of its words but its tags."""
    day = day_said(entry.at.date(), today)
    mood = MOODS[entry.mood] if entry.mood else ""
    tags = " ".join(f"#{tag}" for tag in entry.tags)
    if width < 56:
        return said("$when[$quiet] $kind $mood $tags[/]", when=f"{day} {hour(entry.at)}",
                    kind=entry.kind.value, mood=mood, tags=tags)  # fmt: skip
    return Content.assemble(
        plain(f"{day:<12}"),
        said("[$quiet] $hour  $kind[/]", hour=hour(entry.at), kind=f"{entry.kind.value:<12}"),
        plain(f"{mood:<8}"),
        said("[$quiet]$tags[/]", tags=tags),
    )
