"""Markdown into passages by heading and paragraph, with markdown-it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knowledge.document_extracts import Extract, Extracts
from knowledge.document_html import walk_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Only what looks like `key: value` in its first line: a file may as well begin with a rule.
_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\n(?=[\w\"'#-][^\n]*[:#])(?:(?!(?:---|\.\.\.)[ \t]*\n)[^\n]*\n)*(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*\n(?:(?!\+\+\+[ \t]*\n)[^\n]*\n)*\+\+\+)[ \t]*(?:\n|\Z)"
)
_SPACES = frozenset({"softbreak", "hardbreak"})
_WORDS = frozenset({"text", "code_inline", "text_special"})


def read_markdown(text: str) -> tuple[Extract, ...]:
    """Passages of Markdown: links by their words, code and table rows as text, no front matter."""
    from markdown_it import MarkdownIt

    # The words within a paragraph are parsed one paragraph at a time: all at once, the tokens of
    # 20 MiB would take a gigabyte.
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable(["inline", "text_join"])
    references: dict[str, Any] = {}
    extracts = Extracts()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    heading = 0
    cells: list[str] | None = None
    for token in parser.parse(_FRONT_MATTER.sub("", text, count=1), references):
        kind = token.type
        if kind == "heading_open":
            heading = int(token.tag[1])
        elif kind == "tr_open":
            cells = []
        elif kind == "tr_close":
            extracts.paragraph(" | ".join(cells or ()))
            cells = None
        elif kind == "inline":
            words = _words(parser, token.content, references)
            if cells is not None:
                cells.append(words)
            elif heading:
                extracts.heading(heading, words)
            else:
                extracts.paragraph(words)
            heading = 0
        elif kind in {"fence", "code_block"}:
            extracts.paragraph(token.content)
        elif kind == "html_block":
            walk_html(token.content, extracts)
    return extracts.finish()


def _words(parser: MarkdownIt, content: str, references: dict[str, Any]) -> str:
    tokens: list[Token] = []
    parser.inline.parse(content, parser, references, tokens)
    return "".join(map(_shown, tokens))


def _shown(token: Token) -> str:
    if token.type in _SPACES or (token.type == "html_inline" and token.content.startswith("<br")):
        return " "
    if token.type == "image":  # its alternative text
        return "".join(map(_shown, token.children or ()))
    return token.content if token.type in _WORDS else ""
