"""What the app does when a pair's keys and files are destroyed: it is then as with nobody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.errors import Trouble
from tui import jobs
from tui.living import LivingApp

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.people import People
    from assistant.storage.destroy import Destroyed


class PairDestroyed(Message):
    """What came of destroying: what was removed, or why not all; and whether any keys are left here."""

    def __init__(
        self, pair: PairSpace, done: Destroyed | None, trouble: Trouble | None, *, nobody: bool
    ) -> None:
        super().__init__()
        self.pair = pair
        self.done = done
        self.trouble = trouble
        self.nobody = nobody


class DestroyingApp(LivingApp):
    """Destroys off the screen's thread. A lock in the middle of it, or leaving, changes nothing of it."""

    def destroy_pair(
        self, pair: PairSpace, people: People, typed: str, *, leave_shared: bool
    ) -> None:
        """Destroy it if `typed` is what confirms that; ends in PairDestroyed."""
        jobs.start(self, "destroy", partial(_destroyed, pair, people, typed, leave_shared))

    def on_pair_destroyed(self, message: PairDestroyed) -> None:
        """Drop all that shows anything of the pair; where nothing was done, say why."""
        pair, trouble = message.pair, message.trouble
        if trouble is not None and not pair.closed:
            refused = getattr(self.screen, "refused", None)
            if refused is not None:
                refused(trouble)
            return
        told = str(trouble) if trouble is not None else _told(message)
        if self.pair is pair:
            self._kept = False  # what was in hand is destroyed with the rest
            self._forget(told)
        self.nobody = message.nobody
        self.told(told)


def _destroyed(pair: PairSpace, people: People, typed: str, leave_shared: bool) -> Message:
    done, trouble = None, None
    try:
        done = pair.destroy(typed, leave_shared=leave_shared)
    except Trouble as error:
        trouble = error
    return PairDestroyed(pair, done, trouble, nobody=not people.places)


def _told(message: PairDestroyed) -> str:
    done = message.done
    files = done.files if done is not None else 0
    many = "1 file" if files == 1 else f"{files:,} files"
    told = [f"Your keys and {many} of this pair are destroyed."]
    told += done.notices if done is not None else ()
    if not message.nobody:
        told.append("Another journal in this home is as it was.")
    return " ".join(told)
