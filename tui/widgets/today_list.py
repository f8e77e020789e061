"""Today for an open pair: rows below each other, those that lead somewhere can be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.text import lines, plain, said
from tui.widgets.hanging import hanging

if TYPE_CHECKING:
    from assistant.life.today import NextSession, OpenAction, Overview

RUNNING, SESSION, ENDED, QUESTION = "running", "session", "ended", "question"
DRILL, CHANGED, MORE, ABSENT = "drill", "changed", "more", "absent"
ACTION, TODO = "action ", "todo "
"""What the name of a row begins with, before the id or number of what it is about."""

_LABEL = 14
_LABELLED = 68
"""Columns from which on labels stand beside their rows rather than above."""
_MOST_ACTIONS, _MOST_TODO, _MOST_ABOUT = 3, 4, 180
_WHO = 16
_TODAY = frozenset({"now", "today"})
_SHORT, _LOW = 20, 16
"""Lines below which an agenda at a glance is cut to five, and to three."""
_ROOMY = 22
"""Lines from which on all sections are set apart by empty ones."""


@dataclass(frozen=True)
class Row:
    """A row: what it is called ("" where it leads nowhere), its label, its words and quiet ones."""

    name: str
    label: str
    words: Content


class TodayList(OptionList):
    """What is next, what waits, what is open, a question, and what changed."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id, compact=True)
        self._rows: list[list[Row]] = []
        self._session: NextSession | None = None
        self._absent = self._goes_on = self._ended = ""
        self._drawn_for = (0, 0)

    # --- what there is -----------------------------------------------------------------------------

    def show(
        self,
        overview: Overview,
        question: str,
        drill: str,
        absent: str,
        running: str,
        ended: str,
    ) -> None:
        """Show these; the row in hand stays in hand where it is still there.

        `absent` says that the partner has not joined, `running` which session runs, `ended` that the pair
        has ended; "" where it is not so.
        """
        self._session, self._absent, self._goes_on = overview.next, absent, running
        self._ended = ended
        self._rows = [
            list(_waiting(overview)),
            [*_open(overview.mine, _MOST_ACTIONS), *_open(overview.theirs, _MOST_ACTIONS)],
            [Row(QUESTION, "A question", said("$text  [$quiet]w writes[/]", text=question))]
            if question
            else [],
            [
                Row(f"{CHANGED} {at}", "Since last", plain(words))
                for at, words in enumerate(overview.changed)
            ],
            [Row(DRILL, "Alone", said("$text  [$quiet]d opens[/]", text=drill))] if drill else [],
        ]
        self._fill()
        self.call_after_refresh(self.on_resize)  # it may have been hidden, and have had no size

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self._rows, self._session = [], None
        self._absent = self._goes_on = self._ended = ""
        self.set_options([])

    @property
    def in_hand(self) -> str:
        """The name of the row in hand; "" for none."""
        option = self.highlighted_option
        return str(option.id or "") if option is not None else ""

    # --- drawing -----------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw for the new size."""
        if self._rows and self._drawn_for != (self.size.width, self.size.height):
            self._fill()

    def _fill(self) -> None:
        self._drawn_for = self.size.width, self.size.height
        before = self.in_hand
        options = [*self._session_options()]
        first = next(filter(None, self._rows), None)
        for section in filter(None, self._rows):
            if self.size.height >= _ROOMY or section is first:
                options.append(Option("", disabled=True))
            options += self._section(section)
        self.set_options(options)
        enabled = [at for at, option in enumerate(options) if not option.disabled]
        same = [at for at in enabled if options[at].id == before]
        self.highlighted = next(iter([*same, *enabled]), None)
        if not same:
            self.scroll_home(animate=False)

    def _session_options(self) -> Iterator[Option]:
        session = self._session
        if self._goes_on:
            running = said("[b]$told[/b]  [$quiet]Enter goes on[/]", told=self._goes_on)
            yield Option(running, id=RUNNING)
        if self._ended:
            told = "[b]$ended[/b]  [$quiet]Enter shows what was closed; all of it can be read[/]"
            yield Option(said(told, ended=self._ended), id=ENDED)
        elif session is None:
            words = "[b]No session is planned.[/b]  [$quiet]Enter plans one[/]"
            yield Option(said(words), id=SESSION)
        else:
            title = "[b]$title[/b] · $when  [$quiet]Enter $does[/]"
            does = "opens its agenda" if session.lines else "makes its agenda"
            does = does if self._width >= _LABELLED else does.partition(" ")[0]
            if session.when in _TODAY:
                does += " · g begins it"
            yield Option(said(title, title=session.title, when=session.when, does=does), id=SESSION)
            yield Option(lines(*self._about(session)), disabled=True)
        if self._absent:
            yield Option(said("[$quiet]$absent[/]", absent=self._absent), id=ABSENT)

    def _about(self, session: NextSession) -> Iterator[Content]:
        about = _short(session.about, _MOST_ABOUT)
        yield said("[$quiet]$date · $about[/]", date=session.date, about=about)
        height = self.size.height or _SHORT
        most = 3 if height < _LOW else 5 if height < _SHORT else len(session.lines)
        who = min(_WHO, max((plain(one.who).cell_length for one in session.lines), default=0))
        width = max(20, self._width)
        for line in session.lines[:most]:
            leader = plain(line.who).truncate(who, ellipsis=True, pad=True)
            head = said("[$quiet]$minutes  $who[/]  ", minutes=f"{line.minutes:5}", who=leader)
            title = plain(line.title).truncate(width - who - 9, ellipsis=True)
            yield head + title
        if len(session.lines) > most:
            yield said("[$quiet]       and $left more[/]", left=len(session.lines) - most)

    def _section(self, rows: Sequence[Row]) -> Iterator[Option]:
        """The rows of a section, its label beside the first of them, or above."""
        beside = self._width >= _LABELLED
        indent = _LABEL if beside else 2
        label = rows[0].label
        for at, row in enumerate(rows):
            if not beside and not at:
                yield Option(said("[$quiet]$label[/]", label=label), disabled=True)
            named = f"{label:<{indent}}" if beside and not at else " " * indent
            words = hanging(said("[$quiet]$named[/]", named=named), row.words, self._width)
            yield Option(words, id=row.name or None, disabled=not row.name)

    @property
    def _width(self) -> int:
        """Columns for words: one is left for the bar at the side."""
        return (self.size.width or 78) - 3


def _waiting(overview: Overview) -> Iterator[Row]:
    for at, one in enumerate(overview.to_do[:_MOST_TODO]):
        yield Row(f"{TODO}{at}", "Waits for you", plain(one.words))
    left = len(overview.to_do) - _MOST_TODO
    if left > 0:
        yield Row("", "", said("[$quiet]and $left more, once these are done[/]", left=left))


def _open(actions: Sequence[OpenAction], most: int) -> Iterator[Row]:
    for one in actions[:most]:
        due = f" · {one.due}" if one.due else ""
        yield Row(
            f"{ACTION}{one.action.id}",
            "Still open",
            said(
                "$who: $what [$quiet]· $since$due[/]",
                who=_short(one.who, 30),
                what=_short(one.action.what, _MOST_ABOUT),
                since=one.since,
                due=due,
            ),
        )
    left = len(actions) - most
    if left > 0:
        who = "of yours" if actions[0].who == "You" else f"of {_short(actions[0].who, 30)}'s"
        yield Row(
            f"{MORE} {actions[0].action.side.value}",
            "",
            said("[$quiet]and $left more $who[/]", left=left, who=who),
        )


def _short(text: str, most: int) -> str:
    """`text` in so many characters at the most."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
