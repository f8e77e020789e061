"""Screens that show what one person wrote: they forget it when the journal is locked.

Textual has the handlers of every class of a screen hear a message: no `on_…` calls its `super()`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message
from textual.screen import ModalScreen, Screen, ScreenResultType

from assistant.errors import Trouble
from tui import jobs
from tui.journal_messages import Abandoned, Refused

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace


class PrivateScreen(Screen[ScreenResultType]):
    """A screen over `pair`, taken away by the app when it locks; `forget` lets go of words besides."""

    def __init__(self, pair: PairSpace | None) -> None:
        """`pair` is None where nothing of a pair is shown."""
        super().__init__()
        self.pair: PairSpace | None = pair

    def on_mount(self) -> None:
        """Hear of locking."""
        self.watch(self.app, "pair", self._pair_changed, init=False)

    def _pair_changed(self, pair: PairSpace | None) -> None:
        if self.pair is not None and pair is not self.pair:
            self.forget()
            self.pair = None

    def forget(self) -> None:
        """Let go of all words."""

    def job(self, group: str, work: Callable[[PairSpace], Message]) -> None:
        """Do `work` on the pair off the screen's thread; Trouble becomes Refused."""
        if self.pair is not None:
            jobs.start(self, group, on_pair(self.pair, work))


class PrivateSheet(PrivateScreen[ScreenResultType], ModalScreen[ScreenResultType]):
    """A sheet over the place it belongs to."""

    def tell(self, text: str) -> None:
        """Say something in the sheet's last line."""
        from textual.widgets import Static

        from tui.text import plain

        self.query_one("#outcome", Static).update(plain(text))

    def on_refused(self, message: Refused) -> None:
        """Say why not; what was typed stays."""
        self.tell(str(message.trouble))


def on_pair(pair: PairSpace, work: Callable[[PairSpace], Message]) -> Callable[[], Message]:
    """`work` on `pair` as a job. A lock may come in the middle of it: then there is nothing to tell."""

    def done() -> Message:
        try:
            return work(pair)
        except Trouble as trouble:
            return Abandoned() if pair.closed else Refused(trouble)
        except Exception:
            if pair.closed:
                return Abandoned()
            raise

    return done
