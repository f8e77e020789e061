"""The ending: how far it is, what closing takes, what is kept, and what is destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList, Static

from tui.actions import Scope, bindings_for
from tui.screens.over_pair import OverPair
from tui.text import lines, plain, said
from tui.widgets.ending_list import (
    CONCLUDE,
    DESTROY,
    JOURNAL,
    LEARNED,
    PARTNER,
    REVIEW,
    STEP,
    EndingList,
    rows,
    where,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from assistant.life.document import Document
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace

_KEPT = "Kept. Ctrl+Z takes it back."
_SAMPLE = "This is the sample pair: it goes by itself when you leave, and nothing of it stays."


class EndingScreen(OverPair):
    """One column: how far, then rows that each lead to doing it."""

    SCOPE = Scope.ENDING
    ABOUT = (
        "Ending well: what was learned is said, the tasks of the beginning are done once more, and both know "
        "what comes next. What you keep and what you destroy is for each to decide. Nothing here is in a "
        "hurry."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.ENDING)
    AUTO_FOCUS = "EndingList"

    def __init__(self, pair: PairSpace, *, answers: bool = False) -> None:
        """`answers`: what is decided here, of the last day or of what comes next, answers two misses."""
        super().__init__(pair)
        self._answers = answers

    def compose_place(self) -> ComposeResult:
        """How far it is; the list."""
        yield Static(id="ending-note")
        yield EndingList("closing")

    # --- what is shown -----------------------------------------------------------------------------

    def show(self, life: PairLife, pair: PairSpace) -> None:
        """Show how things stand."""
        now = pair.moment()
        told = [said("[b]The ending[/b]"), plain(where(life, now))]
        if not pair.complete:
            partner = pair.partner or "Your partner"
            told.append(said("[$quiet]$who has not joined yet.[/]", who=partner))
        self.query_one("#ending-note", Static).update(lines(*told))
        self.query_one(EndingList).show(rows(life, pair.me.role, now))

    def forget(self) -> None:
        """Let go of the words."""
        self.query_one("#ending-note", Static).update("")
        self.query_one(EndingList).clear()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click or Enter in the list."""
        event.stop()
        self._take(str(event.option.id or ""))

    def action_take(self) -> None:
        """Do what the row in hand says."""
        self._take(self.query_one(EndingList).in_hand)

    def _take(self, name: str) -> None:
        does = {
            LEARNED: self.action_learned,
            PARTNER: self._partners,
            REVIEW: self.action_review,
            JOURNAL: self.action_journal,
            CONCLUDE: self.action_conclude,
            DESTROY: self.action_destroy,
            f"{STEP}last_day": self.action_last_day,
        }
        step = name.removeprefix(STEP)
        if name in does:
            does[name]()
        elif step in {"learned", "goes_on"}:
            self.action_learned(step)
        elif step == "agenda":
            self.run_worker(self.vice_versa.action_go("agenda"))
        elif step.startswith("repeat"):
            self.run_worker(self.action_goals(step.removeprefix("repeat ")))
        elif name:
            self.action_afterwards(step)

    # --- closing -----------------------------------------------------------------------------------

    def action_learned(self, begin: str = "") -> None:
        """Say what I learned, and what goes on."""
        from tui.screens.ending_forms import learned_form

        pair = self.changing()
        if pair is not None:
            self.app.push_screen(learned_form(self.vice_versa, pair, begin=begin), self._kept)

    def _partners(self) -> None:
        from assistant.life.session import other

        pair, life = self.pair, self.vice_versa.life
        if pair is not None and life is not None:
            self.said = f"Only {life.called(other(pair.me.role))} can change that."

    def action_afterwards(self, begin: str = "") -> None:
        """Say what comes next, and of notes, thanks and lessons."""
        from tui.screens.ending_forms import ending_form

        pair = self.changing()
        if pair is not None:
            form = ending_form(self.vice_versa, pair, begin=begin, answers=self._answers)
            self.app.push_screen(form, self._kept)

    def action_last_day(self) -> None:
        """Name the last day, or move it."""
        from assistant.life.course import AfterMisses
        from tui.screens.pair_forms import rhythm_form

        pair = self.changing()
        if pair is not None:
            answers = AfterMisses.END if self._answers else None
            form = rhythm_form(self.vice_versa, pair, self.outcome, begin="ends", answers=answers)
            self.app.push_screen(form, self._kept)

    def _kept(self, kept: bool | None) -> None:
        if kept and not self.said:
            self.said = _KEPT

    async def action_goals(self, goal: str = "") -> None:
        """To the goals, where a task is repeated and looked at; `goal` is the id of the one to be in hand."""
        from tui.screens.progress import ProgressScreen

        await self.vice_versa.action_go("progress")
        if goal and isinstance(self.app.screen, ProgressScreen):
            self.app.screen.take(f"goal:{goal}")

    # --- to keep -----------------------------------------------------------------------------------

    def action_review(self) -> None:
        """Write the review of all of it."""
        from tui.screens.review_sheet import review_sheet

        pair = self.pair
        if pair is not None:
            self.said = ""
            self.app.push_screen(review_sheet(pair, "ending"), self.outcome)

    def action_journal(self) -> None:
        """Export my own journal."""
        from tui.screens.journal_export import JournalExportScreen

        if self.pair is not None:
            self.said = ""
            today = self.pair.moment().date()
            self.app.push_screen(JournalExportScreen(self.pair, today), self.outcome)

    # --- the end -----------------------------------------------------------------------------------

    def action_conclude(self) -> None:
        """End it for both, once what comes next is said and the end is confirmed."""
        from tui.screens.ending_forms import ending_form
        from tui.session_kept import kept_session, named

        pair = self.changing()
        if pair is None:
            return
        running = kept_session(pair)
        if running is not None:
            name = named(pair.records.life, running.live.session)
            self.said = f"{name} is running: end it first, with g in Today."
            return
        ending = pair.records.life.ending
        if ending is not None and ending.afterwards is not None:
            self._confirm_end(pair)
            return

        def said_what(kept: bool | None) -> None:
            ending = pair.records.life.ending if kept else None
            if ending is not None and ending.afterwards is not None:
                self._confirm_end(pair)
            else:
                self.said = "First say what comes afterwards; then it can end."

        form = ending_form(self.vice_versa, pair, begin="afterwards", answers=self._answers)
        self.app.push_screen(form, said_what)

    def _confirm_end(self, pair: PairSpace) -> None:
        from assistant.life.calling_off import called_off
        from assistant.life.endings import AFTERWARDS
        from tui.screens.confirm import ConfirmModal

        life, now = pair.records.life, pair.moment()
        afterwards = life.ending.afterwards if life.ending else None
        told = "It ends for both of you, so agree on it first. "
        told += f"Afterwards: {AFTERWARDS[afterwards]}. " if afterwards else ""
        planned = len(called_off(life, now))
        if planned:
            told += "The session " if planned == 1 else f"The {planned:,} sessions "
            told += (
                "still planned is cancelled. " if planned == 1 else "still planned are cancelled. "
            )
        told += "All can still be read and exported; nothing can be changed."
        modal = ConfirmModal("End this pair?", told, "End it")
        self.app.push_screen(modal, lambda yes: self._conclude() if yes else None)

    def _conclude(self) -> None:
        from assistant.life.calling_off import ended
        from assistant.life.course import Afterwards

        def change(life: PairLife, now: datetime) -> Sequence[Document]:
            ending = life.ending
            afterwards = ending.afterwards if ending else None
            return ended(life, afterwards or Afterwards.STOP, ending.notes if ending else "", now)

        told = "It has ended. Ctrl+Z takes it back until you lock."
        self.vice_versa.change_life(change, told)

    def action_destroy(self) -> None:
        """Destroy my keys and files, once the partner's name is typed."""
        from assistant.life.endings import over
        from tui.screens.ending_sheets import DestroySheet

        pair, life, workspace = self.pair, self.vice_versa.life, self.workspace
        if pair is None or life is None or workspace is None:
            return
        self.said = ""
        if pair.read_only:
            self.said = pair.why_read_only
        elif self.vice_versa.sample:
            self.said = _SAMPLE
        else:
            here = [places for places in workspace.people.places if places.space == pair.id]
            sheet = DestroySheet(
                pair,
                workspace.people,
                ended=over(life),
                shared_here=len(here) > 1 or not pair.complete,
            )
            self.app.push_screen(sheet)
