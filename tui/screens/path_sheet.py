"""The sheet that asks where something is to be written, and writes it there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from assistant.errors import Trouble
from tui import jobs
from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_messages import Done, Refused
from tui.screens.private import PrivateSheet
from tui.text import plain, said
from tui.widgets.box import Box
from tui.widgets.passphrase import row

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace

Write = Callable[[Path], Path]
"""Writes to a path, beside a file that is there, or into a folder; gives the path written. Raises Trouble."""

NOT_ENCRYPTED = "It is not encrypted."
_KEYS = "Enter writes it · Esc goes back"
_LONGEST = 4_000


class PathSheet(PrivateSheet[str]):
    """Writes off the screen's thread. Ends in what is to be said of it, None where nothing was written.

    Subclasses may ask more in `choices`, and make of it what is written in `writing`.
    """

    SCOPE = Scope.SHEET
    ABOUT = "Type a file or a folder. What is there already is kept: the new file gets a number."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SHEET)
    AUTO_FOCUS = "#path"
    LABEL: ClassVar[str] = ""
    """What stands before the box; "" for nothing."""

    def __init__(
        self,
        pair: PairSpace | None,
        title: str,
        words: str,
        name: str,
        write: Write | None = None,
        *,
        after: str = NOT_ENCRYPTED,
    ) -> None:
        """`name` is that of the file, suggested in the folder one is in; `after` is said once it is there.

        `pair` is None for what can be written without an open journal.
        """
        super().__init__(pair)
        self._title = title
        self._words = words
        self._file_name = name
        self._write = write
        self._after = after
        self._busy = False

    def compose(self) -> ComposeResult:
        """What it is, what else is asked, a box, the keys."""
        path = Box(str(here() / self._file_name), id="path", compact=True, max_length=_LONGEST)
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(said("[b]$title[/b]", title=self._title))
            yield Static(plain(self._words))
            yield from self.choices()
            yield row(self.LABEL, path) if self.LABEL else path
            yield Static(plain(_KEYS), id="outcome")

    def choices(self) -> ComposeResult:
        """What else is asked, above the box."""
        yield from ()

    def writing(self) -> Write | None:
        """What writes it, as asked for now; None where there is nothing any more."""
        return self._write

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write there."""
        typed, write = event.value.strip(), self.writing()
        if not typed:
            self.tell("Type where to write it.")
        elif write is not None and not self._busy:
            self._busy = True
            self.tell("Writing it.")
            if self.pair is not None:
                self.job("file", lambda _pair: _written(write, Path(typed), self._after))
            else:
                jobs.start(self, "file", lambda: _tried(write, Path(typed), self._after))

    def on_done(self, message: Done) -> None:
        """It is written."""
        self.dismiss(message.told)

    def on_refused(self, _message: Refused) -> None:
        """The path can be mended; why it was refused is said by every sheet."""
        self._busy = False

    def forget(self) -> None:
        """Let go of what was to be written."""
        self._write = None


def _written(write: Write, path: Path, after: str) -> Message:
    return Done(f"Written to {write(path)}. {after}")


def _tried(write: Write, path: Path, after: str) -> Message:
    try:
        return _written(write, path, after)
    except Trouble as trouble:
        return Refused(trouble)


def here() -> Path:
    """The folder the person is in, or their home where that folder has gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
