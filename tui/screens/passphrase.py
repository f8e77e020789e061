"""Another passphrase for an open journal."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from assistant.errors import Trouble
from tui.messages import KeysChanged
from tui.screens.door import DoorScreen
from tui.text import lines, plain, said
from tui.widgets.passphrase import NewPassphrase, SecretBox, row


class PassphraseScreen(DoorScreen):
    """The old passphrase, then a new one twice."""

    ABOUT = "Type the passphrase as it is now, then the new one twice."
    OFFERS = frozenset({"show", "offer"})
    AUTO_FOCUS = "#old"

    def compose_door(self) -> ComposeResult:
        """Three boxes."""
        yield Static(
            lines(
                said("[b]Change the passphrase[/b]"),
                plain("The recovery code stays as it is. Old backups still open with the old one."),
            )
        )
        yield row("As it is now", SecretBox("old"))
        yield NewPassphrase(self._names, "New passphrase")

    def _names(self) -> tuple[str, ...]:
        pair = self.vice_versa.pair
        return (pair.me.name, pair.partner) if pair is not None else ()

    @on(Input.Submitted)
    def _change(self, event: Input.Submitted) -> None:
        event.stop()
        pair, passphrase = self.vice_versa.pair, self.query_one(NewPassphrase)
        if self.busy or pair is None or self.to_next_box(event.input):
            return
        old, new = self.query_one("#old", Input).value, passphrase.value
        problem = passphrase.problem if old else "Type the passphrase as it is now."
        if problem:
            self.tell(problem)
            return

        def work() -> Message:
            return KeysChanged(pair.change_passphrase(old, new))

        self.work("Changing it; this takes a moment.", "keys", work)

    def refused(self, trouble: Trouble) -> None:
        """Empty the old one where it was wrong."""
        from assistant.storage.troubles import WrongPassphrase

        super().refused(trouble)
        if isinstance(trouble, WrongPassphrase):
            self.tell("That is not the passphrase as it is now.")
            old = self.query_one("#old", Input)
            old.value = ""
            old.focus()
