"""A pattern, the letters without which it need not be tried, and how sure it makes us."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_MACROS = {
    "<HE>": r"(?:he|she|they|who|someone|everyone|WHO|KIN)",
    "<OBJ>": r"(?:me|him|her|us|them|someone|(?:my|his|her|the|a|our|their) (?:\w+ )?(?:WHO|KIN))",
    "<SELF>": r"(?:my|him|her|them|your)sel(?:f|ves)",
    "<MY>": r"(?:my|his|her|their|our)",
    "<BE>": r"(?:am|is|are|was|were|been|being|be|get|gets|got|getting|feel|feels|felt)",
    "<ADV>": r"(?:\w+ ){0,2}",
    "PART": "(?:PART|bottom|back|face)",
    "<END>": r"(?= (?:[.,_]|and |but |so |because |again |now |lol |though |or ))",
    "<NOTFOR>": r"(?! (?:with|at|on|to|for|about|by|of|from|in) )",
}  # fmt: skip
NOW = re.compile(
    r"\b(?:right now|tonight|this minute|as we speak|any minute|any moment|immediately|is here|are here"
    r"|is outside|hour ago|minutes ago|just (?:now|took|swallowed)|in front of me|in my hand)\b"
)


@dataclass(frozen=True)
class Rule:
    """`stems`: one of these stands in every text the pattern finds. `pattern`: a regular expression
    over a normal text, with macros.

    `noun`: names the matter only, so that talk about it as a topic is let through. `own`: sure only
    of the one who writes; of anybody else it is a matter for the guide.
    """

    stems: tuple[str, ...]
    pattern: str
    sure: bool = True
    now: bool = False
    noun: bool = False
    own: bool = False

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern with its macros filled in; made when it is first needed."""
        return re.compile(filled(self.pattern))


def filled(pattern: str) -> str:
    """`pattern` with its macros written out."""
    for name, meaning in _MACROS.items():
        pattern = pattern.replace(name, meaning)
    return pattern


def rule(stems: str, pattern: str, **how: bool) -> Rule:
    """A rule that makes sure; `stems` are parted by spaces ("_" for a space in one)."""
    return Rule(tuple(stem.replace("_", " ") for stem in stems.split()), pattern, **how)


def soft(stems: str, pattern: str, **how: bool) -> Rule:
    """A rule that only hints."""
    return rule(stems, pattern, **{"sure": False, **how})
