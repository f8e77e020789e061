"""Plain Markdown and text: one file, or all .md and .txt files of a folder.

A file is one entry. Its day comes from `date:` in the front matter, else from the beginning of its name
(2026-11-03, 2026-11-03-title, 20261103), else from a date that its first line, a heading, begins with,
else from when the file was changed last. A file is parted into several entries where all headings of one
level begin with a date, and at least two: `## 2026-11-03 14:05`. The highest such level counts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from assistant.entry import Draft
from assistant.errors import reason_of
from assistant.import_draft import Left, draft_of, kept_tags, without_text
from assistant.import_file import MOST_BYTES, name_of, read_bytes, refused, text_of
from assistant.import_moments import Dated, dated, day_in_name, settled
from assistant.import_own import head_of, read_own_markdown
from knowledge.bounded import MIB

SUFFIXES = (".md", ".markdown", ".txt")
_MOST_FILES = 20_000
_MOST_SEEN = 200_000
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
_FIELD = re.compile(r"([A-Za-z][\w -]{0,60}):(?=[ \t]|$)")
_LONGEST_FRONT = 500
"""Lines of front matter; what goes on for longer is text between two rules."""


@dataclass(frozen=True)
class _Front:
    """The front matter of a file: what is read of it, how many other fields it has, and the rest."""

    date: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    others: int = 0


@dataclass(frozen=True)
class _Heading:
    line: int
    marks: str
    text: str
    date: Dated | None


def files_in(folder: Path, left: Left) -> list[Path]:
    """The .md and .txt files in `folder` and below by name, but nothing hidden or behind a link.

    Raises Trouble for more than 20,000 of them, for a folder with far more in it, and for none.
    """
    found: list[Path] = []
    others = 0
    for seen, path in enumerate(_below(folder), 1):
        if path.suffix.lower() in SUFFIXES:
            found.append(path)
        else:
            others += 1
        if len(found) > _MOST_FILES or seen > _MOST_SEEN:
            raise refused(name_of(folder), "too many files are in it", "Import it in parts.")
    if not found:
        hint = "An export of Day One or jrnl is a file: name the file."
        raise refused(name_of(folder), "no .md or .txt file is in it", hint)
    left.add(
        "1 file that is neither .md nor .txt", "{n} files that are neither .md nor .txt", others
    )
    return sorted(found)


def _below(folder: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        reason = f"a folder of it cannot be read ({reason_of(error)})"
        raise refused(name_of(folder), reason) from None

    for root, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root, name) for name in names if not name.startswith("."))


def read_files(paths: list[Path], what: str, now: datetime, left: Left) -> tuple[list[Draft], bool]:
    """The drafts of `paths`, in that order, and whether all of them are exports of our own.

    Days and times are those of the zone of `now` unless they say another. Raises Trouble that names
    the file, or `what` they are all in.
    """
    zone = now.tzinfo or UTC
    drafts: list[Draft] = []
    room = MOST_BYTES
    own = True
    for path in paths:
        data = read_bytes(path)
        room -= len(data)
        if room < 0:
            raise refused(what, f"its files have more than {MOST_BYTES // MIB} MiB in all")
        lines = text_of(data, name_of(path)).split("\n")
        if head_of(lines) is not None:
            drafts += read_own_markdown(lines, name_of(path), left)
        else:
            own = False
            drafts += _drafts(path, lines, zone, now, left)
    return drafts, own


def _drafts(
    path: Path, lines: list[str], zone: tzinfo, now: datetime, left: Left
) -> Iterator[Draft]:
    front, start = _front(lines)
    body = lines[start:]
    if front.others:
        one = "other fields in the front matter of 1 file"
        left.add(one, "other fields in the front matter of {n} files")
    headings = list(_headings(body, zone))
    own = _own_date(path, front, zone, left)
    parts = list(_parts(body, headings, left))
    if not parts:
        first = _opening(body, headings)
        if own is None and first is not None:
            own = first.date
            body = [_undated(first), *body[first.line + 1 :]]
        parts = [(None, body)]
    for heading, written in parts:
        date = own if heading is None else heading.date
        text = "\n".join(written).strip("\n")
        if heading is None and front.title and f"# {front.title}" not in text.split("\n", 1)[0]:
            text = f"# {front.title}\n\n{text}".rstrip()
        yield from _entry(path, text, date or _changed(path, zone, now, left), front, left)


def _entry(path: Path, text: str, date: Dated, front: _Front, left: Left) -> Iterator[Draft]:
    if not date.timed:
        left.add("the time of 1 entry: noon is set", "the times of {n} entries: noon is set")
    tags = kept_tags(list(front.tags), left, date.at)
    where = f"an entry of {date.at.date().isoformat()}"
    draft = draft_of(name_of(path), where, text=text, at=date.at, tags=tags)
    if draft.text.strip():
        yield draft
    else:
        without_text(left, date.at)


def _own_date(path: Path, front: _Front, zone: tzinfo, left: Left) -> Dated | None:
    """What the front matter says, or the file's name."""
    if front.date:
        if said := dated(front.date, zone):
            return said
        one = "the date in the front matter of 1 file, which cannot be read"
        left.add(one, "the dates in the front matter of {n} files, which cannot be read")
    named = day_in_name(path.name, zone)
    return None if named is None else Dated(named, timed=False, rest="")


