r"""A journal as Markdown and as JSON for its writer to keep; both come back whole by importing them.

The Markdown is one file, oldest entry first:

    # Journal

    <!-- viceversa-journal v1, entries: 1. (a word on how to edit it) -->

    ## 2026-11-03 14:05 +01:00

    <!-- entry
    id: 0123456789abcdef
    at: 2026-11-03T14:05:12+01:00
    kept: 2026-11-03T13:06:00+00:00
    kind: reflection
    mood: good (4)
    tags: ["trust"]
    prompts: ["What did I hear?"]
    session: "The third one"
    edits: 2
    lines: 3
    -->

    The text as it was written, here of three lines,

    ## which may look like anything.

`lines` is what parts an entry from the next, so no line of a text is ever taken for a mark of ours, and
none has to be changed. Tags, prompts and the session are JSON in which > is spelled \u003e, so that none
ends the comment; `mood`, `tags`, `prompts` and `session` stand only where there is one.

The JSON is {"format": "viceversa-journal", "v": 1, "entries": [...]}, each entry with exactly the fields
"id", "at", "kept" (ISO 8601 with an offset), "kind", "mood" (1 to 5 or null), "tags", "prompts",
"session" (or null), "text" and "edits" (how often it was changed).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.entry import MOODS, Entry

FORMAT = "viceversa-journal"
VERSION = 1
COMMENT = f"<!-- {FORMAT} v"
"""What the line begins with that tells our Markdown from any other."""
ENTRY = "<!-- entry"
END = "-->"
_ADVICE = 'Texts may be mended by hand: mind "entries" here, and "lines" of an entry, where their number changes.'


def markdown(entries: Iterable[Entry]) -> str:
    """Return `entries` as one Markdown text, oldest first."""
    ordered = _ordered(entries)
    lines = ["# Journal", "", f"{COMMENT}{VERSION}, entries: {len(ordered)}. {_ADVICE} {END}", ""]
    for entry in ordered:
        text = entry.text.split("\n")
        known = [f"{name}: {value}" for name, value in _known(entry)]
        lines += [f"## {_heading(entry)}", "", ENTRY, *known, f"lines: {len(text)}", END, ""]
        lines += [*text, ""]
    return "\n".join(lines)


def as_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return `entries`, oldest first, in the shape that stands above."""
    return {
        "format": FORMAT,
        "v": VERSION,
        "entries": [
            {
                "id": entry.id,
                "at": entry.at.isoformat(),
                "kept": entry.kept.isoformat(),
                "kind": entry.kind.value,
                "mood": entry.mood,
                "tags": list(entry.tags),
                "prompts": list(entry.prompts),
                "session": entry.session,
                "text": entry.text,
                "edits": entry.edits,
            }
            for entry in _ordered(entries)
        ],
    }


def json_text(entries: Iterable[Entry]) -> str:
    """Return what `as_json` says as text to write."""
    return json.dumps(as_json(entries), ensure_ascii=False, indent=2) + "\n"


def _ordered(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.at, entry.id))


def _heading(entry: Entry) -> str:
    said = entry.at.isoformat(" ", "minutes")
    return f"{said[:16]} {said[16:]}"


def _known(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "id", entry.id
    yield "at", entry.at.isoformat()
    yield "kept", entry.kept.isoformat()
    yield "kind", entry.kind.value
    if entry.mood is not None:
        yield "mood", f"{MOODS[entry.mood]} ({entry.mood})"
    if entry.tags:
        yield "tags", _quoted(entry.tags)
    if entry.prompts:
        yield "prompts", _quoted(entry.prompts)
    if entry.session is not None:
        yield "session", _quoted(entry.session)
    yield "edits", str(entry.edits)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace(">", "\\u003e")
