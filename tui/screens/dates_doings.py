"""What is done with dates: plan, move, cancel, say what became of one, calendars."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.life.session import SessionState
from tui.screens.over_pair import OverPair
from tui.widgets.dates_list import DatesList
from tui.widgets.dates_words import SessionRow, detail, planned_still

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.life.rhythms import Question
    from assistant.life.session import Session
    from assistant.life.slots import Slot
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from tui.app import ViceVersaApp
    from tui.screens.dates_forms import Told
    from tui.screens.form import FormSheet

_PAST = ("held", "missed")
_DEPENDS = frozenset({"move", "cancel", *_PAST, "open", "ended", "after", "ways", "calendar"})
"""What can be done with some sessions, or at some times, only."""


class DatesDoings(OverPair):
    """Acts on the session in hand, as it stands now."""

    possible: frozenset[str] = frozenset()
    """What can be done now, of what cannot always be done."""
    _question: Question | None = None
    """What two misses ask."""
    _for_calendar: tuple[Session, ...] = ()
    """The sessions to come, and those to come that were called off."""

    @property
    def in_hand(self) -> SessionRow | None:
        """The session in hand."""
        return self.query_one(DatesList).in_hand if self.is_mounted else None

    @property
    def _session(self) -> Session | None:
        return self.in_hand.session if self.in_hand is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the session in hand."""
        run = "move" if action == "suits" and parameters else action
        return self.can(run) and super().check_action(action, parameters)

    def can(self, run: str) -> bool:
        """Whether what an action runs can be done now."""
        name = "move" if run == "suits(True)" else run
        return name not in _DEPENDS or name in self.possible

    def look(self) -> None:
        """See what can be done: once for each change and each session, not for each key."""
        from assistant.life.endings import over
        from assistant.life.rhythms import pause_change_or_end

        pair, life, session = self.pair, self.vice_versa.life, self._session
        self.possible, self._question, self._for_calendar = frozenset(), None, ()
        if pair is None or life is None:
            return
        now = pair.moment()
        self._question = pause_change_or_end(life, now)
        self._for_calendar = tuple(one for one in life.sessions if _in_calendars(one, now))
        found = {"ways"} if self._question is not None else set()
        if self._for_calendar:
            found.add("calendar")
        if session is not None:
            found.add("open")
            if session.held and session.at <= now:
                found |= {"after"} if over(life) else {"ended", "after"}
            if session.planned and not over(life):
                found |= {"move", "cancel"} if session.at > now else {"move", "cancel", *_PAST}
        self.possible = frozenset(found)

    def _kept(self, documents: Sequence[Session], told: str) -> None:
        """Say what was kept, with it in hand."""
        self.said = told
        taken = next((one for one in documents if one.planned), None)
        if taken is not None:
            self.query_one(DatesList).take(taken.id)

    # --- planning ----------------------------------------------------------------------------------

    def action_plan(self) -> None:
        """Plan one session."""
        from tui.screens.dates_forms import plan_form

        pair = self.changing()
        if pair is not None:
            self.app.push_screen(plan_form(self.vice_versa, pair, self._kept))

    def action_six(self) -> None:
        """Plan six at once."""
        from tui.screens.dates_forms import six_form

        pair = self.changing()
        if pair is not None:
            self.app.push_screen(six_form(self.vice_versa, pair, self._kept))

    def action_suits(self, moves: bool = False) -> None:
        """Find times that suit both, and plan one, or move the session in hand there."""
        from assistant.life.clocks import zone_for
        from tui.screens.dates_forms import zone_of
        from tui.screens.slots_sheet import SlotsSheet

        pair, life = self.changing(), self.vice_versa.life
        if pair is None or life is None:
            return
        moving = self._session if moves else None
        zone = zone_for(life, moving) or zone_of(life)

        def chosen(slot: Slot | None) -> None:
            if slot is not None:
                self._at(slot, zone, moving)

        self.app.push_screen(SlotsSheet(pair, life, zone, moving), chosen)

    def _at(self, slot: Slot, zone: str, moving: Session | None) -> None:
        from assistant.life import sessions
        from assistant.life.clocks import moment_words

        kept: list[Session] = []

        def change(life: PairLife, now: datetime) -> Sequence[Session]:
            plan = (
                sessions.planned(life, slot.at, now, zone=zone, minutes=slot.minutes)
                if moving is None
                else sessions.moved(life, moving, slot.at, now, zone=zone)
            )
            kept[:] = plan.documents
            return plan.documents

        at = moment_words(slot.at, zone, self.vice_versa.moment())
        told = f"Planned for {at}. Ctrl+Z takes it back."
        if self.vice_versa.change_life(change, told):
            self._kept(kept, told)

    # --- what becomes of the one in hand -----------------------------------------------------------

    def _on_session(
        self, make: Callable[[ViceVersaApp, PairSpace, Session, Told], FormSheet]
    ) -> None:
        pair, session = self.changing(), self._session
        if pair is not None and session is not None:
            self.app.push_screen(make(self.vice_versa, pair, session, self._kept))

    def action_move(self) -> None:
        """Another time or length."""
        from tui.screens.dates_forms import move_form

        self._on_session(move_form)

    def action_cancel(self) -> None:
        """Call it off."""
        from tui.screens.dates_forms import cancel_form

        self._on_session(cancel_form)

    def action_missed(self) -> None:
        """It did not take place."""
        from tui.screens.dates_forms import missed_form

        self._on_session(missed_form)

    def action_held(self) -> None:
        """It took place."""
        from assistant.life import sessions

        pair, session = self.changing(), self._session
        if pair is None or session is None:
            return

        def change(life: PairLife, now: datetime) -> Sequence[Session]:
            return [sessions.held(life, session, now)]

        self.vice_versa.change_life(change, "Noted as held. Ctrl+Z takes it back.")

    def action_open(self) -> None:
        """Read all of it."""
        from tui.screens.pair_sheets import ReadSheet

        pair, life, row = self.pair, self.vice_versa.life, self.in_hand
        if pair is not None and life is not None and row is not None:
            self.app.push_screen(ReadSheet(pair, detail(row, life, pair.moment())))

    def on_line_list_chosen(self) -> None:
        """A click reads it."""
        self.action_open()

    # --- after one that was held -------------------------------------------------------------------

    def action_ended(self) -> None:
        """What it left to settle: actions, what was put off, the summary, the pulse."""
        from tui.screens.session_end import SessionEndScreen

        pair, session = self.changing(), self._session
        if pair is not None and session is not None:
            self.app.push_screen(SessionEndScreen(pair, session))

    def action_after(self) -> None:
        """Questions on it, for me alone."""
        from tui.screens.after import AfterScreen

        self.said = ""
        if self.pair is not None and self._session is not None:
            self.app.push_screen(AfterScreen(self.pair, self._session))

    # --- after misses ------------------------------------------------------------------------------

    def action_ways(self) -> None:
        """Pause, change or end."""
        from tui.screens.misses_sheet import MissesSheet

        pair, question = self.changing(), self._question
        if pair is not None and question is not None:
            self.app.push_screen(MissesSheet(pair, question), partial(self._way, pair))

    def _way(self, pair: PairSpace, chosen: str | None) -> None:
        from assistant.life.course import AfterMisses

        if chosen == AfterMisses.PAUSE.value:
            from tui.screens.dates_forms import pause_form

            self.app.push_screen(pause_form(self.vice_versa, pair, self._kept))
        elif chosen == AfterMisses.CHANGE.value:
            from tui.screens.pair_forms import rhythm_form

            form = rhythm_form(self.vice_versa, pair, self.outcome, answers=AfterMisses.CHANGE)
            self.app.push_screen(form, self._changed)
        elif chosen == AfterMisses.END.value:
            from tui.screens.ending import EndingScreen

            # It is answered once something is decided there, not by looking at it.
            self.app.push_screen(EndingScreen(pair, answers=True))

    def _changed(self, kept: bool | None) -> None:
        from assistant.life.rhythms import pause_change_or_end

        pair = self.pair
        if not kept or pair is None:
            return
        if pause_change_or_end(pair.records.life, pair.moment()) is not None:
            self.said = "The rhythm is as it was, so the question stays: w answers it."
        else:
            told = "The rhythm is kept. p plans by it, m moves this session."
            self.said = f"{told} {self.said}".strip()

    # --- calendars ---------------------------------------------------------------------------------

    def action_busy(self) -> None:
        """Bring a calendar of when I am busy."""
        from tui.screens.calendar_sheets import BusySheet
        from tui.screens.dates_forms import zone_of

        pair, life = self.changing(), self.vice_versa.life
        if pair is not None and life is not None:
            self.app.push_screen(BusySheet(pair, life, zone_of(life)), self.outcome)

    def action_calendar(self) -> None:
        """Write a calendar file."""
        from tui.screens.calendar_sheets import CalendarSheet

        pair, offered, row = self.pair, self._for_calendar, self.in_hand
        if pair is None or not offered:
            return
        self.said = ""
        if row is not None and row.session in offered:
            one, label = row.session, f"This one: {row.when}"
        else:
            one, label = offered[0], "The next one"
        self.app.push_screen(CalendarSheet(pair, one, label, offered), self.outcome)


def _in_calendars(session: Session, now: datetime) -> bool:
    return planned_still(session, now) or (
        session.at > now and session.state is SessionState.CANCELLED
    )
