"""The one door from words to widgets.

Typed, stored, shared, imported and guide text is cleaned of control codes and never read as markup:
brackets in it are brackets.
"""

from __future__ import annotations

from textual.content import Content

from assistant.wording import clean


def plain(text: object) -> Content:
    """`text` as content, to the letter."""
    return Content(clean(str(text)))


def said(template: str, **words: object) -> Content:
    """`template`, whose markup is ours, with `words` put in for its `$names`, to the letter."""
    return Content.from_markup(template, **{name: clean(str(word)) for name, word in words.items()})


def lines(*parts: Content) -> Content:
    """`parts` below each other."""
    return Content("\n").join(parts)
