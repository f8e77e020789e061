"""A box to type into. What is pasted is cleaned on the way in, so nothing in it reaches the terminal."""

from __future__ import annotations

from textual.widgets import Input

from assistant.wording import clean


class Box(Input):
    """An input of one line without control codes."""

    def validate_value(self, value: str) -> str:
        """Keep what people can read."""
        return clean(value).replace("\n", " ").replace("\t", " ")
