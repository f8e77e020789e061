"""A page to read, over any place; and the stage to choose, over Pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.wording import STAGES, Stage
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateSheet
from tui.text import plain, said

if TYPE_CHECKING:
    from assistant.life.stage import StageReading
    from assistant.pair_space import PairSpace

BY_RECORDS = "records"


class ReadSheet(PrivateSheet[None]):
    """Something to read; the arrows scroll."""

    SCOPE = Scope.READING
    ABOUT = "A page to read. The arrows scroll."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.READING)
    AUTO_FOCUS = "#sheet"

    def __init__(self, pair: PairSpace, words: Content, keys: str = "Esc goes back") -> None:
        super().__init__(pair)
        self._words = words
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The words, which scroll."""
        with VerticalScroll(id="sheet"):
            yield Static(self._words, id="read")
            yield Static(plain(self._keys), id="outcome")

    def forget(self) -> None:
        """Let go of them."""
        self._words = Content()
        self.query_one("#read", Static).update("")


class StageSheet(PrivateSheet[str | None]):
    """Ends in a stage, in BY_RECORDS, or in None."""

    SCOPE = Scope.SHEET
    ABOUT = (
        "The stage says which agendas are suggested. Your records tell it; choose another if you two see "
        "it otherwise."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SHEET)
    AUTO_FOCUS = "#stages"

    def __init__(self, pair: PairSpace, reading: StageReading) -> None:
        super().__init__(pair)
        self._reading = reading

    def compose(self) -> ComposeResult:
        """What the records say, and the stages."""
        reading = self._reading
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(said("[b]How far are you?[/b]"))
            yield Static(
                plain(f"{STAGES[reading.stage].capitalize()}. {reading.reason}"), id="read"
            )
            yield OptionList(
                Option(
                    said(
                        "Let the records tell [$quiet]· $stage$now[/]",
                        stage=STAGES[reading.by_records],
                        now="" if reading.chosen else " · as it is now",
                    ),
                    id=BY_RECORDS,
                ),
                *(
                    Option(
                        said(
                            "$stage[$quiet]$now[/]",
                            stage=STAGES[stage].capitalize(),
                            now=" · as it is now"
                            if reading.chosen and stage is reading.stage
                            else "",
                        ),
                        id=stage.value,
                    )
                    for stage in Stage
                ),
                id="stages",
                compact=True,
            )
            yield Static(
                plain("It counts for both of you. Enter takes it · Esc goes back"), id="outcome"
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        self.dismiss(event.option.id)

    def forget(self) -> None:
        """Let go of what the records say."""
        self.query_one("#read", Static).update("")
