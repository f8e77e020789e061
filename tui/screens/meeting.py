"""What leads from Today and Agenda to the next session: its dates, the page before it, the session itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.screens.on_pair import OnPair

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.agenda import Agenda
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp

_SUGGESTED = "Agenda, 4, suggests one at once, and g there begins with it. Esc goes back."


class MeetingPlace(OnPair):
    """A place over the open pair's next session."""

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
        """Go on with the session that runs; else begin today's, also when you are late, or the next one.

        It is asked first where it is planned for another day, or would be held without an agenda.
        """
        from assistant.life.clocks import shown_at, zone_for
        from assistant.life.days import said_day
        from assistant.life.today import next_session
        from tui.screens.confirm import ConfirmModal
        from tui.session_kept import kept_session

        opened, life = self.vice_versa.pair, self.vice_versa.life
        if opened is None or life is None:
            return
        running = None if opened.read_only else kept_session(opened)
        if (
            running is not None
        ):  # also where the pair was ended meanwhile: what was said in it is kept
            self.said = ""
            self.open_session(opened, running.live.session)
            return
        pair = self.changing()
        if pair is None:
            return
        now = pair.moment()
        upcoming = next_session(life, pair.me.role, now)
        session = upcoming.session if upcoming is not None else None
        told, title = "", "a session"
        if upcoming is None:
            told = "None is planned; it counts as one of yours."
        else:
            title = f"session {upcoming.number}"
            zone = zone_for(life, session)
            day, today = (shown_at(one, zone, now).date() for one in (upcoming.session.at, now))
            if day != today:
                planned = said_day(day, today)
                told = f"It is planned for {planned}; it would be held now instead."
        kept = session.agenda if session is not None else None
        if self.agenda_in_hand() is None and kept is None:
            self._ask_for_agenda(f"Begin {title} without an agenda?", told, session)
        elif told:
            self.app.push_screen(
                ConfirmModal(f"Begin {title} now?", told, "Begin now"),
                lambda yes: self._run(session) if yes else None,
            )
        else:
            self._run(session)

    def _ask_for_agenda(self, title: str, told: str, session: Session | None) -> None:
        from tui.screens.confirm import ConfirmModal

        def answered(without: bool | None) -> None:
            if without:
                self._run(session)
            elif without is not None:
                self.run_worker(self.vice_versa.action_go("agenda"))

        words = " ".join(filter(None, [told, _SUGGESTED]))
        ask = ConfirmModal(title, words, "Begin without one", "Make one first", leaves=True)
        self.app.push_screen(ask, answered)

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
