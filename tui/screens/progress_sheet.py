"""What is in hand in Progress, in full, over the place; and the quarter's review as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from tui.journal_messages import Done, Refused
from tui.screens.private import PrivateSheet
from tui.text import plain, said
from tui.widgets.box import Box

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace

_HTML = {".html", ".htm"}


class ProgressSheet(PrivateSheet[None]):
    """Shows it to be read; the arrows scroll."""

    ABOUT = "What was in hand in Progress, in full."
    BINDINGS: ClassVar[list[BindingType]] = [("escape,enter,q", "dismiss", "back")]
    AUTO_FOCUS = "#sheet"

    def __init__(self, pair: PairSpace, content: Content) -> None:
        super().__init__(pair)
        self._content = content

    def compose(self) -> ComposeResult:
        """The words, and the key that leaves them."""
        with VerticalScroll(id="sheet"):
            yield Static(self._content, id="progress-full")
            yield Static(said("[$quiet]Esc goes back[/]"), classes="leave")

    def forget(self) -> None:
        """Let go of the words."""
        self._content = Content()
        for part in self.query(Static):
            part.update("")


class ReviewScreen(PrivateSheet[str]):
    """Asks for a path and writes the review of the quarter there. Ends in what is to be said of it."""

    ABOUT = "The last three months on one page, made from what both of you share."
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss('')", "back")]

    def __init__(self, pair: PairSpace) -> None:
        super().__init__(pair)
        self._file_name = f"review-{pair.moment().date().isoformat()}.md"
        self._busy = False

    def compose(self) -> ComposeResult:
        """What is in it, a box, the keys."""
        with Vertical(id="sheet"):
            yield Static(said("[b]The quarter on one page[/b]"))
            yield Static(
                plain(
                    "The last 13 weeks, from what both of you share; nothing private is in it. Whoever "
                    "can open the file can read it: show it to others only if both agree. A name that "
                    "ends in .html gives a page to print, any other Markdown. An existing file is kept."
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
            self.job("review", lambda pair: _written(pair, Path(typed), name))

    def on_done(self, message: Done) -> None:
        """It is written."""
        self.dismiss(message.told)

    def on_refused(self, message: Refused) -> None:
        """Say why not; the path can be mended."""
        self._busy = False
        super().on_refused(message)


def _written(pair: PairSpace, path: Path, name: str) -> Message:
    from assistant.export import export_text
    from assistant.life.review import review

    page = review(pair.records.life, pair.moment())
    text = page.html if path.suffix.lower() in _HTML else page.markdown
    written = export_text(text, path, name, "The review")
    return Done(f"Written to {written}. It is not encrypted.")
