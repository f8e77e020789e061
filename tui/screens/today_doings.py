"""What Today shows and does while a pair is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.widgets import OptionList

from tui.agenda_messages import TodayRead
from tui.screens.leads import lead_to, to_ending
from tui.screens.meeting import MeetingPlace, write_about
from tui.widgets.today_list import (
    ABSENT,
    ACTION,
    CHANGED,
    DRILL,
    ENDED,
    MORE,
    QUESTION,
    RUNNING,
    SESSION,
    TODO,
    TodayList,
)

if TYPE_CHECKING:
    from datetime import datetime

    from assistant.life.session import Action
    from assistant.life.snapshot import PairLife
    from assistant.life.today import Overview
    from assistant.pair_space import PairSpace
    from assistant.questions import SuggestedQuestion
    from assistant.workspace import Card, Workspace

_WITH_PAIR = frozenset({"prepare", "write_about", "begin_session", "app.undo_change"})


class TodayDoings(MeetingPlace):
    """Holds what was read of the pair until it is locked. Reading is a job: records may be many."""

    def __init__(self) -> None:
        super().__init__()
        self.seed = 0
        self.question: SuggestedQuestion | None = None
        self.drill: Card | None = None
        self._overview: Overview | None = None
        self._runs = False

    def show_nobodys(self) -> None:
        """Show what anybody may see. Overridden."""

    # --- what is shown -----------------------------------------------------------------------------

    def follow_pair(self) -> None:
        """Hear of the pair's life from now on."""
        self.watch(self.app, "life", self._life_changed)

    def on_screen_resume(self) -> None:
        """It may be another day, and the other may have changed something."""
        self.look()

    def _life_changed(self, life: PairLife | None) -> None:
        if life is None:
            self._forget()
        else:
            self.look()

    def look(self) -> None:
        """Read what there is to show of the pair."""
        workspace = self.workspace
        if workspace is not None and self.vice_versa.pair is not None:
            self.job("today", partial(_read, workspace, self.seed))

    def on_today_read(self, message: TodayRead) -> None:
        """Show it."""
        if message.pair is not self.vice_versa.pair or message.pair.closed:
            return
        self._overview, self.question, self.drill = (
            message.overview,
            message.question,
            message.drill,
        )
        self._runs = bool(message.running)
        pair, shown = message.pair, self.query_one(TodayList)
        drill, question = message.drill, message.question
        alone = f"{drill.title}, {drill.minutes} minutes" if drill is not None else ""
        waits = f"{pair.partner or 'Your partner'} has not joined yet; 7 shows how they do."
        shown.show(
            message.overview,
            question.text if question is not None else "",
            alone,
            "" if pair.complete else waits,
            message.running,
            message.ended,
        )
        if not shown.display:
            shown.display = True
            self.query_one("#today").display = False
            self.call_after_refresh(self._to, shown)
        self.refresh_bindings()

    def _forget(self) -> None:
        """Let go of all that was shown of a pair."""
        self._overview = self.question = self.drill = None
        self._runs = False
        shown = self.query_one(TodayList)
        if shown.display:
            shown.clear()
            shown.display = False
            self.query_one("#today").display = True
            self.call_after_refresh(self._to, self.query_one("#ways"))
        self.show_nobodys()
        self.refresh_bindings()

    def _to(self, shown: OptionList | object) -> None:
        if isinstance(shown, OptionList) and shown.display and self.is_mounted:
            self.set_focus(shown)

    # --- what can be done --------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done as things stand."""
        if action in _WITH_PAIR and self.vice_versa.pair is None:
            return False
        if action == "write_about" and self.question is None:
            return False
        if action in {"done", "drop"}:
            return self._action_in_hand is not None
        if action == "begin_session" and self._ended:
            return self._runs  # what was said in it is still to be kept
        return super().check_action(action, parameters)

    @on(OptionList.OptionHighlighted, "#pair-today")
    def _another_in_hand(self, _event: OptionList.OptionHighlighted) -> None:
        self.refresh_bindings()

    @property
    def _ended(self) -> bool:
        from assistant.life.endings import over

        life = self.vice_versa.life
        return life is not None and over(life)

    @property
    def _in_hand(self) -> str:
        return self.query_one(TodayList).in_hand if self.is_mounted else ""

    @property
    def _action_in_hand(self) -> Action | None:
        overview, name = self._overview, self._in_hand
        if overview is None or not name.startswith(ACTION):
            return None
        shown = (one.action for one in (*overview.mine, *overview.theirs))
        return next((one for one in shown if f"{ACTION}{one.id}" == name), None)

    def action_done(self) -> None:
        """The action in hand is done."""
        from assistant.life import actions

        self._settle(actions.done, "Done.")

    def action_drop(self) -> None:
        """The action in hand is no longer wanted."""
        from assistant.life import actions

        self._settle(actions.dropped, "Dropped.")

    def _settle(self, settled: Callable[[Action, datetime], Action], told: str) -> None:
        action = self._action_in_hand
        if action is None or self.changing() is None:
            return

        def change(life: PairLife, now: datetime) -> list[Action]:
            latest = (one for one in life.actions if one.id == action.id and one.open)
            return [settled(one, now) for one in latest]

        self.vice_versa.change_life(change, f"{told} Ctrl+Z takes that back.")

    def action_write_about(self) -> None:
        """Write about the question."""
        pair, workspace, question = self.vice_versa.pair, self.workspace, self.question
        if pair is None or workspace is None or question is None:
            return
        ask = partial(_ask, workspace, pair, question.text, self.seed)
        write_about(self.vice_versa, ask)

    def action_card(self) -> None:
        """Open the card that the question comes from."""
        self._open_card(self.question.card if self.question else None)

    def action_drill(self) -> None:
        """Open the drill."""
        self._open_card(self.drill.id if self.drill else None)

    def _open_card(self, card: str | None) -> None:
        from tui.screens.card import CardScreen

        if self.workspace is not None and card is not None:
            self.app.push_screen(CardScreen(self.workspace.card(card)))

    # --- where rows lead ---------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#pair-today")
    async def _chosen(self, event: OptionList.OptionSelected) -> None:
        name, overview = str(event.option.id or ""), self._overview
        if overview is None:
            return
        if name == SESSION and overview.next is None:
            self.to_dates()
        elif name == RUNNING:
            self.action_begin_session()
        elif name == QUESTION:
            self.action_write_about()
        elif name == DRILL:
            self.action_drill()
        elif name.startswith(TODO):
            await lead_to(self.vice_versa, overview.to_do[int(name.removeprefix(TODO))])
        elif name == ENDED and self.vice_versa.pair is not None:
            to_ending(self.vice_versa, self.vice_versa.pair)
        else:
            leads = {SESSION: "agenda", ABSENT: "pair", CHANGED: "progress", MORE: "progress"}
            await self.vice_versa.action_go(leads.get(name.partition(" ")[0], "progress"))


