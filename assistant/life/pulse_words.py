"""What an agenda says of a pulse: to the two of them, and not in a file that others may see."""

from __future__ import annotations

import re

UNSAFE = "In the session of {day} it did not feel safe to say everything."
LOW_ANSWER = "After the session of {day} “{question}” had a low answer."
_INSTEAD = "Repair comes before content."


def without_pulse(because: str) -> str:
    """The reason of an item as it may be printed or sent: nobody's answers are told by it."""
    told = _pattern(UNSAFE).sub(_INSTEAD, because)
    return " ".join(_pattern(LOW_ANSWER).sub("", told).split())


def _pattern(words: str) -> re.Pattern[str]:
    """`words` with anything short for what stands in braces; a day and a question have no full stop."""
    parts = re.split(r"\{\w+\}", words)
    return re.compile("[^.]{1,80}?".join(map(re.escape, parts)))
