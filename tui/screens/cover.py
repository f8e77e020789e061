"""Between what both look at and what is one's own: nothing is shown until its owner asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Footer, Static

from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateScreen
from tui.text import lines, plain, said
from tui.widgets.frame import TopLine

if TYPE_CHECKING:
    from textual.content import Content

    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp


class CoverScreen(PrivateScreen[None]):
    """Stands over the place it leads back to. `told` is said there once it is taken away."""

    SCOPE = Scope.COVER
    ABOUT = (
        "What comes next is for one of you alone, so nothing of it is shown before you ask for it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.COVER)
    AUTO_FOCUS = ""
    TOGETHER: ClassVar[bool] = True
    """No key leads past it to what is private."""

    def __init__(self, pair: PairSpace, told: str = "") -> None:
        super().__init__(pair)
        self._told = told

    def compose(self) -> ComposeResult:
        """Whose view comes, and the key that shows it."""
        yield TopLine()
        with Vertical(id="after"):
            yield Static(id="after-head")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Ask the other to look away."""
        if self.pair is not None:
            keys = said("[$accent]Enter goes on[/]")
            self.query_one("#after-head", Static).update(lines(cover_words(self.pair), keys))

    def action_uncover(self) -> None:
        """Show what is below."""
        app = cast("ViceVersaApp", self.app)
        told = self._told
        self.dismiss()
        app.call_later(app.told, told)

    def forget(self) -> None:
        """Let go of the names."""
        self._told = ""
        self.query_one("#after-head", Static).update("")


def cover_words(pair: PairSpace) -> Content:
    """Whose it is from here, and who looks away."""
    partner = pair.partner or "your partner"
    first = said(
        "[b]From here it is $me's alone; $them, please look away.[/b]",
        me=pair.me.name,
        them=partner,
    )
    return lines(first, plain(""))
