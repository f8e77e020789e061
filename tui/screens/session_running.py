"""A running session as a screen has it: its clock goes on, and whatever changes it is kept first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assistant.errors import Trouble
from assistant.life import live as lives
from assistant.life import live_said
from assistant.life.live import LiveSession
from tui.screens.hidden import HidingScreen
from tui.screens.session_together import TogetherScreen
from tui.session_kept import KeptSession, keep_session, kept_session, unreadable

if TYPE_CHECKING:
    from assistant.life.document import Document
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.screens.session_said import Change

KEEP_EVERY = timedelta(seconds=10)
"""How often the time that passed is kept; what is said is kept at once."""
AWAKE_AFTER = timedelta(minutes=30)
"""So long past its planned end a session that runs keeps the app from locking itself (own)."""

_UNREADABLE = "A session that ran here before cannot be read. It is left as it is: a newer version may open it."


class RunningScreen(TogetherScreen):
    """Holds `live`, the session; nobody else changes it."""

    def __init__(self, pair: PairSpace, session: Session) -> None:
        """A session that is running already is gone on with, whichever `session` is asked for."""
        super().__init__(pair)
        self._asked = session
        self.live: LiveSession | None = None
        self.still: datetime | None = None
        """Since when it is paused."""
        self._kept_at: datetime | None = None
        self._order: list[Document | str] = []

    def show(self) -> None:
        """Show all of it. Overridden."""

    def show_time(self) -> None:
        """Show the time. Overridden."""

    @property
    def life(self) -> PairLife | None:
        """What the two share; None once locked."""
        return self.vice_versa.life

    def begin(self) -> None:
        """Begin, or go on with what runs already. Raises Trouble."""
        pair = self.pair
        if pair is None:
            return
        kept, now = kept_session(pair), self.vice_versa.moment()
        if kept is None:
            self.live = lives.started(self._asked, now)
            if unreadable(pair):
                self.said = _UNREADABLE
            self.keep()
            return
        self.still = kept.still or kept.live.looked
        self.live = lives.reopened(kept.live, now)
        self._order = _taken_down(self.live)
        if kept.live.session.id != self._asked.id:
            self.said = "This one is still running: end it before you begin another."

    # --- time --------------------------------------------------------------------------------------

    def tick(self) -> None:
        """A second may have passed."""
        live = self.live
        if live is None or self.pair is None or self.pair.closed:
            return
        now = self.vice_versa.moment()
        self.live = lives.ticked(live, now)
        self._stay_awake()
        kept = self._kept_at
        if live.running and (kept is None or abs(now - kept) >= KEEP_EVERY):
            try:
                self.keep()
            except Trouble as trouble:
                self._kept_at = now
                self.said = f"The time cannot be kept at the moment. {trouble}"
        self.show_time()

    def _stay_awake(self) -> None:
        """Two who talk press no key: that is no reason to lock, as long as they can be there."""
        live = self.live
        if live is None or not live.running or isinstance(self.app.screen, HidingScreen):
            return
        if self in self.app.screen_stack and live.session_left > -AWAKE_AFTER.total_seconds():
            self.vice_versa.idle.touch()

    # --- keeping -----------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the session as it stands. Raises Trouble."""
        if self.pair is not None and self.live is not None:
            keep_session(self.pair, KeptSession(self.live, self.still))
            self._kept_at = self.live.looked

    def form_in_hand(self) -> bool:
        """Keep it before a lock; nothing was being written. Raises Trouble."""
        if self.pair is not None and not self.pair.closed and not self.pair.read_only:
            self.keep()
        return False

    def take(self, change: Change, told: str) -> None:
        """Have the session changed and kept, or neither. Raises Trouble."""
        live = self.live
        if live is None:
            return
        self.live = change(live, self.vice_versa.moment())
        try:
            self.keep()
        except Trouble:
            self.live = live
            raise
        self._order += _added(live, self.live)
        self.said = told
        self.show()

    def attempt(self, change: Change, told: str = "") -> None:
        """As `take`; says why not."""
        try:
            self.take(change, told)
        except Trouble as trouble:
            self.said = str(trouble)

    def action_take_back(self) -> None:
        """Take back what was taken down last."""
        if not self._order:
            self.said = "There is nothing to take back."
            return
        last = self._order[-1]
        try:
            self.take(lambda live, _now: live_said.without(live, last), "Taken back.")
        except Trouble as trouble:
            self.said = str(trouble)
            return
        self._order.pop()

    def forget(self) -> None:
        """Let go of all of it; it is kept."""
        super().forget()
        self.live = None
        self._order.clear()


def _taken_down(live: LiveSession) -> list[Document | str]:
    """All that was taken down, the last that has a moment at the end."""
    dated: list[tuple[datetime, Document]] = []
    dated += [(one.since, one) for one in live.actions]
    dated += [(one.since, one) for one in live.parked]
    dated += [(one.at, one) for one in live.wins]
    dated += [(one.at, one) for one in live.given]
    return [*live.notes, *(one for _, one in sorted(dated, key=lambda pair: pair[0]))]


def _added(before: LiveSession, after: LiveSession) -> list[Document | str]:
    """What was taken down between the two."""
    found: list[Document | str] = []
    for name in ("actions", "wins", "parked", "given", "notes"):
        found += getattr(after, name)[len(getattr(before, name)) :]
    return found
