"""Dates: the sessions of the pair, when they are, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from tui.actions import Scope, actions_in, bindings_for
from tui.screens.dates_doings import DatesDoings
from tui.text import lines, plain, said
from tui.widgets.dates_list import DatesList
from tui.widgets.dates_words import detail, meets, rows, state_of_dates, still_open

if TYPE_CHECKING:
    from textual.content import Content

    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace

_EMPTY = (
    "Here will be your sessions: when you meet, and what became of each.",
    "p plans one; s fixes six dates at once.",
    "For example: 4 · Thursday, in 3 days · planned, moved from 19 November",
)
_MOST_ASKED = 3
_OF_ONE = frozenset(
    {
        "open_session",
        "move_session",
        "move_to_common",
        "cancel_session",
        "session_held",
        "session_missed",
        "session_ended",
        "questions_after",
    }
)
"""The actions that are done with one session."""


class DatesScreen(DatesDoings):
    """What is asked first, then the list, then what is still open."""

    SCOPE = Scope.DATES
    ABOUT = (
        "When you meet, and what became of it; it is for both of you. A date is typed as people say it. Six "
        "dates fixed at once are kept more often than one to be found each time. Calendars: b brings a file "
        "of when you are busy, c finds times that suit both, e writes a file for any calendar."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.DATES)
    AUTO_FOCUS = "DatesList"

    wanted: str = ""
    """The id of the session to be selected first, "" for the first there is."""

    def compose_place(self) -> ComposeResult:
        """A word on the dates; the list, beside it more of the one in hand; what is open."""
        yield Static(id="dates-note")
        with Horizontal(id="dates"):
            yield DatesList("sessions")
            with VerticalScroll(id="dates-beside", can_focus=False):
                yield Static(id="dates-more")
        yield Static(id="dates-keys")
        yield Static(id="dates-open")

    def on_mount(self) -> None:
        """Follow which session is in hand."""
        self.watch(self.query_one(DatesList), "highlighted", self._another, init=False)

    # --- what is shown -----------------------------------------------------------------------------

    def show(self, life: PairLife, pair: PairSpace) -> None:
        """Show the sessions as they stand now."""
        now = pair.moment()
        shown = rows(life, now)
        told: list[Content] = [said("[b]Dates[/b] [$quiet]· $meets[/]", meets=meets(life, now))]
        if shown:
            told += state_of_dates(life, shown, now)[:_MOST_ASKED]
        else:
            told += [
                plain(""),
                plain(_EMPTY[0]),
                said("[$accent]$key[/]", key=_EMPTY[1]),
                plain(""),
            ]
            told += [said("[$quiet]$example[/]", example=_EMPTY[2]), plain("")]
            told += state_of_dates(life, shown, now)
        if not pair.complete:
            partner = pair.partner or "Your partner"
            words = f"{partner} has not joined yet; what you plan waits for them."
            told.append(said("[$quiet]$words[/]", words=words))
        self.query_one("#dates-note", Static).update(lines(*told))
        self.query_one("#dates-note").set_class(not shown, "-alone")
        self.query_one("#dates").display = bool(shown)
        listed = self.query_one(DatesList)
        listed.show(shown)
        if self.wanted:
            listed.take(self.wanted)
            self.wanted = ""
        owed = still_open(life, now)
        below = self.query_one("#dates-open", Static)
        below.display = bool(owed)
        below.update(lines(said("[b]Still open[/b]"), *owed))
        self._another()

    def _another(self, _row: int | None = None) -> None:
        """Another session is in hand: more of it, and its keys."""
        row, pair, life = self.in_hand, self.pair, self.vice_versa.life
        more, keys = self.query_one("#dates-more", Static), self.query_one("#dates-keys", Static)
        self.look()
        if row is None or pair is None or life is None:
            more.update("")
            keys.update("")
        else:
            more.update(detail(row, life, pair.moment()))
            keys.update(said("[$quiet]$keys[/]", keys=" · ".join(self._keys())))
            self.query_one("#dates-beside").scroll_home(animate=False)
        self.refresh_bindings()

    def _keys(self) -> list[str]:
        """What can be done with the session in hand, each with its key."""
        return [
            f"{one.shown} {one.label}"
            for one in actions_in(Scope.DATES)
            if one.id in _OF_ONE and self.can(one.run)
        ]

    def forget(self) -> None:
        """Let go of the sessions."""
        self.query_one(DatesList).show(())
        for part in ("#dates-note", "#dates-more", "#dates-keys", "#dates-open"):
            self.query_one(part, Static).update("")
