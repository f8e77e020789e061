"""Taking in a journal kept elsewhere: where it is, what would come in, and only then keeping it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from tui.journal_messages import Done, ImportRead, Refused
from tui.screens.private import PrivateSheet
from tui.text import lines, plain, said
from tui.widgets.box import Box

if TYPE_CHECKING:
    from assistant.journal_import import Import
    from assistant.pair_space import PairSpace

_KEYS = "Enter looks into it · Esc goes back"


class ImportScreen(PrivateSheet[str]):
    """Enter reads, Enter again keeps. Ends in what is to be said of it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "back", "back")]

    def __init__(self, pair: PairSpace, now: datetime) -> None:
        super().__init__(pair)
        self._now = now
        self._found: Import | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        """A question, a box, what was found."""
        with Vertical(id="sheet"):
            yield Static(said("[b]Import entries[/b]"))
            yield Static(
                plain(
                    "A Markdown or text file or a folder of them, or the JSON export of jrnl, Day One "
                    "or Vice Versa. The file itself stays as it is."
                )
            )
            yield Box(id="path", compact=True, max_length=4_000, placeholder="where it is")
            yield Static(id="preview")
            yield Static(plain(_KEYS), id="outcome")

    @on(Input.Changed)
    def _other_path(self, _event: Input.Changed) -> None:
        self._found = None
        self.query_one("#preview", Static).update("")
        if not self._busy:
            self.tell(_KEYS)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        typed = event.value.strip()
        if self._busy:
            return
        if not typed:
            self.tell("Type where it is.")
        elif self._found is None:
            self._busy = True
            self.tell("Reading it.")
            self.job("import", lambda pair: _read(pair, typed, self._now))
        elif self._found.drafts:
            self._busy = True
            self.tell("Keeping the entries.")
            self._keep(self._found)

    def _keep(self, found: Import) -> None:
        def keep(pair: PairSpace) -> Message:
            kept = pair.journal.add_all(found.drafts)
            count = "1 entry" if len(kept) == 1 else f"{len(kept):,} entries"
            return Done(f"{count} imported. Ctrl+Z takes them out again.")

        self.job("import", keep)

    def on_import_read(self, message: ImportRead) -> None:
        """Show what would come in, and what is left behind."""
        self._busy, self._found = False, message.found
        left = [f"· {one}" for one in message.found.left]
        told = message.found.sentence
        if message.known:
            told += " to take in"
        told = told[:1].upper() + told[1:]
        kind = message.found.kind.value
        shown = [said("[b]$told[/b] [$quiet]· $kind[/]", told=told, kind=kind)]
        shown += [plain(message.known)] if message.known else []
        shown += [plain("Left behind:"), *map(plain, left)] if left else []
        self.query_one("#preview", Static).update(lines(*shown))
        keys = "Enter keeps them in your journal · Esc goes back"
        self.tell(keys if message.found.drafts else "There is nothing to import · Esc goes back")

    def on_done(self, message: Done) -> None:
        """They are kept."""
        self.dismiss(message.told)

    def on_refused(self, _message: Refused) -> None:
        """It can be tried again; why it was refused is said by every sheet."""
        self._busy = False

    def action_back(self) -> None:
        """Import nothing; what is being kept is kept."""
        if not self._busy or self._found is None:
            self.dismiss("")

    def forget(self) -> None:
        """Drop what was read."""
        self._found = None

    def on_unmount(self) -> None:
        """Keep nothing."""
        self._found = None


def _read(pair: PairSpace, typed: str, now: datetime) -> Message:
    from assistant.journal_import import read_import
    from assistant.journal_twins import told, without_twins

    found = read_import(Path(typed).expanduser(), now)
    new, known = without_twins(found, pair.journal.entries)
    return ImportRead(new, told(known, found))
