"""A question with two answers, over the screen it concerns."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.text import plain, said


class ConfirmModal(ModalScreen[bool]):
    """Ends in True for yes. No is what is offered first, and what Esc means.

    Where it `leaves`, no does something too: then Esc ends in None, and neither is done. `words` may have
    several lines; the labels say what happens, as in “Erase it” and “Keep it”.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("y", "answer(True)", "yes"),
        ("n", "answer(False)", "no"),
        ("escape", "leave", "back"),
    ]
    AUTO_FOCUS = "#answers"

    def __init__(
        self, title: str, words: str, yes: str, no: str = "Not now", *, leaves: bool = False
    ) -> None:
        super().__init__()
        self._leaves = leaves
        self._title = title
        self._words = words
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """The matter, and both answers."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(said("[b]$title[/b]", title=self._title), id="matter")
            yield Static(plain(self._words), id="words")
            yield OptionList(
                Option(said("$label  [$quiet]n[/]", label=self._no), id="no"),
                Option(said("$label  [$quiet]y[/]", label=self._yes), id="yes"),
                id="answers",
                compact=True,
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the answer under the cursor."""
        self.dismiss(event.option.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Take the answer of a key."""
        self.dismiss(yes)

    def action_leave(self) -> None:
        """No; or neither."""
        self.dismiss(None if self._leaves else False)
