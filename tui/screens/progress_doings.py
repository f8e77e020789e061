"""What is done in Progress: goals, wins, what was given, actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.life import actions
from assistant.life.goal import Goal, GoalState, Win
from assistant.life.goals import aim_hint
from assistant.life.session import Action, Given
from tui.living import Change
from tui.screens.on_pair import OnPair
from tui.widgets.progress_list import ProgressList
from tui.widgets.progress_seen import Seen

if TYPE_CHECKING:
    from tui.screens.form import Texts
    from tui.screens.progress_forms import Form

_BACK = "Ctrl+Z takes it back."
_NO_GOAL = "Choose a goal of yours first."


class ProgressDoings(OnPair):
    """A place over what the pair shares. What is done is kept at once, and can be taken back."""

    seen: Seen | None = None
    """What is shown; None while locked."""
    wanted: str = ""
    """The row to be taken in hand once it is there."""
    led: bool = False
    """Whether somebody was led to that row, so that it is unfolded for them."""

    @property
    def in_hand(self) -> str:
        """The key of the row in hand."""
        return self.query_one(ProgressList).in_hand

    def take(self, key: str) -> None:
        """Select a row, now or as soon as it is there."""
        if not self.query_one(ProgressList).take(key):
            self.wanted, self.led = key, True

    def _document(self) -> object:
        return self.seen.document(self.in_hand) if self.seen is not None else None

    def _writable(self) -> Seen | None:
        """What is shown, where something of it can be changed now; else it is said why not."""
        return self.seen if self.changing() is not None else None

    # --- forms -------------------------------------------------------------------------------------

    def _ask(self, form: Form, then: Callable[[Texts], None] | None = None) -> None:
        """Open `form`, and say that it was kept; `then` hears what was."""
        from tui.screens.form import FormSheet

        pair = self.vice_versa.pair
        if pair is None:
            return
        kept: list[Texts] = []

        def keep(texts: Texts) -> None:
            before, self.wanted = self.wanted, form.wanted
            try:
                self.vice_versa.keep_life(form.change(texts))
            except BaseException:
                self.wanted = before
                raise
            kept.append(texts)

        def ended(done: bool | None) -> None:
            if done and kept:
                self.said = form.told
                if then is not None:
                    then(kept[0])

        sheet = FormSheet(pair, form.name, form.title, form.fields, keep, note=form.note)
        self.app.push_screen(sheet, ended)

    def action_new_goal(self) -> None:
        """Set a goal."""
        from assistant.life.goal import Aim
        from tui.screens.progress_forms import goal_form

        def hint(texts: Texts) -> None:
            told = aim_hint(texts["what"], Aim(texts["aim"] or Aim.LEARNING))
            self.said = f"{self.said} {told}".strip()

        seen = self._writable()
        if seen is not None:
            self._ask(goal_form(seen), hint)

    def action_win(self) -> None:
        """Note a win; for the goal in hand, where one is."""
        from tui.screens.progress_notes import win_form

        seen = self._writable()
        if seen is not None:
            self._ask(win_form(seen, goal=seen.goal(self.in_hand)))

    def action_given(self) -> None:
        """Note what one gave the other."""
        from tui.screens.progress_notes import given_form

        seen = self._writable()
        if seen is not None:
            self._ask(given_form(seen))

    # --- a goal of one's own -----------------------------------------------------------------------

    def _own_goal(self, seen: Seen, *, reached: bool = False) -> Goal | None:
        """The open goal in hand, or one `reached`, if it is one's own; else it is said what is the matter."""
        goal = seen.goal(self.in_hand)
        if goal is None:
            self.said = _NO_GOAL
        elif goal.side is not seen.me:
            whose = seen.name(goal.side)
            self.said = f"This goal is {whose}'s: you can read it, and only {whose} changes it."
        elif not (goal.open or (reached and goal.state is GoalState.REACHED)):
            self.said = "This goal has ended; g sets another."
        else:
            return goal
        return None

    def action_start(self) -> None:
        """Say where the goal in hand starts."""
        from tui.screens.progress_forms import start_form

        seen = self._writable()
        goal = self._own_goal(seen) if seen is not None else None
        if goal is not None and goal.looks:
            self.said = (
                "You have looked at it again since, so its start stays as it was; h looks back."
            )
        elif goal is not None:
            self._ask(start_form(goal))

    def action_look(self) -> None:
        """Look at the goal in hand again; at one that was reached too, as at the end of all."""
        from tui.screens.progress_forms import look_form

        seen = self._writable()
        goal = self._own_goal(seen, reached=True) if seen is not None else None
        if goal is not None and goal.baseline is None and not goal.looks:
            self.said = "First say where it starts: s."
        elif goal is not None and seen is not None:
            self._ask(look_form(seen, goal))

    def action_look_back(self) -> None:
        """Say where the goal in hand started, as seen from now."""
        from tui.screens.progress_forms import back_form

        seen = self._writable()
        goal = self._own_goal(seen, reached=True) if seen is not None else None
        if goal is not None and not goal.looks:
            self.said = "There is no later look at this goal yet: l looks again, then h looks back."
        elif goal is not None:
            self._ask(back_form(goal))

    def action_milestone(self) -> None:
        """Do the look that is due."""
        from tui.screens.progress_forms import milestone_form

        seen = self._writable()
        goal = self._own_goal(seen) if seen is not None else None
        if goal is None or seen is None:
            return
        if goal.id in seen.due:
            self._ask(milestone_form(seen, goal))
        else:
            self.said = "No look at this goal is due; l looks at it whenever you like."

    def action_end_goal(self) -> None:
        """End the goal in hand; where it changed, set the one that takes its place."""
        from tui.screens.progress_forms import end_form, goal_form

        def then(texts: Texts) -> None:
            if texts["state"] == GoalState.CHANGED and seen is not None and goal is not None:
                form = goal_form(seen)
                begun = {"field": goal.field.value, "aim": goal.aim.value, "what": goal.what}
                fields = [replace(one, value=begun.get(one.name, one.value)) for one in form.fields]
                note = "The goal that takes its place."
                self._ask(replace(form, fields=tuple(fields), note=note))

        seen = self._writable()
        goal = self._own_goal(seen) if seen is not None else None
        if goal is not None:
            self._ask(end_form(goal), then)

    # --- what is in hand ---------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Change the words of what is in hand."""
        from tui.screens.progress_forms import goal_form
        from tui.screens.progress_notes import action_form, given_form, win_form

        seen = self._writable()
        if seen is None:
            return
        found = self._document()
        if isinstance(found, Win):
            self._ask(win_form(seen, found))
        elif isinstance(found, Given):
            self._ask(given_form(seen, found))
        elif isinstance(found, Action):
            self._ask(action_form(seen, found))
        elif isinstance(found, Goal):
            goal = self._own_goal(seen)
            if goal is not None:
                self._ask(goal_form(seen, goal))
        else:
            self.said = "Choose a goal, a win, an action or a line first."

    def action_done(self) -> None:
        """The action in hand is done; one that has ended is open again."""
        found = self._action()
        if found is None:
            return
        if found.open:
            self._change(lambda life, now: [actions.done(_now(life.actions, found), now)], "Done.")
        else:
            self._change(
                lambda life, _: [actions.reopened(_now(life.actions, found))], "Open again."
            )

    def action_drop(self) -> None:
        """The action in hand is no longer wanted."""
        found = self._action()
        if found is None:
            return
        if not found.open:
            self.said = "This action has ended; x opens it again."
            return
        self._change(
            lambda life, now: [actions.dropped(_now(life.actions, found), now)], "Dropped."
        )

    def _action(self) -> Action | None:
        found = self._document() if self._writable() is not None else None
        if isinstance(found, Action):
            return found
        if not self.said:
            self.said = "Choose an action first."
        return None

    def _change(self, change: Change, told: str) -> None:
        self.vice_versa.change_life(change, f"{told} {_BACK}")

    def action_review(self) -> None:
        """Write the quarter's review."""
        from tui.screens.review_sheet import review_sheet

        pair = self.vice_versa.pair
        if pair is not None:
            self.said = ""
            self.app.push_screen(review_sheet(pair, "quarter"), self._outcome)

    def _outcome(self, told: str | None) -> None:
        self.said = told or ""


def _now(known: tuple[Action, ...], one: Action) -> Action:
    from tui.screens.note_forms import now_of

    return now_of(known, one)
