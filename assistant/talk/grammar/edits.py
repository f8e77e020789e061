"""What a message asks to change in an open agenda: add, drop, swap, move, lengthen, shorten."""

from __future__ import annotations

import re

from assistant.talk.grammar.edit_forms import FORMS, compiled
from assistant.talk.grammar.edit_words import LAST, Edit, Place, Verb
from assistant.talk.grammar.tokens import folded

__all__ = ["LAST", "Edit", "Place", "Verb", "edits_in"]

_LONGEST = 2_000
"""Characters at the start of a message in which edits are looked for."""
_CLAUSE = 300
_WORDS = 8
"""Words of the longest target; what is longer is a sentence about something else."""
_VERB = (
    r"(?:add|include|insert|put|drop|remove|delete|lose|cut|skip|take|swap|switch|replace|change|move|shift|"
    r"bring|push|start|begin|open|end|finish|close|lengthen|extend|stretch|expand|shorten|trim|reduce|give|"
    r"make|spend|leave|get rid|scrap|bin|ditch|squeeze|more|less|set|keep|allow|no)"
)
_BREAK = re.compile(
    rf"(?:[;\n]|[.!?](?=\s)|,) {{0,4}}(?:(?:and|then|also|but) ){{0,2}}(?={_VERB}\b)"
    rf"| (?:and|then|but) (?:(?:then|also) )?(?={_VERB}\b)|[;\n]|[.!?](?=\s)"
)


def edits_in(text: str) -> tuple[Edit, ...]:
    """The changes a text asks for, in its order; () where it asks for none.

    A text may hold several: "drop the second and add feedback, 10 minutes". Targets keep the case
    they were typed in.
    """
    low = folded(text)[:_LONGEST]
    edits = (_edit(text[start:end], low[start:end]) for start, end in _clauses(low))
    return tuple(edit for edit in edits if edit is not None)


def _clauses(low: str) -> list[tuple[int, int]]:
    """Where each clause that may hold an edit starts and ends; a long one is cut."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for found in _BREAK.finditer(low):
        bounds.append((start, found.start()))
        start = found.end()
    bounds.append((start, len(low)))
    return [
        (first, min(last, first + _CLAUSE)) for first, last in bounds if low[first:last].strip()
    ]


def _edit(text: str, low: str) -> Edit | None:
    for pattern, build in FORMS:
        match = compiled(pattern).match(low)
        edit = build(match, text) if match else None
        if edit is not None and max(len(edit.target.split()), len(edit.other.split())) <= _WORDS:
            return edit
    return None
