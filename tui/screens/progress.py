"""Progress: goals from where to where, and how the sessions go, as pictures and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from tui.actions import Scope, bindings_for
from tui.screens.progress_doings import ProgressDoings
from tui.text import lines, plain, said
from tui.widgets.progress_detail import detail
from tui.widgets.progress_keys import keys
from tui.widgets.progress_list import ProgressList
from tui.widgets.progress_seen import ProgressSeen, Seen, see

if TYPE_CHECKING:
    from assistant.life.snapshot import PairLife
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace

_ABOUT = (
    "Here will be your goals from where to where, what worked, and how the sessions go. You rate only "
    "yourself, and nothing compares the two of you."
)
_NOBODY = "b begins; it takes about two minutes."
_LOCKED = ("What the two of you share is locked.", "u unlocks it.")
_SAMPLE = ("The sample pair is closed.", "Start without `demo` to begin a pair of yours.")
_FIRST = "g sets your first goal."
_EXAMPLE = "For example: “Ask three questions before I give one opinion.”"
_MARGIN = 4
_OVER = "The two of you have ended it. All of it can still be read; v writes a review."


class ProgressScreen(ProgressDoings):
    """One column of short sections; from 100 columns on, what is in hand is told in full beside it."""

    PLACE = "progress"
    SCOPE = Scope.PROGRESS
    ABOUT = (
        "Goals from where to where, and how the sessions go, as pictures and in words. Ratings are each "
        "owner's own; nothing compares the two of you. Your own goals you can change, your partner's you "
        "can read; wins, actions and what was given are for both."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.PROGRESS)
    AUTO_FOCUS = "#progress-list"

    def compose_place(self) -> ComposeResult:
        """A word on how things stand, the column, more on what is in hand, its keys."""
        yield Static(id="progress-note")
        with Horizontal(id="progress"):
            yield ProgressList(id="progress-list")
            with VerticalScroll(id="progress-beside", can_focus=False):
                yield Static(id="progress-more")
        yield Static(id="progress-keys")

    def on_mount(self) -> None:
        """Follow the keys, and what the two share."""
        self.watch(self.app, "nobody", self._show_state, init=False)
        self.watch(self.app, "life", self._life_changed)

    def opened(self, workspace: Workspace) -> None:
        """The home is known now."""
        self._show_state()

    def on_screen_resume(self) -> None:
        """What day it is may have changed."""
        self._life_changed(self.vice_versa.life)

    # --- what is shown -----------------------------------------------------------------------------

    def _life_changed(self, life: PairLife | None) -> None:
        if life is None:
            self._forget()
        else:
            self.job("figures", lambda pair: _seen(pair, life))
        self._show_state()

    def on_progress_seen(self, message: ProgressSeen) -> None:
        """Show the figures, unless something was changed or locked meanwhile."""
        app = self.vice_versa
        if message.pair is not app.pair or message.seen.life is not app.life:
            return
        self.seen = message.seen
        self._show_state()
        self.query_one(ProgressList).show(message.seen, self.wanted, unfold=self.led)
        self.wanted, self.led = "", False
        self._show_in_hand()
        if self.focused is None:  # what is hidden loses the keys, as by a lock
            self.call_after_refresh(self.query_one(ProgressList).focus)

    def _forget(self) -> None:
        """Let go of all that was shown."""
        self.seen, self.wanted = None, ""
        self.query_one(ProgressList).clear()
        for part in ("#progress-more", "#progress-keys"):
            self.query_one(part, Static).update("")

    def on_unmount(self) -> None:
        """Hold nothing: the place may be taken away."""
        self.seen = None

    def _show_state(self) -> None:
        """Say how things stand, and show the column where there is one."""
        there = self.seen is not None and not self.seen.empty
        told = self._note(self.seen)
        note = self.query_one("#progress-note", Static)
        note.display = bool(told)
        note.set_class(not there, "-alone")
        note.update(lines(*told))
        for part in ("#progress", "#progress-keys"):
            self.query_one(part).display = there
        self.refresh_bindings()

    def _note(self, seen: Seen | None) -> list[Content]:
        from assistant.life.endings import over

        app = self.vice_versa
        if app.workspace is None:
            return [plain("" if app.failure else "Opening the guide.")]
        if app.pair is None:
            if app.nobody:
                words, key = _SAMPLE if app.sample else (_ABOUT, _NOBODY)
            else:
                words, key = _LOCKED
            told = [plain(words), said("[$accent]$key[/]", key=key)]
            return [*told, plain(""), _example()] if words is _ABOUT else told
        if seen is None:
            return [plain("Reading what the two of you share.")]
        if seen.empty:
            return [plain(_ABOUT), said("[$accent]$key[/]", key=_FIRST), plain(""), _example()]
        return [said("[$accent]$over[/]", over=_OVER)] if over(seen.life) else []

    def on_resize(self) -> None:
        """Break the line of keys anew."""
        self._show_in_hand()

    @on(OptionList.OptionHighlighted, "#progress-list")
    def _show_in_hand(self) -> None:
        """Tell what is in hand, and what can be done with it."""
        seen, key = self.seen, self.in_hand
        if seen is None or not key:
            return
        told = self.query_one("#progress-keys", Static)
        told.update(keys(seen, key, self.size.width - _MARGIN))
        self.query_one("#progress-more", Static).update(detail(seen, key))
        self.query_one("#progress-beside").scroll_home(animate=False)

    # --- moving and reading ------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done as things stand; what is only wrong for the row in hand is said."""
        if action in self._own_actions and self.seen is None:
            return False
        if action in _NEED_ROWS and (self.seen is None or self.seen.empty):
            return False
        return super().check_action(action, parameters)

    @on(OptionList.OptionSelected, "#progress-list")
    def _clicked(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Read what is in hand in full, or show a part whole."""
        from tui.screens.pair_sheets import ReadSheet

        seen, pair, key = self.seen, self.vice_versa.pair, self.in_hand
        kind, _, name = key.partition(":")
        if seen is None or pair is None or not key:
            return
        self.said = ""
        if kind == "more":
            self.query_one(ProgressList).fold(name)
        else:
            self.app.push_screen(ReadSheet(pair, detail(seen, key)))

    def action_section(self, way: int) -> None:
        """To the next section, or the one before."""
        self.query_one(ProgressList).to_section(way)


_NEED_ROWS = frozenset({"open", "section", "start", "look", "look_back", "milestone", "end_goal"})


def _example() -> Content:
    return said("[$quiet]$example[/]", example=_EXAMPLE)


def _seen(pair: PairSpace, life: PairLife) -> Message:
    return ProgressSeen(pair, see(pair, life))
