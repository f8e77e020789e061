"""Two requests in one message: “plan Thursday and save it”."""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"(?:[.;!?]\s+|,?\s+(?:and then|and also|then|and|plus)\s+|,\s+(?=(?:save|keep) (?:it|that|this)\b))"
    r"(?=(?:also |then |please |can you |could you )*"
    r"(?:save|keep|store|plan|draft|make|give|show|suggest|add|drop|put|list|tell|undo|write|find)\b)",
    re.IGNORECASE,
)
_LONGEST = 400


def parts_of(text: str) -> tuple[str, ...]:
    """The two requests that `text` may be, or `text` alone."""
    if len(text) > _LONGEST:
        return (text,)
    found = _BREAK.search(text)
    if found is None:
        return (text,)
    parts = (text[: found.start()].strip(" ,"), text[found.end() :].strip())
    return parts if all(len(part.split()) >= 2 for part in parts) else (text,)
