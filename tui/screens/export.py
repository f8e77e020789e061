"""Where to write an agenda."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from assistant.errors import Trouble
from tui.text import plain, said
from tui.widgets.box import Box


class ExportScreen(ModalScreen[Path | None]):
    """Asks for a path and writes; trouble is told here, so that the path can be mended."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "back")]

    def __init__(self, suggested: Path, write: Callable[[Path], Path]) -> None:
        super().__init__()
        self._suggested = suggested
        self._write = write

    def compose(self) -> ComposeResult:
        """A question, a box, the keys."""
        with Vertical(id="sheet"):
            yield Static(said("[b]Export as Markdown[/b]"))
            yield Static(plain("Whoever can open this file can read it. An existing file is kept."))
            yield Box(str(self._suggested), id="path", compact=True, max_length=4_000)
            yield Static(plain("Enter writes · Esc goes back"), id="outcome")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write there, or say why not."""
        if not event.value.strip():
            self._tell("Type where to write it.")
            return
        try:
            path = self._write(Path(event.value.strip()))
        except Trouble as trouble:
            self._tell(str(trouble))
            return
        self.dismiss(path)

    def _tell(self, text: str) -> None:
        self.query_one("#outcome", Static).update(plain(text))


def here() -> Path:
    """The folder the person is in, or their home where that folder has gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()
