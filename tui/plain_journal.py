"""What the `journal` commands print, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.entry import MOODS, Draft, Entry
from tui.plain import echo, heading, paragraph

if TYPE_CHECKING:
    from assistant.journal import Captured
    from assistant.journal_import import Import
    from assistant.journal_search import JournalHit

_SHORT = 8
"""Digits of an id where they tell entries apart; a whole one has 16."""


def entry_json(entry: Entry) -> dict[str, Any]:
    """All of an entry in the shape the README documents."""
    from assistant.journal_export import as_json

    (told,) = as_json([entry])["entries"]
    return {**told, "captured": entry.captured}


def line_json(entry: Entry, *, titles: bool = False) -> dict[str, Any]:
    """An entry in a list: nothing of its text, but with `titles` its title."""
    told = {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "kind": entry.kind.value,
        "mood": entry.mood,
        "tags": list(entry.tags),
        "edits": entry.edits,
        "captured": entry.captured,
    }
    return {**told, "title": entry.title} if titles else told


def hit_json(hit: JournalHit) -> dict[str, Any]:
    """A result of a search."""
    found = {"passage": hit.passage, "score": hit.score}
    return {**line_json(hit.entry, titles=True), **found}


def captured_json(note: Captured) -> dict[str, Any]:
    """A note taken while locked, with the id it is let in by."""
    draft = note.draft
    return {
        "id": note.path.stem,
        "at": draft.at.isoformat() if draft.at else None,
        "kind": draft.kind.value,
        "mood": draft.mood,
        "tags": list(draft.tags),
        "text": draft.text,
    }


def import_json(found: Import, known: int, *, imported: bool) -> dict[str, Any]:
    """What an import brings, and how much of its source the journal has already."""
    days = sorted(draft.at.date().isoformat() for draft in found.drafts if draft.at)
    return {
        "kind": found.kind.value,
        "entries": len(found.drafts),
        "from": days[0] if days else None,
        "to": days[-1] if days else None,
        "left": list(found.left),
        "already": known,
        "imported": imported,
    }


def print_list(entries: Sequence[Entry], known: Iterable[Entry], *, titles: bool) -> None:
    """Print a line for each of `entries`; their ids tell them apart from all `known`.

    Titles only where they are asked for: whoever looks over a shoulder reads a list first.
    """
    digits = _digits(entry.id for entry in known)
    for entry in entries:
        echo(f"{entry.id[:digits]}  {_about(entry)}")
        if titles:
            paragraph(entry.title, "    ", breaking=True)


def print_entry(entry: Entry) -> None:
    """Print an entry: when, what kind, what it answers, and its text just as it was written."""
    heading(_about(entry))
    if entry.edits:
        changed = "once" if entry.edits == 1 else f"{entry.edits} times"
        echo(f"changed {changed}, last on {_moment(entry.kept)}")
    if entry.captured:
        echo("taken while the journal was locked")
    for prompt in entry.prompts:
        paragraph(prompt, "? ", breaking=True)
    echo()
    echo(entry.text)


def print_versions(versions: Sequence[Entry]) -> None:
    """Print all versions of an entry, the first one first."""
    for number, entry in enumerate(versions, 1):
        if number > 1:
            echo()
        echo(f"Version {number} of {len(versions)}, kept on {_moment(entry.kept)}")
        print_entry(entry)


def print_hits(hits: Sequence[JournalHit], known: Iterable[Entry]) -> None:
    """Print what a search found, with the passage that matched."""
    if not hits:
        echo("Nothing in your journal is near that.")
        return
    digits = _digits(entry.id for entry in known)
    for hit in hits:
        heading(f"{hit.entry.id[:digits]}  {_about(hit.entry)}")
        paragraph(hit.passage, breaking=True)


def print_captured(notes: Sequence[Captured]) -> None:
    """Print the notes taken while locked, each with the id it is let in by."""
    if not notes:
        echo("No notes taken while locked.")
    digits = _digits(note.path.stem for note in notes)
    for number, note in enumerate(notes):
        if number:
            echo()
        heading(f"{note.path.stem[:digits]}  {_about(note.draft)}")
        echo(note.draft.text)


def about_entry(entry: Entry) -> str:
    """An entry as it is named in a question: nothing of its text."""
    return f"{entry.id[:_SHORT]}, {_about(entry)}"


def _about(written: Draft) -> str:
    """When it was, what it is, its mood in words and its tags."""
    parts = [_moment(written.at) if written.at else "", written.kind.value]
    if written.mood is not None:
        parts.append(f"{MOODS[written.mood]} ({written.mood})")
    parts.append(" ".join(f"#{tag}" for tag in written.tags))
    return "  ".join(filter(None, parts))


def _moment(moment: datetime) -> str:
    return f"{moment:%a} {moment.day:2} {moment:%b} {moment.year} {moment:%H:%M}"


def _digits(every: Iterable[str]) -> int:
    ids = list(every)
    return _SHORT if len({one[:_SHORT] for one in ids}) == len(ids) else 16
