"""Three agendas beside each other, or below each other where there is no room; one is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateSheet
from tui.text import plain, said
from tui.widgets.proposal import Proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.agenda import Agenda
    from assistant.pair_space import PairSpace
    from tui.widgets.agenda_item import Leader


class ProposalsScreen(PrivateSheet["Agenda | None"]):
    """Ends in the agenda that was taken, or in None."""

    SCOPE = Scope.PROPOSALS
    ABOUT = "Three agendas that differ in substance. Arrows move, Enter takes one, Esc takes none."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.PROPOSALS)
    AUTO_FOCUS = "Proposal"

    def __init__(self, pair: PairSpace, three: Sequence[Agenda], leader: Leader) -> None:
        super().__init__(pair)
        self._minutes = three[0].minutes
        self._three = [Proposal(agenda, leader) for agenda in three]

    def compose(self) -> ComposeResult:
        """The three, and the keys."""
        with Vertical(id="sheet", classes="proposals"):
            title = f"Three ways to spend {self._minutes} minutes"
            yield Static(said("[b]$title[/b]", title=title))
            # No VerticalScroll: that would take the arrows for itself.
            with Container(id="proposals"), Container(id="three"):
                yield from self._three
            yield Static(
                plain("Arrows move · Enter takes the marked one · Esc leaves it as it is"),
                id="outcome",
            )

    def action_next(self, by: int) -> None:
        """The next of the three, or the one before."""
        at = next((at for at, one in enumerate(self._three) if one.has_focus), 0)
        there = max(0, min(len(self._three) - 1, at + by))
        self._three[there].focus()

    def action_take(self) -> None:
        """Take the one in hand."""
        chosen = next((one.agenda for one in self._three if one.has_focus), None)
        if chosen is not None:
            self.dismiss(chosen)

    @on(Proposal.Taken)
    def _clicked(self, _message: Proposal.Taken) -> None:
        self.action_take()

    def action_back(self) -> None:
        """Take none."""
        self.dismiss(None)

    def forget(self) -> None:
        """Let go of all three."""
        for one in self._three:
            one.forget()

    def on_unmount(self) -> None:
        """Hold nothing."""
        self.forget()
