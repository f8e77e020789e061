"""The end of a session: actions, the next date, the summary; then each apart the pulse."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, OptionList, Static

from assistant.life import actions, sessions
from assistant.life.clocks import clock_words, shown_at, zone_for
from assistant.life.days import clock_time, plain_day
from assistant.life.figures import counted
from assistant.life.session import Action, ActionState, Parked
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.session_forms import action_form, date_form, summary_form
from tui.screens.session_together import TogetherScreen
from tui.session_kept import named
from tui.text import lines, said
from tui.widgets.frame import TopLine
from tui.widgets.session_list import (
    ACTION,
    ALONE,
    DATE,
    PARKED,
    PULSE,
    SUMMARY,
    EndList,
    Settling,
    planned_next,
    settling_of,
    when_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.life.document import Document
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace


class SessionEndScreen(TogetherScreen):
    """What was agreed stays in sight while it is settled; each thing is kept as it is done.

    Right after the session both look at it. Later one of the two may open it, on a screen of their own.
    """

    SCOPE = Scope.SESSION_END
    ABOUT = (
        "The session is held, and all that was taken down is kept. Go through what you agreed on and "
        "what is still open, fix the next date, look at the summary. Then each answers three questions "
        "apart. Nothing here has to be done now: Today asks for what is left, and o in Dates leads back here."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.SESSION_END)
    AUTO_FOCUS = "#end-list"

    def __init__(self, pair: PairSpace, session: Session, *, together: bool = False) -> None:
        """`together`: both look at it, so that no key leads from here to what is private."""
        super().__init__(pair)
        self.TOGETHER = together
        self.set_class(together, "together")
        self._session: Session | None = session
        self._settling: Settling | None = None

    def compose(self) -> ComposeResult:
        """What there is to settle."""
        yield self.band if self.TOGETHER else TopLine()
        yield Static(id="end-head")
        yield EndList()
        yield Static(id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show it, and whatever changes."""
        self.query_one("#said").display = False
        self.watch(self.app, "life", self._show)

    # --- what is shown -----------------------------------------------------------------------------

    def _show(self, life: PairLife | None) -> None:
        pair = self.pair
        if life is None or pair is None or self._session is None:
            return
        session = self._session = sessions.current(life, self._session)
        if self._settling is None:
            self._settling = settling_of(life, session)
        else:
            self._settling = _with_new(self._settling, settling_of(life, session))
        now = self.vice_versa.moment()
        self.query_one("#end-head", Static).update(
            lines(
                said(
                    "[b]$name is over[/b] · $when",
                    name=named(life, session),
                    when=_when(session, zone_for(life, session), now),
                ),
                said("[$quiet]Enter opens · x done · o open · D drop · a adds[/]"),
            )
        )
        self.query_one(EndList).show(
            life, pair.me.role, self._settling, now, together=self.TOGETHER
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be marked is an action, or what was put off."""
        if action == "mark" and self.is_mounted:
            return self._in_hand is not None
        return super().check_action(action, parameters)

    @on(OptionList.OptionHighlighted, "#end-list")
    def _another_in_hand(self, _event: OptionList.OptionHighlighted) -> None:
        self.refresh_bindings()

    @property
    def _in_hand(self) -> Action | Parked | None:
        """The action, or what was put off, that is in hand."""
        life = self.vice_versa.life
        kind, _, name = self.query_one(EndList).in_hand.partition(" ")
        if life is None:
            return None
        if kind == ACTION:
            return next((one for one in life.actions if one.id == name), None)
        if kind == PARKED:
            return next((one for one in life.parked if one.id == name), None)
        return None

    # --- actions -----------------------------------------------------------------------------------

    def action_mark(self, state: str) -> None:
        """Done, still open, or dropped."""
        one = self._in_hand
        if one is None:
            return
        wanted = ActionState(state)
        if one.state is wanted:
            self.said = f"That is {wanted.value} already."
            return

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            return [_marked(latest, wanted, now) for latest in _latest(life, one)]

        told = {"done": "Done.", "open": "Still open.", "dropped": "Dropped."}[state]
        self.vice_versa.change_life(change, f"{told} Ctrl+Z takes that back.")

    def action_add(self) -> None:
        """Another action of this session."""
        self._open_action(None)

    def _open_action(self, one: Action | None) -> None:
        if self.pair is not None and self._session is not None:
            self.said = ""
            self.app.push_screen(action_form(self.vice_versa, self.pair, self._session, one))

    # --- the next date -----------------------------------------------------------------------------

    def action_next_date(self) -> None:
        """Take the date that the rhythm suggests."""
        from assistant.life.rhythms import next_date
        from tui.screens.dates_forms import zone_of

        life, session, now = self.vice_versa.life, self._session, self.vice_versa.moment()
        if life is None or session is None:
            return
        if planned_next(life, session, now) is not None:
            self.said = "It is planned already; m moves it."
            return
        at = next_date(life, now)
        if at is None:
            self.action_other_date()
            return
        notes: list[str] = []
        zone = zone_of(life)

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            plan = sessions.planned(life, at, now, zone=zone)
            notes[:] = plan.notes
            return plan.documents

        if self.vice_versa.change_life(change):
            self.said = " ".join([f"Planned: {when_words(at, zone, now)}.", *notes])

    def action_other_date(self) -> None:
        """Type another date."""
        if self.pair is not None and self._session is not None:
            self.said = ""
            form = date_form(self.vice_versa, self.pair, self._session, self._told)
            self.app.push_screen(form)

    def _told(self, words: str) -> None:
        self.said = words

    # --- the rest ----------------------------------------------------------------------------------

    def action_summary(self) -> None:
        """Change and keep the summary."""
        if self.pair is not None and self._session is not None:
            self.said = ""
            self.app.push_screen(summary_form(self.vice_versa, self.pair, self._session))

    def action_pulse(self) -> None:
        """Three questions, while the other looks away."""
        from tui.screens.pulse import PulseSheet

        if self.pair is not None and self._session is not None:
            self.said = ""
            self.app.push_screen(PulseSheet(self.pair, self._session, together=self.TOGETHER))

    def action_alone(self) -> None:
        """On to what is for one of the two alone."""
        from tui.screens.after import AfterScreen

        if self.pair is not None and self._session is not None:
            self.said = ""
            self.app.push_screen(AfterScreen(self.pair, self._session, covered=self.TOGETHER))

    @on(OptionList.OptionSelected, "#end-list")
    def _chosen(self, _event: OptionList.OptionSelected) -> None:
        self.action_take_up()

    def action_take_up(self) -> None:
        """What the row in hand leads to."""
        name, one = self.query_one(EndList).in_hand, self._in_hand
        if isinstance(one, Action):
            self._open_action(one)
        leads = {
            DATE: self.action_next_date,
            SUMMARY: self.action_summary,
            PULSE: self.action_pulse,
            ALONE: self.action_alone,
        }
        if name in leads:
            leads[name]()

    def action_leave(self) -> None:
        """Back to the place it was opened from, once the other looks away."""
        if self.TOGETHER:
            self.leave_both()
        else:
            self.dismiss()

    def forget(self) -> None:
        """Let go of all of it."""
        super().forget()
        self._session = self._settling = None
        self.query_one(EndList).clear()


def _when(session: Session, zone: str, now: datetime) -> str:
    """“15:02 to 15:49, 47 minutes”, with the day where that is not today."""
    begins = session.began or session.at
    there, today = shown_at(begins, zone, now), shown_at(now, zone, now).date()
    day = "" if there.date() == today else f"{plain_day(there.date(), today)}, "
    if session.began is None or session.ended is None:
        return f"{day}{clock_words(begins, zone, now)}"
    minutes = round((session.ended - session.began).total_seconds() / 60)
    long = counted(minutes, "minute") if minutes else "less than a minute"
    return f"{day}{clock_time(there)} to {clock_words(session.ended, zone, now)}, {long}"


def _with_new(former: Settling, now: Settling) -> Settling:
    """What was shown stays, whatever became of it; what is new comes after it."""
    return Settling(
        now.session,
        tuple(dict.fromkeys((*former.agreed, *now.agreed))),
        tuple(dict.fromkeys((*former.carried, *now.carried))),
        tuple(dict.fromkeys((*former.parked, *now.parked))),
        now.hidden,
    )


def _latest(life: PairLife, one: Action | Parked) -> list[Action | Parked]:
    """It as it stands now: the other may have changed it meanwhile."""
    known: list[Action | Parked] = [*life.actions, *life.parked]
    return [latest for latest in known if latest.key == one.key]


def _marked(one: Action | Parked, state: ActionState, now: datetime) -> Action | Parked:
    if isinstance(one, Parked):
        if state is ActionState.OPEN:
            return actions.put_back(one)
        done = state is ActionState.DONE
        return actions.taken_up(one, now) if done else actions.let_go(one, now)
    if state is ActionState.OPEN:
        return actions.reopened(one)
    return actions.done(one, now) if state is ActionState.DONE else actions.dropped(one, now)
