"""Boxes for passphrases: hidden unless asked for, never copied from, emptied after use."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui import jobs
from tui.messages import StrengthTold
from tui.text import plain
from tui.widgets.box import Box

_LONGEST = 500


class SecretBox(Box):
    """A box that shows dots, and gives nothing to the clipboard."""

    def __init__(self, box_id: str) -> None:
        super().__init__(
            password=True, id=box_id, compact=True, max_length=_LONGEST, classes="secret"
        )

    def _position_to_cell(self, position: int) -> int:
        """As Input does, which has Rich measure, and so remember, the value itself; here its dots."""
        return position if self.password else super()._position_to_cell(position)

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Copy nothing."""

    def on_unmount(self) -> None:
        """Let nothing stay in a box nobody sees any more."""
        with self.prevent(Input.Changed):
            self.value = ""


def row(label: str, box: Widget) -> Horizontal:
    """A box with what it is for."""
    return Horizontal(Static(plain(label), classes="label"), box, classes="row")


class NewPassphrase(Vertical):
    """A new passphrase typed twice, or one that is offered; says in words how strong it is.

    `names` tells whose names a guesser would try.
    """

    def __init__(self, names: Callable[[], Sequence[str]], label: str = "Passphrase") -> None:
        super().__init__()
        self._names = names
        self._label = label

    def compose(self) -> ComposeResult:
        """Two boxes, and the strength."""
        yield row(self._label, SecretBox("phrase"))
        yield row("The same again", SecretBox("again"))
        yield Static(id="strength")

    @property
    def value(self) -> str:
        """What was typed, or taken."""
        return self.query_one("#phrase", Input).value

    @property
    def problem(self) -> str:
        """Why it cannot be taken yet, if that can be told at once."""
        if not self.value:
            return "Type a passphrase, or press F3 for one that is offered."
        if not self.query_one("#again", Input).value:
            return "Type the passphrase a second time."
        if self.value != self.query_one("#again", Input).value:
            return "The two are not the same. F2 shows them."
        return ""

    def take(self, phrase: str) -> None:
        """Put an offered phrase into both boxes, to be seen."""
        for box in self.query(SecretBox):
            box.value = phrase
            box.password = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how strong it is while it is typed."""
        if event.input.id != "phrase":
            return
        from assistant.storage.strength import told

        typed, names = event.value, self._names()

        def work() -> Message:
            return StrengthTold(told(typed, names))

        jobs.start(self, "strength", work)

    def on_strength_told(self, message: StrengthTold) -> None:
        """Show it."""
        message.stop()
        words = f"Strength: {message.words}" if message.words and self.value else ""
        self.query_one("#strength", Static).update(plain(words))
