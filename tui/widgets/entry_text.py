"""The words of an entry for reading: Markdown in a plain dress, part by part where it is long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from assistant.entry import MOODS
from tui.journal_days import distance, hour, whole_day
from tui.text import plain, said

if TYPE_CHECKING:
    from datetime import date

    from assistant.entry import Entry

PART = 20_000
"""Characters that are shown at once: laying out a whole book would take seconds."""
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*")
_BULLET = re.compile(r"^(\s*)[-*+] ")
_HEADING = re.compile(r"^#{1,6} +")


def parts_of(text: str) -> list[str]:
    """`text` in parts of about PART characters, parted between lines where that can be."""
    parts, start = [], 0
    while len(text) - start > PART:
        end = text.rfind("\n", start + PART // 2, start + PART) + 1 or start + PART
        parts.append(text[start:end].rstrip("\n"))
        start = end
    parts.append(text[start:])
    return parts


def rendered(text: str) -> Content:
    """`text` with headings, bold words, bullets and quotations as such; all else to the letter.

    Nothing in it does anything: a link is its own text.
    """
    return Content("\n").join([_line(line) for line in text.split("\n")])


def _line(line: str) -> Content:
    heading = _HEADING.match(line)
    if heading:
        return said("[b]$text[/b]", text=line[heading.end() :])
    if line.startswith(">"):
        return said("[$quiet]│ $text[/]", text=line[1:].removeprefix(" "))
    shown = _BULLET.sub(r"\1· ", line)
    parts, at = [], 0
    for bold in _BOLD.finditer(shown):
        parts += [plain(shown[at : bold.start()]), said("[b]$text[/b]", text=bold[1])]
        at = bold.end()
    parts.append(plain(shown[at:]))
    return Content.assemble(*parts) if len(parts) > 1 else parts[0]


def facts_of(entry: Entry, today: date) -> list[Content]:
    """What is known of `entry` besides its words, a line each."""
    day = entry.at.date()
    known = [entry.kind.value]
    if entry.mood:
        known.append(f"mood {MOODS[entry.mood]}")
    known += [f"#{tag}" for tag in entry.tags]
    told = [
        said(
            "[b]$day, $hour[/b] [$quiet]· $ago[/]",
            day=whole_day(day),
            hour=hour(entry.at),
            ago=distance(day, today),
        ),
        said("[$quiet]$known[/]", known=" · ".join(known)),
    ]
    if entry.captured:
        told.append(said("[$quiet]Captured while the journal was locked[/]"))
    if entry.edits:
        times = "once" if entry.edits == 1 else f"{entry.edits:,} times"
        last = f"{whole_day(entry.kept.date())}, {hour(entry.kept)}"
        told.append(said("[$quiet]Changed $times, last on $last[/]", times=times, last=last))
    told += [said("[i]$prompt[/i]", prompt=prompt) for prompt in entry.prompts]
    return told
