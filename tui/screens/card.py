"""One card over the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from assistant.wording import Side
from tui.actions import Scope, bindings_for
from tui.screens.place import PlaceScreen
from tui.widgets.card_view import CardView

if TYPE_CHECKING:
    from assistant.workspace import Card, Workspace


class CardScreen(PlaceScreen):
    """A card opened from any place; Esc leads back there."""

    PLACE = "guide"
    SCOPE = Scope.CARD
    ABOUT = "One card: the idea, what to try, words to say, what to avoid, and where it comes from."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.CARD)
    STAYS: ClassVar[bool] = True  # it is nobody's, also when a journal is locked

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card

    def compose_place(self) -> ComposeResult:
        """The card."""
        yield CardView(id="card")

    def opened(self, workspace: Workspace) -> None:
        """Show the card as its reader reads."""
        self.query_one(CardView).show(self.card, self.vice_versa.side, workspace.catalogue.sources)

    def side_changed(self, side: Side) -> None:
        """Show the card as `side` reads it."""
        if self.workspace is not None:
            self.query_one(CardView).show(self.card, side, self.workspace.catalogue.sources)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A card that has nothing for an agenda cannot be planned on."""
        return bool(self.card.blocks) if action == "plan" else True

    def action_read_as(self, side: str) -> None:
        """Read as the mentor, the mentee or both."""
        self.vice_versa.side = Side(side)

    async def action_back(self) -> None:
        """Back to the place behind."""
        await self.app.pop_screen()

    async def action_plan(self) -> None:
        """Plan a session with this card as its focus."""
        await self.vice_versa.plan_on(self.card)
