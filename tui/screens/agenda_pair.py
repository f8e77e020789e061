"""Agenda with a pair open: for which session it is, on what the records say, kept for both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Static

from assistant.errors import Trouble
from assistant.wording import STAGES, Stage
from tui import agenda_jobs
from tui.agenda_messages import AgendaBegun, ItemReplaced, Proposed, Standing, StandingRead
from tui.screens.agenda_doings import AgendaDoings
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from datetime import datetime

    from textual.content import Content

    from assistant.agenda import Agenda
    from assistant.life.session import Session
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from assistant.suggest import AgendaRequest

_WITH_PAIR = frozenset({"propose", "keep", "replace", "lock_item", "begin_session", "prepare"})
_WHILE_IT_LASTS = frozenset({"keep", "begin_session"})


class AgendaForPair(AgendaDoings):
    """What a pair adds: the session it is for, three proposals, locks, the next best, keeping."""

    _of: PairSpace | None = None
    """Whose agenda is in hand."""
    _standing: Standing | None = None
    _first: Agenda | None = None
    """What was suggested to begin with: nothing of its reader's is lost with it."""
    _drafted: Agenda | None = None
    """What is kept as a draft."""
    _kept_as: PairLife | None = None
    """The life in which it was kept, as long as that is the last thing done."""

    def clear(self) -> None:
        """Show no agenda. Overridden."""

    def request(self) -> AgendaRequest:
        """What is asked for. Overridden."""
        raise NotImplementedError

    def is_own(self, agenda: Agenda) -> bool:
        """Whether somebody decided on `agenda`, so that it is not worded anew unasked."""
        standing = self._standing
        return (standing is not None and agenda == standing.kept) or agenda == self._drafted

    # --- the pair comes and goes -------------------------------------------------------------------

    def follow_pair(self) -> None:
        """Hear of the pair and its life from now on."""
        self.watch(self.app, "pair", self._pair_changed)
        self.watch(self.app, "life", self._life_changed)
        self.watch(self.app, "nobody", self.show_standing, init=False)

    def _pair_changed(self, pair: PairSpace | None) -> None:
        if pair is None or pair is not self._of:
            if self._of is not None:
                self._forget()
            self._of = pair
            if pair is not None:
                self.history = []
                self.clear()
                self._begin()
        elif self.agenda is not None:  # the partner is known by name now
            self.show(self.agenda, self.place or 0)
        self.refresh_bindings()

    def _forget(self) -> None:
        """Let go of all that was shown of a pair; show the agenda of nobody in particular."""
        self._of = self._standing = self._first = self._drafted = self._kept_as = self.pairs = None
        self.history = []
        self.clear()
        self.query_one("#agenda-for", Static).update("")
        if self.vice_versa.pair is None and self.vice_versa.agenda is not None:
            self.show(self.vice_versa.agenda, 0)

    def _begin(self) -> None:
        workspace = self.workspace
        if workspace is not None:
            self.show_standing()
            # Of a group of its own: what is asked for meanwhile must not supersede it.
            self.job("begin", partial(agenda_jobs.begun, workspace, self.vice_versa.side))

    def on_agenda_begun(self, message: AgendaBegun) -> None:
        """Show the agenda to begin with."""
        if message.pair is not self.vice_versa.pair or message.pair.closed:
            return
        self._standing = message.standing
        if self.agenda is not None:  # one on a card was asked for meanwhile
            self.show_standing()
            return
        self._first = self._drafted = None
        if message.drafted:
            self._drafted = message.agenda
            self.said = "This is the agenda you were working on; Ctrl+S keeps it."
        else:
            self._first = message.agenda
        self.show(message.agenda, 0)
        self.refresh_bindings()

    def _life_changed(self, life: PairLife | None) -> None:
        workspace = self.workspace
        if life is not None and workspace is not None and self._standing is not None:
            self.job("standing", partial(agenda_jobs.read, workspace))

    def on_standing_read(self, message: StandingRead) -> None:
        """Say where things stand; show what the other kept meanwhile, unless there is another in hand."""
        former = self._standing
        if message.pair is not self.vice_versa.pair or message.pair.closed or former is None:
            return
        self._standing = message.standing
        kept, agenda = message.standing.kept, self.agenda
        untouched = agenda in (former.kept, self._first)
        if former.session != message.standing.session and untouched:
            self.pairs, self.history = None, []
            self._begin()
        elif kept is not None and agenda != kept and untouched and kept != former.kept:
            self.take(kept, self.place or 0)
        else:
            if former.session != message.standing.session:
                self._drafted = None  # it is one for another session now
            self.show_standing()

    # --- where it stands ---------------------------------------------------------------------------

    def show_standing(self) -> None:
        """Say for which session it is, whether it is kept, and why it is at this stage."""
        app, place = self.vice_versa, self.query_one("#agenda-for", Static)
        told: list[Content] = []
        if app.pair is not None and self._standing is None:
            told = [said("[$quiet]Making a suggestion on what you two have shared.[/]")]
        elif app.pair is not None and self._standing is not None:
            told = list(self._told(self._standing))
        elif not app.nobody:
            words = "Locked: this agenda knows nothing of your pair."
            told = [said("$words [$accent]u unlocks it[/]", words=words)]
        place.display = bool(told)
        place.update(lines(*told))

    def _told(self, standing: Standing) -> tuple[Content, Content]:
        agenda, upcoming = self.agenda, standing.next
        if self._ended:
            told = "An agenda can be made to look at, and exported."
            return said("[b]The two of you have ended it.[/b]"), said("[$quiet]$told[/]", told=told)
        if upcoming is None:
            head = said("[b]No session is planned.[/b] [$quiet]Ctrl+S plans one to keep it for[/]")
        else:
            title = plain(upcoming.title).truncate(40, ellipsis=True)
            kept = "kept" if agenda == standing.kept else "not kept yet"
            head = said(
                "[b]$title[/b] · $when [$quiet]· $kept[/]",
                title=title,
                when=upcoming.when,
                kept=kept,
            )
        reading = standing.reading
        usual = Stage.FIRST if reading.stage is Stage.BEFORE else reading.stage
        if agenda is None or agenda.stage is usual:
            return head, said("[$quiet]Stage: $reason[/]", reason=reading.reason)
        words = "This agenda is for another stage; yours is “$stage”: $reason"
        stage = STAGES[reading.stage]
        return head, said(f"[$quiet]{words}[/]", stage=stage, reason=reading.reason)

    # --- suggesting --------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some things are done with a pair only."""
        if action in _WITH_PAIR and (self.vice_versa.pair is None or self.agenda is None):
            return False
        if action in _WHILE_IT_LASTS and self._ended:
            return False
        return super().check_action(action, parameters)

    @property
    def _ended(self) -> bool:
        from assistant.life.endings import over

        life = self.vice_versa.life
        return life is not None and over(life)

    def action_replace(self) -> None:
        """The next best in place of the item under the cursor."""
        workspace, agenda, place = self.workspace, self.agenda, self.place
        if workspace is None or agenda is None or place is None:
            return
        self.job("suggest", partial(agenda_jobs.replaced, workspace, agenda, place))

    def on_item_replaced(self, message: ItemReplaced) -> None:
        """Show it, unless the agenda was changed meanwhile."""
        if message.former == self.agenda:
            self.said = ""
            self.take(message.agenda, message.place)

    def action_propose(self) -> None:
        """Three agendas to choose from."""
        workspace = self.workspace
        if workspace is None:
            return
        try:
            request = self.request()
        except Trouble as trouble:
            self.said = str(trouble)
            return
        self.said = "Making three agendas."
        self.job("suggest", partial(agenda_jobs.proposed, workspace, request))

    def on_proposed(self, message: Proposed) -> None:
        """Show the three."""
        from tui.screens.proposals import ProposalsScreen

        if message.pair is not self.vice_versa.pair or self.app.screen is not self:
            return

        def chosen(agenda: Agenda | None) -> None:
            if agenda is not None:
                self.take(agenda, 0)

        self.said = ""
        self.app.push_screen(ProposalsScreen(message.pair, message.three, self.leader), chosen)

    # --- keeping -----------------------------------------------------------------------------------

    def agenda_in_hand(self) -> Agenda | None:
        """What the session begins with."""
        return self.agenda

    def action_keep(self) -> None:
        """Keep it for the next session; where none is planned, offer to plan one."""
        from assistant.life.sessions import with_agenda
        from tui.screens.confirm import ConfirmModal

        agenda, standing = self.agenda, self._standing
        if agenda is None or standing is None or self.changing() is None:
            return
        if standing.next is None:
            told = (
                "An agenda is kept for a session that is planned. Plan one, then Ctrl+S keeps it."
            )
            self.app.push_screen(
                ConfirmModal("No session is planned", told, "Plan one now"),
                lambda yes: self.to_dates() if yes else None,
            )
            return
        session = standing.next.session

        def change(life: PairLife, _now: datetime) -> list[Session]:
            return [with_agenda(life, session, agenda)]

        told = f"Kept for session {standing.next.number}, {standing.next.when}."
        if self.vice_versa.change_life(change, told):
            self._kept_as = self.vice_versa.life

    def take(self, agenda: Agenda, highlighted: int) -> None:
        """The last thing done is a change of the agenda, no longer that it was kept."""
        self._kept_as = None
        super().take(agenda, highlighted)

    def action_undo(self) -> None:
        """Take the last change back, or that the agenda was kept just now."""
        life, self._kept_as = self._kept_as, None
        if life is not None and life is self.vice_versa.life:
            self.vice_versa.action_undo_change()
        else:
            super().action_undo()

    def form_in_hand(self) -> bool:
        """Keep the agenda in hand over a lock, where it is kept nowhere else. Raises Trouble."""
        pair, agenda, standing = self.vice_versa.pair, self.pairs, self._standing
        if pair is None or agenda is None or standing is None or pair.read_only:
            return False
        draft = None if agenda in (standing.kept, self._first) else agenda
        if draft == self._drafted:
            return draft is not None
        if draft is None:
            pair.forms.drop(agenda_jobs.DRAFT)
        else:
            texts = {"agenda": draft.model_dump_json(), "session": standing.session}
            pair.forms.keep(agenda_jobs.DRAFT, texts)
        self._drafted = draft
        return draft is not None

    def on_unmount(self) -> None:
        """Hold nothing."""
        self._of = self._standing = self._first = self._drafted = self._kept_as = self.pairs = None
        self.history = []
