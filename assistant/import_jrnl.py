"""jrnl's JSON export: `jrnl --format json`, one journal, several, or a single entry."""

from __future__ import annotations

from datetime import tzinfo

from assistant.entry import Draft
from assistant.import_draft import (
    STARRED,
    Fields,
    Left,
    kept_tags,
    no_more_than_allowed,
    without_text,
)
from assistant.import_moments import dated

_KNOWN = {"title", "body", "date", "time", "tags", "starred", "uuid", "creator"}


def jrnl_entries(data: dict[str, object], left: Left) -> list[object] | None:
    """The entries of a journal, of several by name, or the one entry; None if it is not jrnl's."""
    listed = data.get("entries")
    if isinstance(listed, list):
        return listed
    if {"title", "body", "date"} <= data.keys():
        return [data]
    journals = list(data.values())
    found: list[object] = []
    for journal in journals:
        entries = journal.get("entries") if isinstance(journal, dict) else None
        if not isinstance(entries, list):
            return None
        found += entries
    if not journals:
        return None
    left.add("the name of 1 journal", "the names of {n} journals", len(journals))
    return found


def read_jrnl(entries: list[object], what: str, zone: tzinfo, left: Left) -> list[Draft]:
    """The drafts of jrnl's `entries`. Its times have no zone: they are taken to be in `zone`.

    A star becomes the tag "starred". Raises Trouble with the number of the entry and the field.
    """
    no_more_than_allowed(len(entries), what)
    drafts = []
    for number, entry in enumerate(entries, 1):
        fields = Fields(what, number, entry)
        moment = dated(f"{fields.needed('date')} {fields.text('time')}".rstrip(), zone)
        if moment is None or moment.rest:
            raise fields.wrong("date or time", "is not a day and a time")
        if not moment.timed:
            left.add("the time of 1 entry: noon is set", "the times of {n} entries: noon is set")
        tags = fields.texts("tags") + [STARRED] * fields.flag("starred")
        if fields.says("creator"):
            left.add("the device of 1 entry", "the devices of {n} entries")
        if fields.names - _KNOWN:
            left.add("unknown details of 1 entry", "unknown details of {n} entries")
        # jrnl parts what was typed into its first sentence and the rest.
        parts = [fields.text("title").strip(), fields.text("body").strip("\n").rstrip()]
        text = "\n\n".join(filter(None, parts))
        draft = fields.draft(text=text, at=moment.at, tags=kept_tags(tags, left, moment.at))
        if draft.text.strip():
            drafts.append(draft)
        else:
            without_text(left, moment.at)
    return drafts
