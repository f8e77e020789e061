"""Words that are wrapped go on below themselves, not below what stands before them."""

from __future__ import annotations

from textual.content import Content

from tui.text import lines, plain

_LEAST = 8


def hanging(head: Content, words: Content, width: int) -> Content:
    """`words` after `head` in `width` columns, each further line as far in as the first."""
    indent = head.cell_length
    first, *rest = words.wrap(max(_LEAST, width - indent)) or [plain("")]
    return lines(head + first, *(plain(" " * indent) + line for line in rest))
