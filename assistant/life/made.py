"""Documents made from what people typed: what will not do is told in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from assistant.errors import Trouble, wrong_usage
from assistant.life.days import MONTHS
from assistant.life.document import Part, why_not
from assistant.wording import one_line

_P = TypeVar("_P", bound=Part)


def made(kind: type[_P], /, **fields: Any) -> _P:
    """A document, or a part of one. Raises Trouble where a field will not do; quotes nothing."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        trouble = _refusal(error)
    raise trouble


def with_fields(part: _P, /, **fields: Any) -> _P:
    """The same with other fields, checked. Raises Trouble as `made` does."""
    same = {name: getattr(part, name) for name in type(part).model_fields}
    return made(type(part), **{**same, **fields})


def _refusal(error: ValidationError) -> Trouble:
    return wrong_usage(f"It cannot be kept like this: {why_not(error)}.", "Nothing was changed.")


def lines_of(typed: Iterable[str]) -> tuple[str, ...]:
    """What was typed into a list: clean lines, without empty ones and without any twice."""
    found: dict[str, str] = {}
    for text in typed:
        line = one_line(text.encode("utf-8", "replace").decode())
        if line:
            found.setdefault(line.casefold(), line)
    return tuple(found.values())


def with_id(name: str) -> dict[str, str]:
    """The field for an id that was given; without one a document finds its own."""
    return {"id": name} if name else {}


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 28 February where that year has no 29th."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def months_after(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it is shorter."""
    from calendar import monthrange

    months += day.year * 12 + day.month - 1
    year, month = min(months // 12, date.max.year), months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def dated(day: date) -> str:
    """A day with its year, whatever year it is: “3 March 2026”."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
