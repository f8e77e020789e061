"""What the screens about keys have in common: a few boxes, one outcome, work that takes a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from tui import jobs
from tui.actions import Scope, bindings_for
from tui.door import guarded
from tui.memory import forget_drawn
from tui.text import plain
from tui.widgets.frame import TopLine
from tui.widgets.passphrase import NewPassphrase, SecretBox

if TYPE_CHECKING:
    from assistant.errors import Trouble
    from assistant.people import People
    from tui.app import ViceVersaApp


class DoorScreen(Screen[None]):
    """A screen about keys. Letters typed outside a box lead nowhere from here."""

    SCOPE: ClassVar[Scope] = Scope.UNLOCK
    ABOUT: ClassVar[str] = ""
    DOOR: ClassVar[bool] = True
    SECRET: ClassVar[bool] = True
    """It is hidden after a while, though nothing is open yet that could be locked."""
    OFFERS: ClassVar[frozenset[str]] = frozenset()
    """Which of the actions of its scope it has, besides going back."""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Scope.UNLOCK), ("q", "nothing")]

    def __init__(self) -> None:
        super().__init__()
        self.busy = False

    @property
    def vice_versa(self) -> ViceVersaApp:
        """The app, by its own type."""
        return cast("ViceVersaApp", self.app)

    @property
    def people(self) -> People:
        """Whose keys are in the home. There is a workspace before there is such a screen."""
        workspace = self.vice_versa.workspace
        assert workspace is not None
        return workspace.people

    def compose(self) -> ComposeResult:
        """Frame, content, outcome."""
        yield TopLine()
        with VerticalScroll(id="door", can_focus=False):
            yield from self.compose_door()
            yield Static(id="outcome")
        yield Footer(show_command_palette=False)

    def compose_door(self) -> ComposeResult:
        """What stands on the screen."""
        yield from ()

    def on_unmount(self) -> None:
        """Have nothing remember what was shown here: a code, a passphrase that was looked at."""
        forget_drawn()

    def tell(self, words: str | Content) -> None:
        """Say how it went, in place."""
        outcome = self.query_one("#outcome", Static)
        outcome.update(plain(words) if isinstance(words, str) else words)
        self.call_after_refresh(outcome.scroll_visible, animate=False)  # on a small terminal

    def work(self, doing: str, group: str, work: Callable[[], Message]) -> None:
        """Do `work` for the app, one at a time: what it opens must not be opened twice."""
        if self.busy:
            return
        self.busy = True
        self.tell(doing)
        jobs.start(self.app, group, guarded(work, self.vice_versa.pair))

    def refused(self, trouble: Trouble) -> None:
        """It did not work; what was typed stays, unless it is a wrong passphrase."""
        self.busy = False
        self.tell(str(trouble))

    # --- actions -----------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what this screen has."""
        if action in {"show", "offer", "code"}:
            return action in self.OFFERS
        return super().check_action(action, parameters)

    def action_nothing(self) -> None:
        """Do not quit for a letter typed beside a box."""

    async def action_back(self) -> None:
        """Leave, unless something is under way that cannot be stopped half-way."""
        if not self.busy:
            await self.app.pop_screen()

    def action_show(self) -> None:
        """Show or hide what is typed."""
        boxes = list(self.query(SecretBox))
        hidden = any(box.password for box in boxes)
        for box in boxes:
            box.password = not hidden

    def action_offer(self) -> None:
        """Offer a phrase, each time another."""
        self.query_one(NewPassphrase).take(self.people.offered_phrase())
        self.tell(
            "Six words drawn by chance. Write them down, or read them aloud until they stay. "
            "F3 draws others."
        )

    def action_code(self) -> None:
        """Go to the recovery code."""

    def to_next_box(self, box: Input) -> bool:
        """Go from `box` to the one after it; False from the last."""
        boxes = [one for one in self.query(Input) if one.display]
        place = boxes.index(box)
        if place + 1 == len(boxes):
            return False
        boxes[place + 1].focus()
        return True
