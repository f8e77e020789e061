"""What a pair agrees on, as documents: small, whole, replaced by their next version."""

from __future__ import annotations

import secrets
from typing import Annotated, ClassVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from assistant.errors import wrong_usage
from assistant.wording import Side, clean, one_line, typed

MAX_LINE = 300
MAX_WORDS = 4_000
MAX_LIST = 50
"""Lines in any list of a document."""


def _text(text: object) -> object:
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else text


def _line(text: object) -> object:
    told = _text(text)
    return one_line(told) if isinstance(told, str) else told


def _words(text: object) -> object:
    told = _text(text)
    return clean(told).strip() if isinstance(told, str) else told


def _side(side: Side) -> Side:
    if side not in {Side.MENTOR, Side.MENTEE}:
        raise ValueError("it is the mentor's or the mentee's")
    return side


def new_id() -> str:
    """An id that says nothing: 16 hexadecimal digits."""
    return secrets.token_hex(8)


MaybeLine = Annotated[str, BeforeValidator(_line), Field(max_length=MAX_LINE)]
Line = Annotated[str, BeforeValidator(_line), Field(min_length=1, max_length=MAX_LINE)]
Words = Annotated[str, BeforeValidator(_words), Field(max_length=MAX_WORDS)]
Lines = Annotated[tuple[Line, ...], Field(max_length=MAX_LIST)]
OneSide = Annotated[Side, AfterValidator(_side)]
"""The mentor or the mentee; never both."""
Id = Annotated[str, Field(pattern=r"^[0-9a-z]{1,32}$")]
Rating = Annotated[int, Field(ge=1, le=10)]
Moment = AwareDatetime
"""A moment with the offset of where it was written."""


class Part(BaseModel):
    """A part of a document. Errors do not quote what was put in."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def __repr__(self) -> str:
        """Say nothing of what stands in it."""
        return f"{type(self).__name__}(...)"

    __str__ = __repr__


class Document(Part):
    """A document of the pair. The latest version counts, whoever of the two wrote it.

    Where OWN is set only the member whose `side` it is may write it; a version by the other is not
    looked at.
    """

    KIND: ClassVar[str]
    OWN: ClassVar[bool] = False

    id: Id = Field(default_factory=new_id)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from other documents; the sides may have chosen one id each."""
        return self.KIND, self.id, str(getattr(self, "side", "")) if self.OWN else ""


_CALLED = {
    "what": "what you typed",
    "if_": "the first half of the plan",
    "then": "the second half of the plan",
    "why": "the reason",
    "where_used": "where it was used",
    "who_noticed": "who noticed it",
    "offers": "what you offer",
    "needs": "what you want to learn",
    "not_discussed": "what you will not discuss",
    "learned": "what you learned",
    "goes_on": "what goes on",
    "words": "the text",
    "notes": "the part on notes",
    "roles": "the part on roles",
    "dates": "the part on dates",
}
"""What fields are called in a refusal; any other by its own name."""


def why_not(error: ValidationError) -> str:
    """What will not do in a document, for people: “the reason is longer than 300 characters”.

    Quotes nothing of what was typed.
    """
    first = error.errors(include_input=False, include_url=False)[0]
    kind, place, context = first["type"], first["loc"], first.get("ctx", {})
    name = str(place[0]) if place else ""
    field = _CALLED.get(name) or (f"the {name.strip('_').replace('_', ' ')}" if name else "it")
    if len(place) > 1:
        field = f"a line of {field}"
    # Of text that was cleaned first, pydantic speaks as of any value that has a length.
    if context.get("field_type") == "Value":
        kind = f"string_{kind}"
    reasons = {
        "string_too_long": f"is longer than {context.get('max_length', 0):,} characters",
        "too_long": f"has more than {context.get('max_length', 0):,} lines",
        "string_too_short": "is empty",
        "missing": "is missing",
        "greater_than_equal": f"is less than {context.get('ge')}",
        "less_than_equal": f"is more than {context.get('le')}",
        "timezone_aware": "has no time zone",
    }
    return f"{field} {reasons.get(kind, 'is not what may stand there')}"


def typed_line(text: str, what: str) -> str:
    """What a person typed, as a line that a document takes; `what` names it. Raises Trouble."""
    line = typed(text, what)
    if len(line) > MAX_LINE:
        raise wrong_usage(
            f"The {what} is {len(line):,} characters long; {MAX_LINE} at the most.",
            "Say it in a sentence.",
        )
    return line
