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
        self._undo: list[tuple[list[Document], list[Document]]] = []
        """Of each change the documents as they were before, and as they were kept."""

    def watch_pair(self, pair: PairSpace | None) -> None:
        """Another pair, or none: nothing of the former one is left."""
        self._undo.clear()
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
        documents = list(change(life, self.moment()))
        before = {one.key: one for one in life.documents}
        former = [before[one.key] for one in documents if one.key in before]
        pair.records.keep(*documents)
        self._undo = [] if final else [*self._undo[1 - _UNDO_STEPS :], (former, documents)]
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
        before = {one.key for one in former}
        try:
            pair.records.keep(*former)
            pair.records.remove(*(one for one in kept if one.key not in before))
        except Trouble as trouble:
            self.told(str(trouble))
            return
        self._undo.pop()
        self.life = pair.records.life
        self.told("Taken back.")

    def moment(self) -> datetime:
        """The moment it is for this pair."""
        from assistant.clock import now

        return self.pair.moment() if self.pair is not None else now()
