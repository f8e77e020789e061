"""One box for one passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Static

from assistant.errors import Trouble
from tui.door import opened_message
from tui.screens.door import DoorScreen
from tui.text import lines, plain, said
from tui.widgets.passphrase import SecretBox, row

if TYPE_CHECKING:
    from tui.app import ViceVersaApp

_TRIES = 3
"""Wrong passphrases after which the recovery code is pointed to."""


class UnlockScreen(DoorScreen):
    """Opens the journal that the passphrase belongs to."""

    ABOUT = (
        "Type your passphrase and press Enter. Nobody can look it up or reset it; if it is lost, the "
        "recovery code opens your journal."
    )
    OFFERS = frozenset({"show", "code"})
    AUTO_FOCUS = "#passphrase"

    def __init__(self) -> None:
        super().__init__()
        self._wrong = 0

    def compose_door(self) -> ComposeResult:
        """A title, a box."""
        yield Static(
            lines(said("[b]Your journal is locked[/b]"), plain("Your passphrase opens it."))
        )
        yield row("Passphrase", SecretBox("passphrase"))
        if cast("ViceVersaApp", self.app).sample:
            from assistant.sample_pair import PASSPHRASES

            told = ["In the sample pair:", *(f"“{phrase}”" for phrase in PASSPHRASES.values())]
            yield Static(lines(*map(plain, told)))

    @on(Input.Submitted, "#passphrase")
    def _unlock(self, event: Input.Submitted) -> None:
        event.stop()
        passphrase, people = event.value, self.people
        if not passphrase or self.busy:
            return

        def work() -> Message:
            return opened_message(people.unlock(passphrase), people.home)

        self.work("Opening; this takes a moment.", "unlock", work)

    def refused(self, trouble: Trouble) -> None:
        """Say the same calm sentence each time, with an empty box."""
        from assistant.storage.troubles import WrongPassphrase

        super().refused(trouble)
        if isinstance(trouble, WrongPassphrase):
            self._wrong += 1
            told = trouble.detail
            if self._wrong >= _TRIES:
                told += " If it is lost, the recovery code opens your journal: Ctrl+R."
            self.tell(told)
        self.query_one("#passphrase", SecretBox).value = ""

    def action_code(self) -> None:
        """Go on to the recovery code."""
        from tui.screens.recover import RecoverScreen

        if not self.busy:
            self.app.switch_screen(RecoverScreen())
