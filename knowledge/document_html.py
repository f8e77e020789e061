"""HTML pages into passages, with the parser of the standard library."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from knowledge.document_extracts import Extract, Extracts


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNSEEN = _names(
    "head script style template noscript nav svg math iframe object audio video canvas select "
    "datalist button textarea"
)
_IN_HEAD = _names("head title meta link base script style template noscript")
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form header hgroup hr html li main menu ol p pre section summary "
    "table tbody tfoot thead tr ul"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELLS = frozenset({"td", "th"})
# Elements that the next of their kind ends, because many pages leave the end tag out.
_ENDED_BY_NEXT = frozenset({"p", "li", "tr", "td", "th", "dt", "dd"})
_STYLED_AWAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# `<![if ...]>` of word processors and `<![CDATA[`; the parser raises on those it does not know.
_MARKED_SECTION = re.compile(r"<!\[[^>]{0,200}>?")


def read_html(text: str) -> tuple[Extract, ...]:
    """Passages of a page by heading and paragraph; what a browser would not show is left out."""
    extracts = Extracts()
    walk_html(text, extracts)
    return extracts.finish()


def walk_html(text: str, extracts: Extracts) -> None:
    """Add what the HTML `text` shows to `extracts`; broken or unfinished HTML is read as it is."""
    page = _Page(extracts)
    page.feed(_without_open_ends(_MARKED_SECTION.sub(" ", text)))
    page.close()
    page.end_block()


def _without_open_ends(text: str) -> str:
    """`text` without the beginnings of comments and tags that never end.

    The parser would look for the end of each anew: thousands of them took minutes.
    """
    for opening, closing in (("<!--", "-->"), ("<", ">")):
        end = text.rfind(closing) + 1
        text = text[:end] + text[end:].replace(opening, " ")
    return text


class _Page(HTMLParser):
    def __init__(self, extracts: Extracts) -> None:
        super().__init__(convert_charrefs=True)
        self._extracts = extracts
        self._open: list[tuple[str, bool]] = []  # element, and whether it hides what is in it
        self._names: Counter[str] = Counter()
        self._hiding = 0
        self._words: list[str] = []
        self._level = 0  # of the heading we are in

    def end_block(self) -> None:
        """What was gathered since the last block is a paragraph or a heading."""
        text = "".join(self._words).strip(" \t\n|")
        self._words.clear()
        if text and self._level:
            self._extracts.heading(self._level, text)
            self._level = 0  # whatever follows is text, should the end tag be missing
        elif text:
            self._extracts.paragraph(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        last = self._open[-1][0] if self._open else ""
        if tag == "body" or (last == "head" and tag not in _IN_HEAD):
            self._close("head")
        elif tag == last and tag in _ENDED_BY_NEXT:
            self.handle_endtag(tag)
        elif last == "p" and (tag in _BLOCKS or tag in _HEADINGS):
            self.handle_endtag("p")
        if tag in _HEADINGS:
            self.end_block()
            self._level = _HEADINGS[tag]
        elif tag in _CELLS:
            self._words.append(" | ")
        elif tag in _BLOCKS:
            self.end_block()
        elif tag == "br":
            self._words.append("\n")
        if tag not in _VOID:
            hides = tag in _UNSEEN or _is_hidden(attrs)
            self._open.append((tag, hides))
            self._names[tag] += 1
            self._hiding += hides

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML the stroke of `<div/>` means nothing; in pages made from XML it ends the element.
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self.end_block()
            self._level = 0
        elif tag in _BLOCKS:
            self.end_block()
        self._close(tag)

    def handle_data(self, data: str) -> None:
        if not self._hiding:
            self._words.append(data)

    def _close(self, tag: str) -> None:
        # Counted, because looking for each stray end tag in a deep page would take for ever.
        while self._names[tag]:
            name, hides = self._open.pop()
            self._names[name] -= 1
            self._hiding -= hides
            if name == tag:
                return


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    for name, value in attrs:
        if name == "hidden" or (name == "aria-hidden" and value == "true"):
            return True
        if name == "style" and value and _STYLED_AWAY.search(value):
            return True
    return False
