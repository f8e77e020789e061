"""What there is to know about one's files, to be read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.text import lines, plain, said


class NoticesScreen(ModalScreen[None]):
    """A sheet with a sentence for each."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,enter", "dismiss", "back")]

    def __init__(self, notices: Sequence[str]) -> None:
        super().__init__()
        self._notices = notices

    def compose(self) -> ComposeResult:
        """The sentences, or that there are none."""
        told = self._notices or ["All is well: every file is as it was written."]
        with VerticalScroll(id="sheet"):
            yield Static(
                lines(
                    said("[b]About your files[/b]"),
                    *(plain(f"· {notice}" if self._notices else notice) for notice in told),
                    plain(""),
                    said("[$quiet]Esc goes back[/]"),
                )
            )
