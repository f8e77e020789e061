"""Rules on a field, as annotations that pydantic obeys where files are read.

pydantic itself is not imported here: classes that use these are also made from what was checked before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, cast

from knowledge.plain_text import cleaned

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Rules:
    """Rules that pydantic has itself, by its names for them: `min_length`, `max_length`, `ge`, `le`."""

    def __init__(self, **rules: int) -> None:
        self._rules = rules

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic."""
        schema = cast(dict[str, Any], handler(source))
        return cast("CoreSchema", {**schema, **self._rules})


class Cleaned:
    """Text is made one clean line before the other rules look at it."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic."""
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(cleaned, handler(source))


class Matching:
    """Text must match the whole `pattern`; `wrong` says so to people."""

    def __init__(self, pattern: str, wrong: str) -> None:
        self._pattern = pattern
        self._wrong = wrong

    def _checked(self, text: str) -> str:
        if not re.fullmatch(self._pattern, text):
            raise ValueError(self._wrong)
        return text

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Tell pydantic."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self._checked, handler(source))


Line = Annotated[str, Rules(min_length=1, max_length=600), Cleaned()]
"""One line of text, not empty."""
