"""What every screen over the open pair has: work off the screen's thread, and whether it may be changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from tui import jobs
from tui.journal_messages import Refused
from tui.screens.place import PlaceScreen
from tui.screens.private import on_pair

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp

ENDED = "The two of you have ended it, so this can only be read."


def may_change(app: ViceVersaApp) -> tuple[PairSpace | None, str]:
    """The pair, where what it shares may be changed; else None, and why not."""
    from assistant.life.endings import over

    pair, life = app.pair, app.life
    if pair is None or life is None:
        return None, ""
    if pair.read_only:
        return None, pair.why_read_only
    return (None, ENDED) if over(life) else (pair, "")


class OnPair(PlaceScreen):
    """A place over the open pair. What changes anything asks `changing` first."""

    def job(self, group: str, work: Callable[[PairSpace], Message]) -> None:
        """Do `work` on the open pair off the screen's thread; Trouble becomes Refused."""
        pair = self.vice_versa.pair
        if pair is not None:
            jobs.start(self, group, on_pair(pair, work))

    def on_refused(self, message: Refused) -> None:
        """Say why not; what is there stays."""
        self.said = str(message.trouble)

    def changing(self) -> PairSpace | None:
        """The pair, if it may be changed; else it is said why not."""
        pair, self.said = may_change(self.vice_versa)
        return pair