def _read(workspace: Workspace, seed: int, pair: PairSpace) -> Message:
    from assistant.life.stage import stage_of
    from assistant.life.today import overview
    from tui.session_kept import kept_session, named, since_when

    life, now, me = pair.records.life, pair.moment(), pair.me.role
    # Before the first session there is nothing of it to ask about.
    stage, day = stage_of(life, now).stage, now.toordinal() + seed
    questions = workspace.suggest_questions(side=me, stage=stage, limit=1, seed=day)
    today = overview(life, me, now)
    kept, running = kept_session(pair), ""
    if kept is not None:
        running = f"{named(life, kept.live.session)} is running {since_when(kept.live, now)}."
    return TodayRead(
        pair,
        today,
        questions[0] if questions else None,
        workspace.suggest_drill(side=me, stage=stage, seed=day),
        running,
        today.ended,
    )


def _ask(workspace: Workspace, pair: PairSpace, first: str, seed: int, number: int) -> str:
    """The question in hand first, then those that `n` would show."""
    if not number:
        return first
    from assistant.life.stage import stage_of

    day = pair.moment().toordinal() + seed + number
    stage = stage_of(pair.records.life, pair.moment()).stage
    questions = workspace.suggest_questions(side=pair.me.role, stage=stage, limit=1, seed=day)
    return questions[0].text if questions else ""
