"""A journal entry: what one person wrote for nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from assistant.wording import clean, one_line

MAX_TEXT = 1_000_000
"""Characters of an entry's text."""
MAX_PROMPT = 500
"""Characters of a question that an entry answers."""
MAX_SESSION = 200
MAX_TAGS = 30
MAX_PROMPTS = 20
_MAX_TAG = 40
_ID = r"^[0-9a-f]{16}$"
ID = re.compile(r"[0-9a-f]{16}")


class EntryKind(StrEnum):
    """What an entry is."""

    REFLECTION = "reflection"
    PREPARATION = "preparation"
    NOTE = "note"


MOODS = {1: "low", 2: "uneasy", 3: "even", 4: "good", 5: "bright"}
"""What each mood is called."""


def tag_of(text: str) -> str:
    """`text` as a tag: one word in lower case, without # or @; "" where nothing is left."""
    # A tag is its own tag: it must not change each time an entry is read.
    line = one_line(one_line(text).lower())
    return re.sub(r"[\s,]+", "-", line).lstrip("#@-")[:_MAX_TAG].rstrip("-")


def tags_of(texts: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, in the order given."""
    return tuple(dict.fromkeys(filter(None, map(tag_of, texts))))


def _cleaned(text: object) -> object:
    # A text is cleaned here, once, so that no control code is ever kept, searched or shown.
    if isinstance(text, str):
        return clean(text.encode("utf-8", "replace").decode())
    return text


def _some(text: str) -> str:
    if not text.strip():
        raise ValueError("there is nothing in it")
    return text


_CLEANED, _STRIPPED = BeforeValidator(_cleaned), AfterValidator(str.rstrip)
Text = Annotated[str, _CLEANED, Field(max_length=MAX_TEXT), _STRIPPED]
Prompt = Annotated[str, _CLEANED, Field(max_length=MAX_PROMPT), _STRIPPED]
Session = Annotated[str, _CLEANED, Field(max_length=MAX_SESSION), _STRIPPED]
Tags = Annotated[tuple[str, ...], AfterValidator(tags_of), Field(max_length=MAX_TAGS)]
Id = Annotated[str, Field(pattern=_ID)]
Mood = Annotated[int, Field(ge=1, le=5)]


class Draft(BaseModel):
    """What is being written; `entry` is the entry it changes, None for a new one.

    `at` is the moment it tells of, None for the moment it is kept.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    text: Text = ""
    kind: EntryKind = EntryKind.NOTE
    mood: Mood | None = None
    tags: Tags = ()
    prompts: tuple[Prompt, ...] = Field(default=(), max_length=MAX_PROMPTS)
    session: Session | None = None
    at: AwareDatetime | None = None
    entry: Id | None = None

    def __repr__(self) -> str:
        """Say nothing of what stands in it."""
        return f"{type(self).__name__}(...)"

    __str__ = __repr__


class Entry(Draft):
    """An entry as it stands: version `version` of it, `edits` times changed, last at `kept`."""

    text: Annotated[Text, AfterValidator(_some)]
    id: Id
    version: Id
    at: AwareDatetime
    kept: AwareDatetime
    edits: int = Field(default=0, ge=0)
    captured: bool = False
    """Written while the journal was locked."""

    @classmethod
    def unchecked(cls, fields: dict[str, Any]) -> Entry:
        """An entry of all its fields, as they were when it was checked; ten times as quick."""
        entry = cls.__new__(cls)
        given = object.__setattr__
        given(entry, "__dict__", fields)
        given(entry, "__pydantic_fields_set__", _EVERY)
        given(entry, "__pydantic_extra__", None)
        given(entry, "__pydantic_private__", None)
        return entry

    @property
    def title(self) -> str:
        """The first line that says something, without Markdown's marks, at most 80 characters."""
        for line in self.text.splitlines():
            bare = one_line(line).lstrip("#>*- ").strip()
            if bare:
                return bare[:80]
        return one_line(self.text)[:80]

    @property
    def day(self) -> str:
        """The day it tells of, as YYYY-MM-DD where the writer was."""
        return self.at.date().isoformat()

    def draft(self) -> Draft:
        """It as something to change."""
        fields = {name: getattr(self, name) for name in Draft.model_fields}
        return Draft.model_construct(**{**fields, "entry": self.id})


_EVERY = set(Entry.model_fields)
_MOST: dict[object, tuple[str, int]] = {
    "text": ("text is", MAX_TEXT),
    "prompts": ("prompts are", MAX_PROMPT),
    "session": ("session is", MAX_SESSION),
}


def why_not(error: ValidationError) -> str:
    """What will not do in a draft: “text is longer than 1,000,000 characters”. Quotes nothing."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field, *within = first["loc"]
    too_long = first["type"] in {"string_too_long", "too_long"}
    if too_long and field == "prompts" and not within:
        return f"prompts are more than {MAX_PROMPTS}"
    if too_long and field in _MOST:
        named, most = _MOST[field]
        return f"{named} longer than {most:,} characters"
    return f"{field} is not what an entry may hold"
