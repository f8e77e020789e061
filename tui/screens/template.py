"""Which headings to put into an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.screens.private import PrivateSheet
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace


class TemplateScreen(PrivateSheet[str | None]):
    """Ends in the id of a template, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss", "back")]

    def __init__(self, pair: PairSpace, *, begun: bool) -> None:
        super().__init__(pair)
        self._begun = begun

    def compose(self) -> ComposeResult:
        """The templates, and what becomes of words that are there."""
        from assistant.journal_templates import TEMPLATES

        told = "Your words stay; the headings go in where the cursor is. " if self._begun else ""
        with Vertical(id="sheet"):
            yield Static(said("[b]Headings to write along[/b]"))
            yield OptionList(
                *(
                    Option(
                        lines(
                            said("$name", name=each.name),
                            said("[$quiet]  $when[/]", when=each.when),
                        ),
                        id=each.id,
                    )
                    for each in TEMPLATES
                ),
                id="templates",
            )
            yield Static(plain(f"{told}Enter puts them in · Esc goes back"), id="outcome")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        self.dismiss(event.option.id)
