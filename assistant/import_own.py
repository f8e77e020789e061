"""Our own exports, read back: all of them or nothing.

Only what a draft holds comes back: an entry gets a new id, and counts as never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime

from assistant.entry import MOODS, Draft, EntryKind
from assistant.errors import Trouble
from assistant.import_draft import Fields, Left, no_more_than_allowed
from assistant.import_file import refused
from assistant.import_moments import utc_has
from assistant.journal_export import COMMENT, END, ENTRY, FORMAT, VERSION

_FIELDS = {"id", "at", "kept", "kind", "mood", "tags", "prompts", "session", "text", "edits"}
_HEAD = re.compile(re.escape(COMMENT) + r"([0-9]{1,9}), entries: ([0-9]{1,9})\.")
_MOOD = re.compile(r"\w+ \(([1-5])\)")
_NUMBER = re.compile(r"[0-9]{1,9}")
_HEADING = re.compile(r"## [0-9]{4}-")
_HEAD_WITHIN = 10


def is_own(data: dict[str, object]) -> bool:
    """Whether `data` says that it is our JSON."""
    return data.get("format") == FORMAT


def read_own(data: dict[str, object], what: str, left: Left) -> list[Draft]:
    """The drafts of our JSON. Raises Trouble with the number of the entry and the field."""
    version = data.get("v")
    entries = data.get("entries")
    if type(version) is not int or not isinstance(entries, list) or len(data) != 3:
        raise refused(what, "its outer fields are not those of a journal of Vice Versa")
    _known_version(version, what)
    no_more_than_allowed(len(entries), what)
    return [_draft(Fields(what, number, entry), left) for number, entry in enumerate(entries, 1)]


def _known_version(version: int, what: str) -> None:
    if version > VERSION:
        hint = "Update the program to import it."
        raise refused(what, "a newer version of Vice Versa has written it", hint)
    if version != VERSION:
        raise refused(what, "its version is not known")


def _draft(fields: Fields, left: Left) -> Draft:
    if missing := sorted(_FIELDS - fields.names):
        raise fields.wrong(missing[0], "is missing")
    if fields.names != _FIELDS:
        raise fields.wrong("one field", "is not known")
    kind, text = fields.needed("kind"), fields.needed("text")
    if kind not in list(EntryKind):
        raise fields.wrong("kind", "is not known")
    if (fields.count("edits") or 0) > 0:
        left.add("how often 1 entry was changed", "how often {n} entries were changed")
    draft = fields.draft(
        text=text,
        at=_at(fields),
        kind=EntryKind(kind),
        mood=fields.count("mood"),
        tags=tuple(fields.texts("tags")),
        prompts=tuple(fields.texts("prompts")),
        session=fields.text("session") if fields.has("session") else None,
    )
    if not draft.text.strip():
        raise fields.wrong("text", "is empty")
    return draft


def _at(fields: Fields) -> datetime:
    try:
        at = datetime.fromisoformat(fields.needed("at"))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not utc_has(at):
        raise fields.wrong("at", "is not a moment such as 2026-11-03T14:05:00+01:00")
    return at


def head_of(lines: Sequence[str]) -> int | None:
    """Which of `lines` says that this is our Markdown, counted from 0; None if none does."""
    return next(
        (n for n, line in enumerate(lines[:_HEAD_WITHIN]) if line.startswith(COMMENT)), None
    )


def read_own_markdown(lines: Sequence[str], what: str, left: Left) -> list[Draft]:
    """The drafts of our Markdown. Raises Trouble with the number of the line or of the entry."""
    start = head_of(lines) or 0
    head = _HEAD.match(lines[start])
    if head is None:
        raise _at_line(what, start)
    _known_version(int(head[1]), what)
    promised = int(head[2])
    no_more_than_allowed(promised, what)
    drafts: list[Draft] = []
    at = _next_heading(lines, start + 1, what)
    while at < len(lines):
        number = len(drafts) + 1
        known, first = _known(lines, at + 1, what, number)
        count = known.pop("lines", None)
        if type(count) is not int or count < 1 or first + count > len(lines):
            raise refused(
                what, f"entry {number:,} is cut off, or its lines are not as many as it says"
            )
        known["text"] = "\n".join(lines[first : first + count])
        drafts.append(_draft(Fields(what, number, known), left))
        at = _next_heading(lines, first + count, what)
    if len(drafts) != promised:
        reason = f"{len(drafts):,} entries are in it where it says {promised:,}"
        raise refused(what, reason, "It may be cut off.")
    return drafts


def _next_heading(lines: Sequence[str], at: int, what: str) -> int:
    """The next line that says something, which has to be an entry's heading; or the end."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at < len(lines) and not _HEADING.match(lines[at]):
        raise _at_line(what, at)
    return at


def _known(lines: Sequence[str], at: int, what: str, number: int) -> tuple[dict[str, object], int]:
    """What the comment beneath a heading says, and where the text begins."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at >= len(lines) or lines[at].rstrip() != ENTRY:
        raise refused(what, f"entry {number:,} does not say what is known of it")
    known: dict[str, object] = {"mood": None, "tags": [], "prompts": [], "session": None}
    for line in range(at + 1, min(at + 2 + len(_FIELDS), len(lines))):
        if lines[line].rstrip() == END:
            if "".join(lines[line + 1 : line + 2]).strip():
                raise _at_line(what, line + 1)
            return known, line + 2
        name, mark, said = lines[line].partition(": ")
        if not mark or name not in (_FIELDS | {"lines"}) - {"text"}:
            raise _at_line(what, line)
        try:
            known[name] = _value(name, said.rstrip())
        except (ValueError, RecursionError):
            name = ""
        if not name:
            raise _at_line(what, line)
    raise refused(what, f"what is known of entry {number:,} has no end")


def _value(name: str, said: str) -> object:
    """What `said` means for `name`. Raises ValueError, or RecursionError."""
    if name in {"tags", "prompts", "session"}:
        return json.loads(said)
    if name in {"lines", "edits"}:
        if not _NUMBER.fullmatch(said):
            raise ValueError("no number")
        return int(said)
    if name == "mood":
        mood = _MOOD.fullmatch(said)
        if mood is None or said != f"{MOODS[int(mood[1])]} ({mood[1]})":
            raise ValueError("no mood")
        return int(mood[1])
    return said


def _at_line(what: str, line: int) -> Trouble:
    return refused(what, f"line {line + 1:,} is not what should stand there")
