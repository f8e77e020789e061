"""What an import brings that a journal has already: the same words of the same moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.entry import Draft, Entry
    from assistant.journal_import import Import


def without_twins(found: Import, entries: Iterable[Entry]) -> tuple[Import, int]:
    """`found` without what `entries` have already, and how much of it they have."""
    known = {_words_of_moment(entry) for entry in entries}
    new = tuple(draft for draft in found.drafts if _words_of_moment(draft) not in known)
    return replace(found, drafts=new), len(found.drafts) - len(new)


def told(known: int, found: Import) -> str:
    """How much of `found` a journal has already, in a sentence; "" for nothing of it."""
    every = known == len(found.drafts)
    match known:
        case 0:
            return ""
        case 1:
            return f"{'It' if every else '1 of them'} seems to be in your journal already."
        case _:
            return f"{'All' if every else f'{known:,}'} of them seem to be in your journal already."


def _words_of_moment(written: Draft) -> tuple[float | None, str]:
    # As a number: in the hour that a clock shows twice, moments of two zones never are equal.
    return written.at.timestamp() if written.at else None, written.text
