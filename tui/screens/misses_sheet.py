"""A sheet over the dates: what two misses ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateSheet
from tui.text import plain, said

if TYPE_CHECKING:
    from assistant.life.rhythms import Question
    from assistant.pair_space import PairSpace


class MissesSheet(PrivateSheet[str]):
    """Ends in the way that was chosen, None for none."""

    ABOUT = "Two sessions missed is a question to both, not a reproach: talk about it, then choose."
    SCOPE = Scope.SHEET
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SHEET)
    AUTO_FOCUS = "#ways"

    def __init__(self, pair: PairSpace, question: Question) -> None:
        super().__init__(pair)
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and its three answers."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(said("[b]$words[/b]", words=self._question.words))
            yield Static(
                plain("Ask it aloud, both answer, then choose here. What is open stays open.")
            )
            yield OptionList(
                *(Option(plain(words), id=way.value) for way, words in self._question.choices),
                id="ways",
                compact=True,
            )
            yield Static(plain("Enter takes it · Esc leaves it open"), id="outcome")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        self.dismiss(event.option.id)
