"""How things stand with the journal, in words: nobody yet, locked, empty, only for reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.journal_days import day_said, hour
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.entry import Entry
    from assistant.journal import Captured
    from tui.app import ViceVersaApp

_MOST_LINES = 6
_NOBODY = (
    "A journal that only you can ever read: it is sealed with a passphrase of your own.",
    "b begins it; it takes about two minutes.",
)
_LOCKED = ("Your journal is locked.", "u unlocks it.")
_EMPTY = (
    "Here will be what you write after a session, before one, or in between. Nobody else can read it.",
    "w writes the first entry.",
)
_WAITING = "What you were writing is kept: w goes on with it."
_EXAMPLE = "For example: “He said yes three times and I moved on. What did I not ask?”"


class JournalNote(Static):
    """A sentence above the list, or instead of it; below a search, how many were found and how."""

    counted: str = ""
    """How many entries were found and how, "" where all are shown."""
    preparing: str = ""
    """How far searching by meaning is."""

    def tell(self, app: ViceVersaApp, entries: Sequence[Entry] | None) -> bool:
        """Say how things stand; whether there is a list to show."""
        told = _state(app, entries)
        if app.pair is None or entries is None:
            self.counted = self.preparing = ""
        elif self.counted:
            counted = self.counted[:1].upper() + self.counted[1:]
            told.append(said("[$quiet]$told[/]", told=f"{counted} · Esc shows all entries"))
        elif entries and self.preparing:
            told.append(said("[$quiet]$told[/]", told=self.preparing))
        self.display = bool(told)
        self.update(lines(*told))
        there = bool(entries) and app.pair is not None
        self.set_class(not there, "-alone")
        return there


def _state(app: ViceVersaApp, entries: Sequence[Entry] | None) -> list[Content]:
    if app.workspace is None:
        return [plain("" if app.failure else "Opening the guide.")]
    if app.pair is None:
        sentence, key = _NOBODY if app.nobody else _LOCKED
        if app.sample and app.nobody:
            sentence, key = (
                "The sample pair has no journal.",
                "Start without `demo` to begin yours.",
            )
        return [plain(sentence), said("[$accent]$key[/]", key=key)]
    if entries is None:
        return [plain("Reading your journal.")]
    waiting = app.pair.journal.draft() is not None
    if not entries:
        sentence, key = _EMPTY
        return [
            plain(sentence),
            said("[$accent]$key[/]", key=_WAITING if waiting else key),
            plain(""),
            said("[$quiet]$example[/]", example=_EXAMPLE),
        ]
    return [said("[$accent]$waits[/]", waits=_WAITING)] if waiting else []


class CapturedNote(Static, can_focus=True):
    """The oldest note that was taken while locked, until it joins or is thrown away.

    As with entries no words are shown until it is opened, and nothing joins unread.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "read", "read the note")]

    note: Captured | None = None
    opened: bool = False
    """Whether its words are shown."""
    _heading = Content()

    def show(self, notes: Sequence[Captured], now: datetime | None) -> None:
        """Show the first of `notes`."""
        before, self.note = self.note, notes[0] if notes else None
        self.display = bool(notes)
        self.opened = self.opened and before == self.note
        if self.note is None or now is None:
            self.update("")
            return
        at = self.note.draft.at
        when = f" · {day_said(at.date(), now.date())} {hour(at)}" if at else ""
        more = f" · 1 of {len(notes)}" if len(notes) > 1 else ""
        heading = "[b]Captured while locked[/b][$quiet]$when$more[/]"
        self._heading = said(heading, when=when, more=more)
        self._draw(self.note)

    def _draw(self, note: Captured) -> None:
        if not self.opened:
            keys = "[$accent]Tab[/], then [$accent]Enter[/], shows what it says"
            self.update(lines(self._heading, said(keys)))
            return
        text = note.draft.text.strip().split("\n")
        shown = [line[:400] for line in text[:_MOST_LINES]]
        if len(text) > _MOST_LINES:
            shown.append("…")
        keys = "[$accent]a[/] lets it join your journal · [$accent]d[/] throws it away"
        self.update(lines(self._heading, *map(plain, shown), said(keys)))

    def action_read(self) -> None:
        """Show or hide what it says."""
        if self.note is not None:
            self.opened = not self.opened
            self._draw(self.note)
            self.screen.refresh_bindings()

    def on_click(self) -> None:
        """As Enter."""
        self.action_read()
