"""The recovery code from paper, and a new passphrase."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from assistant.errors import Trouble
from tui.door import opened_message
from tui.screens.door import DoorScreen
from tui.text import lines, plain, said
from tui.widgets.passphrase import NewPassphrase, SecretBox, row

_DONE = "Opened. From now on the new passphrase opens it; the recovery code stays as it is."


class RecoverScreen(DoorScreen):
    """Opens a journal whose passphrase is lost."""

    ABOUT = (
        "Type the recovery code from your paper. Capitals, spaces and dashes do not matter. Then choose "
        "a new passphrase."
    )
    OFFERS = frozenset({"show", "offer"})
    AUTO_FOCUS = "#typed-code"

    def compose_door(self) -> ComposeResult:
        """The code, the new passphrase."""
        yield Static(
            lines(
                said("[b]Open with the recovery code[/b]"),
                plain("Capitals, spaces and dashes do not matter, nor the fixed beginning."),
            )
        )
        code = SecretBox("typed-code")
        code.password = False
        yield row("Recovery code", code)
        yield NewPassphrase(lambda: (), "New passphrase")

    @on(Input.Submitted)
    def _recover(self, event: Input.Submitted) -> None:
        from assistant.storage.recovery import RecoveryCode

        event.stop()
        if self.busy:
            return
        typed = self.query_one("#typed-code", Input).value
        try:
            code = RecoveryCode.parse(typed)
        except Trouble as trouble:
            self.tell(f"{trouble.title}. {trouble}")
            self.query_one("#typed-code").focus()
            return
        self.tell("")
        if self.to_next_box(event.input):
            return
        passphrase = self.query_one(NewPassphrase)
        if passphrase.problem:
            self.tell(passphrase.problem)
            return
        new, people = passphrase.value, self.people

        def work() -> Message:
            return opened_message(people.recover(code, new), people.home, _DONE)

        self.work("Opening; this takes a moment.", "unlock", work)
