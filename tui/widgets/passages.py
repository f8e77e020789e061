"""Passages of a person's own documents: in a list under the cards found, and read whole."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from pathlib import PurePath
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from assistant.wording import one_line
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.own_documents import DocumentHit

_SHORT = 160
"""Characters of a passage in a list: two or three lines of it."""


class PassageOption(Option):
    """A passage in a list, by its file and place."""

    def __init__(self, hit: DocumentHit) -> None:
        place = f" · {one_line(hit.place)}" if hit.place else ""
        passage = textwrap.shorten(one_line(hit.passage), _SHORT, placeholder=" …")
        super().__init__(
            lines(
                said("$file[$quiet]$place[/]", file=file_name(hit), place=place),
                said("[$quiet]  “$passage”[/]", passage=passage),
            )
        )
        self.hit = hit


def passage_options(hits: Iterable[DocumentHit]) -> list[Option]:
    """`hits` for a list, below a heading that sets them apart; nothing where there are none."""
    options: list[Option] = [PassageOption(hit) for hit in hits]
    if options:
        heading = lines(plain(""), said("[$quiet]In your documents[/]"))
        options.insert(0, Option(heading, disabled=True))
    return options


def passage_content(hit: DocumentHit) -> Content:
    """The whole passage of `hit` for a widget, with its file and place."""
    parts = [
        said("[b]$file[/b]", file=file_name(hit)),
        said("[$quiet]From your own documents, not a card of the guide[/]"),
        plain(""),
        plain(hit.passage),
        plain(""),
    ]
    if hit.place:
        parts.append(said("[$quiet]Place: $place[/]", place=one_line(hit.place)))
    parts.append(said("[$quiet]File: $file[/]", file=_shown(hit.file)))
    return lines(*parts)


def file_name(hit: DocumentHit) -> str:
    """The name of the file of `hit`, without its folders, on one line."""
    return _shown(PurePath(hit.file).name)


def _shown(path: str) -> str:
    """`path` as a terminal takes it: a name that is not UTF-8 comes with halves of characters."""
    return one_line(path.encode(errors="replace").decode())
