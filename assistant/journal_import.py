"""Journals kept elsewhere, read as drafts: plain Markdown, jrnl, Day One, and our own exports.

All or nothing: what is damaged is told with its place, and nothing of it is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from pathlib import Path

from assistant.entry import Draft
from assistant.import_dayone import is_day_one, journals_in, read_day_one
from assistant.import_draft import Left, no_more_than_allowed
from assistant.import_file import json_of, name_of, read_bytes, refused
from assistant.import_jrnl import jrnl_entries, read_jrnl
from assistant.import_markdown import SUFFIXES, files_in, read_files
from assistant.import_moments import day_said
from assistant.import_own import is_own, read_own

_KINDS = (
    "A Markdown or text file, a folder of them, or the JSON export of jrnl, Day One or Vice Versa."
)


class ImportKind(StrEnum):
    """Whose writing an import is."""

    MARKDOWN = "markdown"
    JRNL = "jrnl"
    DAY_ONE = "day one"
    VICE_VERSA = "vice versa"


@dataclass(frozen=True)
class Import:
    """What would be imported: `drafts` as they stood in the source, each with the moment it tells of.

    `left` says in a few words each what could not be carried over, and how much of it.
    """

    kind: ImportKind
    drafts: tuple[Draft, ...]
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """How many entries from when to when: 214 entries from 3 May 2019 to 2 November 2026."""
        moments = [draft.at for draft in self.drafts if draft.at is not None]
        if not moments:
            return "no entries"
        first, last = day_said(min(moments)), day_said(max(moments))
        count = "1 entry" if len(moments) == 1 else f"{len(moments):,} entries"
        return f"{count} of {first}" if first == last else f"{count} from {first} to {last}"


def read_import(path: Path, now: datetime) -> Import:
    """Read the journal at `path`; nothing is written anywhere.

    `now` has a time zone, which is that of times that say none. Raises Trouble that names the file and
    the line or the entry and field, without a word of what stands there.
    """
    if now.tzinfo is None:
        raise ValueError("now has no time zone")
    left = Left()
    try:
        folder, file = path.is_dir(), path.is_file()
    except (OSError, ValueError):
        folder = file = False
    if folder:
        return _markdown(files_in(path, left), name_of(path), now, left)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return _markdown([path], name_of(path), now, left)
    if suffix == ".zip" and file:
        return _day_one_zip(path, left)
    data = read_bytes(path)
    if suffix != ".json" and data.lstrip()[:1] != b"{":
        raise refused(name_of(path), "its kind is not known here", _KINDS)
    return _json(data, name_of(path), now.tzinfo, left)


def _markdown(paths: list[Path], what: str, now: datetime, left: Left) -> Import:
    drafts, own = read_files(paths, what, now, left)
    no_more_than_allowed(len(drafts), what)
    kind = ImportKind.VICE_VERSA if own else ImportKind.MARKDOWN
    return Import(kind, tuple(drafts), left.sentences())


def _json(data: bytes, what: str, zone: tzinfo, left: Left) -> Import:
    value = json_of(data, what)
    if isinstance(value, dict):
        if is_own(value):
            drafts = read_own(value, what, left)
            return Import(ImportKind.VICE_VERSA, tuple(drafts), left.sentences())
        if is_day_one(value):
            drafts = read_day_one(value["entries"], what, left)
            return Import(ImportKind.DAY_ONE, tuple(drafts), left.sentences())
        entries = jrnl_entries(value, left)
        if entries is not None:
            drafts = read_jrnl(entries, what, zone, left)
            return Import(ImportKind.JRNL, tuple(drafts), left.sentences())
    raise refused(what, "it is JSON, but not a journal of a known kind", _KINDS)


def _day_one_zip(path: Path, left: Left) -> Import:
    drafts: list[Draft] = []
    journals = journals_in(path)
    for number, data in enumerate(journals, 1):
        # Its name may say what the journal is about.
        what = name_of(path) if len(journals) == 1 else f"Journal {number} in {name_of(path)}"
        value = json_of(data, what)
        if not isinstance(value, dict) or not is_day_one(value):
            raise refused(what, "it is not a journal of Day One")
        drafts += read_day_one(value["entries"], what, left)
    no_more_than_allowed(len(drafts), name_of(path))
    left.add("the name of 1 journal", "the names of {n} journals", len(journals))
    return Import(ImportKind.DAY_ONE, tuple(drafts), left.sentences())
