"""Day One's JSON export: a Journal.json, or the zip that it lies in."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

from assistant.entry import Draft
from assistant.import_draft import (
    STARRED,
    Fields,
    Left,
    kept_tags,
    no_more_than_allowed,
    without_text,
)
from assistant.import_file import MOST_BYTES, name_of, refused
from assistant.import_moments import settled, zone_of
from knowledge.bounded import MIB

_MOST_PARTS = 200_000  # photos have parts of their own
_MEDIA = {
    "photos": ("1 photo", "{n} photos"),
    "videos": ("1 video", "{n} videos"),
    "audios": ("1 sound recording", "{n} sound recordings"),
    "pdfAttachments": ("1 PDF file", "{n} PDF files"),
}
_DETAILS = {
    "location": ("the location of 1 entry", "the locations of {n} entries"),
    "weather": ("the weather of 1 entry", "the weather of {n} entries"),
    "userActivity": ("the steps or activity of 1 entry", "the steps or activity of {n} entries"),
    "music": ("the music of 1 entry", "the music of {n} entries"),
    "templateID": ("the template of 1 entry", "the templates of {n} entries"),
}
_TECHNICAL = {
    "uuid", "modifiedDate", "editingTime", "duration", "creationDevice", "creationDeviceType",
    "creationDeviceModel", "creationOSName", "creationOSVersion", "isAllDay", "richText",
    "sourceString", "publishURL",
}  # fmt: skip
_PINNED = ("the pin of 1 entry", "the pins of {n} entries")
_READ = {"creationDate", "timeZone", "text", "tags", "starred", "isPinned"}
_KNOWN = _READ | _MEDIA.keys() | _DETAILS.keys() | _TECHNICAL

_MOMENT = re.compile(r"!\[[^\]\n]{0,200}\]\(dayone-moment:[^)\s]{0,200}\)")
_LINK = re.compile(r"dayone2?://(?:view|open|edit)\b")
_ESCAPED = re.compile(r"(?<!\])\\(.)(?!\[)|\\.")
_IN_PLACE = re.compile(r"[ \t]{0,9}(?:[0-9]{0,9})\\[-+.)#>=]")
_PLAIN = set(".-!()+{}#>=:,;?'\"/&$%@^")
"""What means nothing to Markdown except at the beginning of a line."""
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")


def journals_in(path: Path) -> list[bytes]:
    """The JSON files at the root of the zip at `path`, in order of their names; nothing is extracted.

    Raises Trouble for what is no zip, is damaged, or unpacks to more than MOST_BYTES of JSON.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _json_parts(package, name_of(path))
    except zipfile.BadZipFile:
        reason = "the zip is damaged"
    except (OSError, ValueError, EOFError, RuntimeError, LookupError, struct.error, zlib.error):
        reason = "the zip cannot be read"
    raise refused(name_of(path), reason, "Export it from Day One anew.")


def _json_parts(package: zipfile.ZipFile, what: str) -> list[bytes]:
    parts = package.infolist()
    if len(parts) > _MOST_PARTS:
        raise refused(what, f"it holds more than {_MOST_PARTS:,} files")
    journals = [
        part
        for part in sorted(parts, key=lambda part: part.filename)
        if part.filename.lower().endswith(".json")
        and part.filename[0] != "."
        and "/" not in part.filename
    ]
    if not journals:
        raise refused(what, "no journal lies at its root", "Choose JSON when exporting.")
    found, room = [], MOST_BYTES
    for part in journals:
        if part.flag_bits & 1:
            raise refused(what, "it is encrypted")
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refused(what, "it is compressed in a way that is not known here")
        with package.open(part) as stream:
            data = stream.read(room + 1)
        room -= len(data)
        if room < 0:
            raise refused(what, f"its journals unpack to more than {MOST_BYTES // MIB} MiB")
        found.append(data)
    return found


def is_day_one(data: dict[str, object]) -> bool:
    """Whether `data` has the shape of a Journal.json."""
    entries = data.get("entries")
    if not isinstance(entries, list):
        return False
    first = entries[0] if entries else None
    if isinstance(first, dict) and ("creationDate" in first or "date" in first):
        return "creationDate" in first
    return isinstance(data.get("metadata"), dict)


def read_day_one(entries: list[object], what: str, left: Left) -> list[Draft]:
    """The drafts of Day One's `entries`, each at the time of its own zone.

    A star becomes the tag "starred", escapes that Markdown does not need are undone, and the places
    of photos are taken out. Raises Trouble with the number of the entry and the field.
    """
    no_more_than_allowed(len(entries), what)
    drafts = []
    for number, entry in enumerate(entries, 1):
        fields = Fields(what, number, entry)
        at = _moment(fields, left)
        _count_left(fields, left)
        tags = fields.texts("tags") + [STARRED] * fields.flag("starred")
        text = _text(fields.text("text"), left)
        draft = fields.draft(text=text, at=at, tags=kept_tags(tags, left, at))
        if draft.text.strip():
            drafts.append(draft)
        elif not fields.text("text").strip() and fields.says("richText"):
            one = "1 entry whose text stands only in Day One's rich form"
            left.add(one, "{n} entries whose text stands only in Day One's rich form", at=at)
        else:
            without_text(left, at)
    return drafts


def _moment(fields: Fields, left: Left) -> datetime:
    said = fields.needed("creationDate")
    try:
        moment = datetime.fromisoformat(said)
        if moment.tzinfo is None:
            raise ValueError("no zone")
        name = fields.text("timeZone")
        zone = zone_of(name) if name else UTC
        at = settled(moment.astimezone(zone or UTC))
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise fields.wrong("creationDate", "is not a moment such as 2026-11-03T14:05:00Z")
    if zone is None:
        one = "the time zone of 1 entry, which is not known here: its time is in UTC"
        more = "the time zones of {n} entries, which are not known here: their times are in UTC"
        left.add(one, more, at=at)
    return at


def _count_left(fields: Fields, left: Left) -> None:
    for field, (one, more) in _MEDIA.items():
        left.add(one, more, len(fields.items(field)))
    for field, (one, more) in _DETAILS.items():
        left.add(one, more, fields.says(field))
    left.add(*_PINNED, fields.flag("isPinned"))
    if fields.names & (_TECHNICAL - {"richText", "isAllDay"}):
        one = "the device, edit times and identifier of 1 entry"
        left.add(one, "the devices, edit times and identifiers of {n} entries")
    if fields.names - _KNOWN:
        left.add("unknown details of 1 entry", "unknown details of {n} entries")


def _text(text: str, left: Left) -> str:
    lines: list[str] = []
    fenced = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            bare, gone = _MOMENT.subn("", line) if "dayone-moment:" in line else (line, 0)
            one = "1 place in the text where a photo or recording stood"
            left.add(one, "{n} places in the text where a photo or recording stood", gone)
            if gone and not bare.strip():
                continue
            lines.append(_unescaped(bare))
            continue
        lines.append(line)
    links = len(_LINK.findall(text))
    one = "where 1 link to another entry leads"
    left.add(one, "where {n} links to other entries lead", links)
    return "\n".join(lines).strip("\n")


def _unescaped(line: str) -> str:
    # A mark at the beginning of a line would turn into a list, a heading, a quotation or a rule.
    start = _IN_PLACE.match(line)
    kept = start.end() if start else 0
    return line[:kept] + _ESCAPED.sub(_bare, line[kept:])


def _bare(escape: re.Match[str]) -> str:
    return escape[1] if escape[1] in _PLAIN else escape[0]
