"""What the app does with the pair's shared life: shows what is there now, keeps changes, takes them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.reactive import reactive

from assistant.errors import Trouble
from tui.locking import LockingApp

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife
    from assistant.life.undo import Step
    from assistant.pair_space import PairSpace

Change = Callable[["PairLife", datetime], Sequence["Document"]]
"""Makes documents of what there is and of the moment. Raises Trouble for what cannot be."""

_UNDO_STEPS = 50


class LivingApp(LockingApp):
    """Holds the life of the open pair, which screens watch and change through `change_life`."""

    life: reactive[PairLife | None] = reactive(None, always_update=True)
    """What the pair shares, as it is now; None while locked."""

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self._undo: list[Step] = []
        self.in_calendars: set[str] = set()
        """The ids of the sessions that were written to a calendar file since the pair was opened."""

    def watch_pair(self, pair: PairSpace | None) -> None:
        """Another pair, or none: nothing of the former one is left."""
        self._undo.clear()
        self.in_calendars.clear()
        self.life = pair.records.life if pair is not None else None

    def look_again(self) -> None:
        """See what the partner may have changed meanwhile."""
        if self.pair is not None and not self.pair.closed:
            life = self.pair.records.life
            if life is not self.life:
                self.life = life

    def keep_life(self, change: Change, *, final: bool = False) -> None:
        """Keep what `change` makes, all of it or nothing, so that it can be taken back.

        One that is `final` cannot be, nor what came before it: a session that is over has taken place.
        Raises Trouble where it cannot be made or kept; nothing is then changed.
        """
        pair = self.pair
        if pair is None:
            raise Trouble("Locked", "Your pair is locked.", "Ctrl+L unlocks it.")
        life = pair.records.life
        before = {one.key: one for one in life.documents}
        made = change(life, self.moment())
        # What stays as it is need not be written: it may also be the partner's alone to write.
        documents = [one for one in made if before.get(one.key) != one]
        former = [before[one.key] for one in documents if one.key in before]
        pair.records.keep(*documents)
        if final:
            self._undo = []
        elif documents:
            self._undo = [*self._undo[1 - _UNDO_STEPS :], (former, documents)]
        self.life = pair.records.life

    def change_life(self, change: Change, told: str = "") -> bool:
        """As `keep_life`; says `told` in the place in front, or why it cannot be. Whether it was kept."""
        try:
            self.keep_life(change)
        except Trouble as trouble:
            self.told(str(trouble))
            return False
        self.told(told)
        return True

    def action_undo_change(self) -> None:
        """Take the last change back."""
        pair = self.pair
        if pair is None or not self._undo:
            self.told("There is nothing to take back.")
            return
        former, kept = self._undo[-1]
        now = {one.key: one for one in pair.records.life.documents}
        if any(now.get(one.key) != one for one in kept):
            self._undo.pop()
            self.told("It was changed again since, so it stays as it is.")
            return
        from assistant.life.undo import steps_before, taken_back

        undone = taken_back(former, kept, self.in_calendars)
        try:
            # What was taken back is not to be read by the partner's program either.
            pair.records.change(*undone, erase=True)
        except Trouble as trouble:
            self.told(str(trouble))
            return
        self._undo = steps_before(self._undo[:-1], former, undone)
        self.life = pair.records.life
        self.told("Taken back.")

    def moment(self) -> datetime:
        """The moment it is for this pair."""
        from assistant.clock import now

        return self.pair.moment() if self.pair is not None else now()
