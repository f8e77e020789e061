"""Sharing a line of one's own: by preview and assent only, and without a trace of where it stood.

A line of a journal is `PrivateText`. What the pair's files take is `SharedText`, and the only way from
one to the other is to confirm a `Promotion`, which a person has seen as the partner will see it.
"""

from __future__ import annotations

from assistant.errors import wrong_usage
from assistant.wording import clean

MAX_SHARED = 4_000
"""Characters that are shared at once: a line or two, not a diary."""
_HANDED = object()


class PrivateText:
    """Words that nobody but their writer may read. What writes shared files refuses it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = clean(text)

    def __repr__(self) -> str:
        return "PrivateText(...)"

    __str__ = __repr__

    def read(self) -> str:
        """The words, for the writer's own eyes."""
        return self._text


class SharedText:
    """Words that their writer has agreed to share; made by `Promotion.confirmed` alone."""

    __slots__ = ("text",)

    def __init__(self, text: str, handed: object) -> None:
        if handed is not _HANDED:
            raise TypeError("only what was previewed and confirmed is shared")
        self.text = text

    def __repr__(self) -> str:
        return "SharedText(...)"


class Promotion:
    """A line on its way to the partner: change it, look at it, confirm it or leave it."""

    def __init__(self, line: PrivateText) -> None:
        self._text = line.read().strip()

    def changed_to(self, text: str) -> Promotion:
        """The same with other words."""
        return Promotion(PrivateText(text))

    @property
    def preview(self) -> str:
        """Just what the partner will see, besides the writer's name and the day of sharing."""
        return self._text

    def confirmed(self) -> SharedText:
        """What may be shared. Raises Trouble where it is empty or too long."""
        if not self._text:
            raise wrong_usage("There is nothing to share.", "Choose a line with words in it.")
        if len(self._text) > MAX_SHARED:
            raise wrong_usage(
                f"It is {len(self._text):,} characters long; {MAX_SHARED:,} are shared at the most.",
                "Choose the line that matters.",
            )
        return SharedText(self._text, _HANDED)
