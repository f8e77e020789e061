"""Screens over any place that show what the two share, and change it where they may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.journal_messages import Refused
from tui.screens.on_pair import may_change
from tui.screens.place import PlaceScreen
from tui.screens.private import PrivateScreen

if TYPE_CHECKING:
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace


class OverPair(PrivateScreen[None], PlaceScreen):
    """Follows the pair's life. Subclasses show it in `show`, which is not called without one."""

    PLACE = "pair"

    def on_mount(self) -> None:
        """Follow what the two share."""
        self.watch(self.app, "life", self._life_changed)

    def _life_changed(self, life: PairLife | None) -> None:
        if life is not None and self.pair is not None and self.is_mounted:
            self.show(life, self.pair)
            self.refresh_bindings()

    def on_screen_resume(self) -> None:
        """It may be another day, and the other may have changed something."""
        if self.pair is not None:
            self.vice_versa.look_again()
            self._life_changed(self.vice_versa.life)

    def show(self, life: PairLife, pair: PairSpace) -> None:
        """Show how things stand."""
        raise NotImplementedError

    def changing(self) -> PairSpace | None:
        """The pair, if it may be changed; says why not."""
        pair, self.said = may_change(self.vice_versa)
        return pair if pair is self.pair else None

    def on_refused(self, message: Refused) -> None:
        """Say why not."""
        self.said = str(message.trouble)

    def outcome(self, told: str | None) -> None:
        """Say what a sheet ended in."""
        if told:
            self.said = told

    def action_back(self) -> None:
        """Back to the place."""
        self.dismiss()
