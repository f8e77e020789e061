"""What leads from Today and Agenda to the next session: its dates, the page before it, the session itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from tui import jobs
from tui.journal_messages import Refused
from tui.screens.place import PlaceScreen
from tui.screens.private import on_pair

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.agenda import Agenda
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp


class MeetingPlace(PlaceScreen):
    """A place over the open pair's next session."""

    def job(self, group: str, work: Callable[[PairSpace], Message]) -> None:
        """Do `work` on the open pair off the screen's thread; Trouble becomes Refused."""
        pair = self.vice_versa.pair
        if pair is not None:
            jobs.start(self, group, on_pair(pair, work))

    def on_refused(self, message: Refused) -> None:
        """Say why not; what is there stays."""
        self.said = str(message.trouble)

    def only_reading(self) -> bool:
        """Whether nothing can be written; then it is said why."""
        pair = self.vice_versa.pair
        if pair is not None and pair.read_only:
            self.said = pair.why_read_only
        return pair is not None and pair.read_only

    def action_prepare(self) -> None:
        """Read the private page for the next session."""
        from tui.screens.brief import BriefScreen

        pair = self.vice_versa.pair
        if pair is not None:
            self.said = ""
            self.app.push_screen(BriefScreen(pair))

    def to_dates(self) -> None:
        """To the list of sessions, where one is planned."""
        from tui.screens.dates import DatesScreen

        pair = self.vice_versa.pair
        if pair is not None:
            self.said = ""
            self.app.push_screen(DatesScreen(pair))

    # --- the session itself ------------------------------------------------------------------------

    def agenda_in_hand(self) -> Agenda | None:
        """The agenda to begin with where none is kept for the session."""
        return None

    def action_begin_session(self) -> None:
        """Go on with the session that runs; else begin the next one, of another day after asking."""
        from assistant.life.days import said_day
        from assistant.life.today import next_session
        from tui.screens.confirm import ConfirmModal
        from tui.session_kept import kept_session

        pair, life = self.vice_versa.pair, self.vice_versa.life
        if pair is None or life is None or self.only_reading():
            return
        running = kept_session(pair)
        if running is not None:
            self.open_session(pair, running.live.session)
            return
        now = pair.moment()
        upcoming = next_session(life, pair.me.role, now)
        session = upcoming.session if upcoming is not None else None
        day = session.at.astimezone(now.tzinfo).date() if session is not None else now.date()
        if upcoming is not None and day == now.date():
            self._run(session)
            return
        title = f"Begin session {upcoming.number} now?" if upcoming else "Begin a session now?"
        told = (
            f"It is planned for {said_day(day, now.date())}; it would be held now instead."
            if upcoming
            else "None is planned; it counts as one of yours."
        )
        self.app.push_screen(
            ConfirmModal(title, told, "Begin now"),
            lambda yes: self._run(session) if yes else None,
        )

    def _run(self, session: Session | None) -> None:
        """Run `session` with the agenda in hand, or begin one."""
        from assistant.life import sessions

        pair, agenda = self.vice_versa.pair, self.agenda_in_hand()
        if pair is None:
            return
        ready = sessions.current(pair.records.life, session) if session is not None else None

        def change(life: PairLife, now: datetime) -> list[Session]:
            made = (
                sessions.at_once(life, now, agenda=agenda)
                if ready is None
                else sessions.with_agenda(life, ready, agenda)
                if agenda is not None
                else ready
            )
            kept.append(made)
            return [made]

        kept: list[Session] = []
        if ready is None or (agenda is not None and agenda != ready.agenda):
            if not self.vice_versa.change_life(change):
                return
            ready = kept[-1]
        self.open_session(pair, ready)

    def open_session(self, pair: PairSpace, session: Session) -> None:
        """Show `session` as it runs."""
        from tui.screens.session import SessionScreen

        self.app.push_screen(SessionScreen(pair, session))


def write_about(app: ViceVersaApp, ask: Callable[[int], str], *, preparation: bool = False) -> None:
    """Open the page for an entry about the question `ask` gives; a draft is gone on with instead."""
    from assistant.entry import EntryKind
    from tui.screens.writing import WritingScreen

    pair = app.pair
    if pair is None:
        return
    if pair.read_only:
        app.told(pair.why_read_only)
        return
    draft = pair.journal.draft()
    app.told("")
    page = WritingScreen(pair, pair.moment, ask, draft=draft)
    if preparation and draft is None:
        page.hand.facts = page.hand.facts.model_copy(update={"kind": EntryKind.PREPARATION})
    app.push_screen(page, lambda told: app.told(told or ""))
