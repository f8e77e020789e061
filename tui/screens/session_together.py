"""Screens that both look at: another ground, a band with two names, and no way to what is private."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.reactive import reactive
from textual.widgets import Static

from tui.screens.private import PrivateScreen
from tui.text import plain
from tui.widgets.session_band import TogetherBand

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp


class TogetherScreen(PrivateScreen[None]):
    """While one is in the stack, the app leads nowhere else; whoever leaves it says so."""

    TOGETHER: bool = True
    DEFAULT_CLASSES: ClassVar[str] = "together"

    said: reactive[str] = reactive("")
    """The outcome of the last action, shown in place."""

    def __init__(self, pair: PairSpace) -> None:
        super().__init__(pair)
        life = pair.records.life
        self.band = TogetherBand(life.mentor, life.mentee)

    @property
    def vice_versa(self) -> ViceVersaApp:
        """The app, by its own type."""
        return cast("ViceVersaApp", self.app)

    def leave_both(self, told: str = "") -> None:
        """Leave what both look at; `told` is said once its owner is alone."""
        from tui.screens.cover import CoverScreen

        if self.pair is not None and self.app.screen is self:
            self.app.switch_screen(CoverScreen(self.pair, told))

    def watch_said(self, text: str) -> None:
        """Show the outcome of the last action until the next."""
        for place in self.query("#said").results(Static):
            place.update(plain(text))
            place.display = bool(text)

    def forget(self) -> None:
        """Let go of names and words."""
        self.said = ""
        for part in self.query(Static):
            part.update("")
        self.band.forget()
