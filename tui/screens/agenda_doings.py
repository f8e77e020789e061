"""What is done with the agenda in hand: its items changed, changes taken back, exported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import OptionList

from assistant.errors import Trouble
from assistant.wording import Lead
from tui.screens.meeting import MeetingPlace

if TYPE_CHECKING:
    from assistant.agenda import Agenda

_UNDO_STEPS = 100
_EXPORT = (
    "Whoever can open the file can read it. A name that ends in .html gives a page to print, any other "
    "Markdown. An existing file is kept."
)


class AgendaDoings(MeetingPlace):
    """Holds the agenda in hand: the app's while no pair is open, else one that goes with the pair."""

    def __init__(self) -> None:
        super().__init__()
        self.history: list[Agenda] = []
        self.pairs: Agenda | None = None

    @property
    def agenda(self) -> Agenda | None:
        """The agenda in hand."""
        return self.vice_versa.agenda if self.vice_versa.pair is None else self.pairs

    def hold(self, agenda: Agenda) -> None:
        """Have `agenda` in hand."""
        if self.vice_versa.pair is None:
            self.vice_versa.agenda = agenda
        else:
            self.pairs = agenda  # not the app's: nothing of a pair outlasts a lock

    def show(self, agenda: Agenda, highlighted: int) -> None:
        """Show `agenda` as the one in hand. Overridden."""

    def take(self, agenda: Agenda, highlighted: int) -> None:
        """Make `agenda` the one in hand, remembering the former for undo."""
        if self.agenda is not None and self.agenda != agenda:
            self.history = [*self.history[-_UNDO_STEPS:], self.agenda]
        self.show(agenda, highlighted)

    @property
    def place(self) -> int | None:
        """The item under the cursor."""
        return self.query_one("#items", OptionList).highlighted

    def leader(self, lead: Lead) -> str:
        """Who leads, in a word; “you” to the one whose pair is open."""
        pair, workspace = self.vice_versa.pair, self.workspace
        if pair is None:
            return workspace.pair.short_leader(lead) if workspace is not None else ""
        if lead is Lead.BOTH:
            return "both"
        return "you" if lead.value == pair.me.role.value else pair.partner or "your partner"

    # --- changing ----------------------------------------------------------------------------------

    def action_lengthen(self, by: int) -> None:
        """Change the minutes of the item under the cursor; the sum stays."""
        self.change(lambda agenda, place: (agenda.lengthened(place, by), place))

    def action_move(self, by: int) -> None:
        """Move the item under the cursor."""
        self.change(lambda agenda, place: (agenda.moved(place, by), place + by))

    def action_lock_item(self) -> None:
        """Lock the item under the cursor, or unlock it."""
        self.change(lambda agenda, place: (agenda.toggled_lock(place), place))

    def change(self, change: Callable[[Agenda, int], tuple[Agenda, int]]) -> None:
        """Change the agenda in hand at the item under the cursor, or say why that cannot be."""
        place = self.place
        if self.agenda is None or place is None:
            return
        try:
            agenda, highlighted = change(self.agenda, place)
        except Trouble as trouble:
            self.said = str(trouble)
            return
        self.said = ""
        self.take(agenda, highlighted)

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.history:
            self.show(self.history.pop(), self.place or 0)
            self.said = "Taken back."
        else:
            self.said = "There is nothing to take back."

    # --- looking and giving out --------------------------------------------------------------------

    def action_export(self) -> None:
        """Write the agenda as Markdown, or as HTML where the file's name says so."""
        from assistant.agenda_page import written
        from tui.screens.path_sheet import PathSheet

        workspace, agenda = self.workspace, self.agenda
        if workspace is None or agenda is None:
            return
        self.said = ""
        pair = self.vice_versa.pair
        context = pair.context if pair is not None else workspace.pair

        def write(path: Path) -> Path:
            return written(agenda, context, workspace.catalogue, path)

        def tell(told: str | None) -> None:
            self.said = told or ""

        sheet = PathSheet(pair, "Export the agenda", _EXPORT, agenda.file_name, write)
        self.app.push_screen(sheet, tell)

    def action_card(self) -> None:
        """Open the card of the item under the cursor."""
        from tui.screens.card import CardScreen

        place = self.place
        if self.workspace is not None and self.agenda is not None and place is not None:
            card = self.agenda.items[place].cards[0]
            if card in self.workspace.catalogue:
                self.app.push_screen(CardScreen(self.workspace.card(card)))
            else:
                self.said = "Your guide does not have this card."

    @on(OptionList.OptionSelected, "#items")
    def _selected(self, _event: OptionList.OptionSelected) -> None:
        self.action_card()