def _changed(path: Path, zone: tzinfo, now: datetime, left: Left) -> Dated:
    """When the file was changed last."""
    try:
        at = settled(datetime.fromtimestamp(path.stat().st_mtime, zone))
    except (OSError, ValueError, OverflowError):
        at = now
    one = "the date of 1 entry that says none: it is when its file was changed last"
    more = "the dates of {n} entries that say none: they are when their files were changed last"
    left.add(one, more)
    return Dated(at, timed=True, rest="")


def _front(lines: list[str]) -> tuple[_Front, int]:
    """The front matter and the number of lines that it takes."""
    if lines[0].rstrip() != "---":
        return _Front(), 0
    window = lines[1:_LONGEST_FRONT]
    end = next((n for n, line in enumerate(window) if line.rstrip() in {"---", "..."}), None)
    if end is None or not all(map(_is_front, window[:end])):
        return _Front(), 0
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in window[:end]:
        if field := _FIELD.match(line):
            values = fields.setdefault(field[1].strip().lower(), [])
            values.append(line[field.end() :].strip())
        else:
            values.append(line.strip().removeprefix("-").strip())
    tags = fields.pop("tags", [])
    one = {name: _unquoted(" ".join(fields.pop(name, []))) for name in ("date", "title")}
    listed = [part for value in tags for part in value.strip("[]").split(",")]
    read = tuple(_unquoted(tag) for tag in listed)
    return _Front(one["date"], one["title"], read, others=len(fields)), end + 2


def _is_front(line: str) -> bool:
    """Whether `line` is a field, goes on with one, or says nothing."""
    return not line.strip() or line[0] in " \t-#" or _FIELD.match(line) is not None


def _unquoted(text: str) -> str:
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'":
        return bare[1:-1].strip()
    return bare


def _headings(lines: list[str], zone: tzinfo) -> Iterator[_Heading]:
    """The headings of `lines`, without what only looks like one within a block of code."""
    fence = ""
    for number, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and (found := _HEADING.match(line)):
            text = line[found.end() :].strip()
            yield _Heading(number, found[1], text, dated(text, zone))


def _opening(lines: list[str], headings: list[_Heading]) -> _Heading | None:
    """The first line that says something, if it is a heading with a date."""
    first = headings[0] if headings else None
    if first is None or first.date is None or any(line.strip() for line in lines[: first.line]):
        return None
    return first


def _undated(heading: _Heading) -> str:
    """`heading` without its date; "" if it says nothing else."""
    rest = heading.date.rest.strip(" \t#,:–—-") if heading.date else heading.text
    return f"{heading.marks} {rest}" if rest else ""


def _parts(
    lines: list[str], headings: list[_Heading], left: Left
) -> Iterator[tuple[_Heading | None, list[str]]]:
    """Each dated heading with its text, and what stands outside of them; nothing if it is one entry."""
    levels = sorted({heading.marks for heading in headings}, key=len)
    for marks in levels:
        dates = [heading.date for heading in headings if heading.marks == marks]
        if len(dates) > 1 and all(dates):
            break
    else:
        return
    cuts = [heading for heading in headings if len(heading.marks) <= len(marks)]
    if any(line.strip() for line in lines[: cuts[0].line]):
        yield None, lines[: cuts[0].line]
    for heading, following in zip(cuts, [*cuts[1:], None], strict=True):
        end = None if following is None else following.line
        under = lines[heading.line + 1 : end]
        if heading.marks == marks:
            yield heading, [_undated(heading), *under]
        elif any(line.strip() for line in under):
            yield None, [lines[heading.line], *under]
        else:  # a year or a month over its days
            left.add("1 heading with nothing under it", "{n} headings with nothing under them")
