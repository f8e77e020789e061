"""An entry of another journal as a draft of ours, and an account of what stayed behind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from assistant.entry import MAX_TAGS, Draft, tags_of, why_not
from assistant.errors import Trouble
from assistant.import_file import MOST_ENTRIES, refused
from assistant.import_moments import day_said

STARRED = "starred"
"""The tag of an entry that was marked with a star."""
_DAYS_NAMED = 5


class Left:
    """What could not be carried over, counted while an import is read."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._days: dict[tuple[str, str], list[str]] = {}

    def add(self, one: str, more: str, count: int = 1, at: datetime | None = None) -> None:
        """Count `count` of what `one` says for 1 and `more`, with {n}, for others.

        `at` is the entry's moment where it helps to know its day.
        """
        if not count:
            return
        kind = (one, more)
        self._counts[kind] = self._counts.get(kind, 0) + count
        if at is not None:
            days = self._days.setdefault(kind, [])
            if len(days) <= _DAYS_NAMED and (day := day_said(at)) not in days:
                days.append(day)

    def sentences(self) -> tuple[str, ...]:
        """What stayed behind, in the order it was met."""
        return tuple(
            (one if count == 1 else more.format(n=f"{count:,}")) + self._when((one, more))
            for (one, more), count in self._counts.items()
        )

    def _when(self, kind: tuple[str, str]) -> str:
        days = self._days.get(kind, [])
        more = ["and more"] if len(days) > _DAYS_NAMED else []
        return f" ({', '.join([*days[:_DAYS_NAMED], *more])})" if days else ""


class Fields:
    """The fields of entry `number` in `what`; all methods raise Trouble that names the field.

    A field that is null is taken for one that is not there.
    """

    def __init__(self, what: str, number: int, value: object) -> None:
        self._what = what
        self.number = number
        if not isinstance(value, dict):
            raise refused(what, f"entry {number:,} is not an object with fields")
        self._fields: Mapping[str, object] = value

    def wrong(self, field: str, reason: str) -> Trouble:
        """Trouble with `field` of this entry."""
        return refused(self._what, f"entry {self.number:,}: {field} {reason}")

    def text(self, field: str) -> str:
        """A text, "" where there is none."""
        value = self._fields.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(field, "is not text")
        return _whole(value)

    def needed(self, field: str) -> str:
        """A text that has to be there."""
        if self._fields.get(field) is None:
            raise self.wrong(field, "is missing")
        return self.text(field)

    def texts(self, field: str) -> list[str]:
        """A list of texts."""
        values = self.items(field)
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(field, "is not a list of texts")
        return [_whole(str(value)) for value in values]

    def items(self, field: str) -> list[object]:
        """A list, empty where there is none."""
        value = self._fields.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.wrong(field, "is not a list")
        return value

    def flag(self, field: str) -> bool:
        """Yes or no."""
        value = self._fields.get(field)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(field, "is neither true nor false")
        return bool(value)

    def count(self, field: str) -> int | None:
        """A whole number, or None."""
        value = self._fields.get(field)
        if value is not None and type(value) is not int:
            raise self.wrong(field, "is not a whole number")
        return value

    def says(self, field: str) -> bool:
        """Whether something stands in `field`."""
        return self._fields.get(field) not in (None, "", [], {})

    def has(self, field: str) -> bool:
        """Whether there is `field`, even if nothing stands in it."""
        return self._fields.get(field) is not None

    @property
    def names(self) -> set[str]:
        """The fields there are."""
        return set(self._fields)

    def draft(self, **values: Any) -> Draft:
        """`values` as a draft."""
        return draft_of(self._what, f"entry {self.number:,}", **values)


def _whole(text: str) -> str:
    # JSON can spell half of a character, which nothing can write again.
    return text.encode("utf-8", "replace").decode()


def draft_of(what: str, where: str, **values: Any) -> Draft:
    """A draft of `values`. Raises Trouble that says `where` in `what` and names the field."""
    try:
        return Draft(**values)
    except ValidationError as error:
        reason = why_not(error)
    raise refused(what, f"{where}: {reason}")


def kept_tags(tags: list[str], left: Left, at: datetime) -> tuple[str, ...]:
    """As many of `tags` as an entry may have."""
    all_tags = tags_of(tags)
    more = len(all_tags) - MAX_TAGS
    if more > 0:
        one = f"1 tag beyond the {MAX_TAGS} that an entry may have"
        left.add(one, f"{{n}} tags beyond the {MAX_TAGS} that an entry may have", more, at)
    return all_tags[:MAX_TAGS]


def no_more_than_allowed(count: int, what: str) -> None:
    """Raise Trouble for more entries than one import may have."""
    if count > MOST_ENTRIES:
        raise refused(what, f"it holds more than {MOST_ENTRIES:,} entries", "Import it in parts.")


def without_text(left: Left, at: datetime | None) -> None:
    """Count an entry that nothing is written in."""
    left.add("1 entry without any text", "{n} entries without any text", at=at)
