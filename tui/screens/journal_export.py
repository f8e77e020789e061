"""Writing one's entries to a file that anybody can open: only knowingly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from tui.journal_messages import Done, Refused
from tui.screens.private import PrivateSheet
from tui.text import plain, said
from tui.widgets.box import Box

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace


class JournalExportScreen(PrivateSheet[str]):
    """Asks for a path and writes. Ends in what is to be said of it."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss('')", "back")]

    def __init__(self, pair: PairSpace, today: date) -> None:
        super().__init__(pair)
        self._file_name = f"journal-{today.isoformat()}.md"
        self._busy = False

    def compose(self) -> ComposeResult:
        """A warning, a box, the keys."""
        with Vertical(id="sheet"):
            yield Static(said("[b]Export your entries[/b]"))
            yield Static(
                plain(
                    "The file is not encrypted: whoever can open it can read it, and so can backups and "
                    "synchronised folders. A name that ends in .json gives JSON, any other Markdown. "
                    "An existing file is kept."
                )
            )
            yield Box(str(Path("~") / self._file_name), id="path", compact=True, max_length=4_000)
            yield Static(plain("Enter writes it · Esc goes back"), id="outcome")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write there."""
        typed, name = event.value.strip(), self._file_name
        if not typed:
            self.tell("Type where to write it.")
        elif not self._busy:
            self._busy = True
            self.tell("Writing it.")
            self.job("export", lambda pair: _write(pair, Path(typed), name))

    def on_done(self, message: Done) -> None:
        """It is written."""
        self.dismiss(message.told)

    def on_refused(self, _message: Refused) -> None:
        """The path can be mended; why it was refused is said by every sheet."""
        self._busy = False


def _write(pair: PairSpace, path: Path, name: str) -> Message:
    from assistant.export import export_text
    from assistant.journal_export import json_text, markdown

    entries = pair.journal.entries
    text = json_text(entries) if path.suffix.lower() == ".json" else markdown(entries)
    written = export_text(text, path, name, "The journal")
    return Done(f"Written to {written}. It is not encrypted.")
