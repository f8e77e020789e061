"""Pair: the two of you, what is still to do, how you meet, the charter, the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from tui.actions import Scope, bindings_for
from tui.screens.pair_doings import PairDoings, read_waiting
from tui.text import lines, plain, said
from tui.widgets.pair_beside import beside
from tui.widgets.pair_words import NAMES, Members, headings, sections
from tui.widgets.sections import Sections

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace

_NOBODY = (
    "Here will be how the two of you work: what each offers, when you meet, and half a page that both "
    "sign.",
    "b begins; it takes about two minutes.",
    "For example: “45 minutes every 3 weeks, until 30 June. Signed by both.”",
)
_LOCKED = ("How the two of you work is locked.", "u unlocks it.")
_SAMPLE = ("The sample pair is closed.", "Start without `demo` to begin a pair of yours.")


class PairScreen(PairDoings):
    """One column: names, what is still to do, then how things stand, each with its key."""

    PLACE = "pair"
    SCOPE = Scope.PAIR
    ABOUT = (
        "How the two of you work: who you are, how you meet, the charter, how far you are. Everything but "
        "the two names can wait. Enter opens the selected part. Your own page only you can change; all else "
        "is for both."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.PAIR)
    AUTO_FOCUS = "Section"

    def compose_place(self) -> ComposeResult:
        """A word on how things stand; the sections; beside them more on the one in hand."""
        yield Static(id="pair-note")
        with Horizontal(id="pair"):
            yield Sections(NAMES, "pair-sections")
            with VerticalScroll(id="pair-beside", can_focus=False):
                yield Static(id="pair-more")

    def on_mount(self) -> None:
        """Follow the keys, and what the two share."""
        self.watch(self.app, "nobody", self.show, init=False)
        self.watch(self.app, "pair", self._pair_changed)
        self.watch(self.app, "life", self.show, init=False)

    def opened(self, workspace: Workspace) -> None:
        """The home is known now."""
        self.show()

    def on_screen_resume(self) -> None:
        """What day it is may have changed, and somebody may ask to be let in."""
        self.show()
        self.job("waiting", read_waiting)

    def _pair_changed(self, pair: PairSpace | None) -> None:
        self.newcomer, self.number = None, ""
        if pair is not None:
            self.job("waiting", read_waiting)
        self.show()

    # --- what is shown -----------------------------------------------------------------------------

    def show(self) -> None:
        """Show how things stand, or why there is nothing to show."""
        app, shown = self.vice_versa, self.query_one(Sections)
        pair, life = app.pair, app.life
        there = pair is not None and life is not None and not pair.closed
        self.query_one("#pair").display = there
        self.query_one("#pair-note").display = not there
        if pair is None or life is None or not there:
            shown.clear()
            self.query_one("#pair-more", Static).update("")
            self._show_note()
        else:
            now, me = pair.moment(), pair.me.role
            newcomer = self.newcomer.name if self.newcomer is not None else ""
            members = Members(pair.complete, pair.safety_number, newcomer)
            shown.show(sections(life, me, members, now), headings(life, me, now))
            self._show_more()
        self.refresh_bindings()

    def _show_note(self) -> None:
        app = self.vice_versa
        told = _LOCKED if not app.nobody else _SAMPLE if app.sample else _NOBODY
        words = [plain(told[0]), said("[$accent]$key[/]", key=told[1])]
        words += [plain(""), *(said("[$quiet]$example[/]", example=one) for one in told[2:])]
        if app.workspace is None:
            words = [plain("" if app.failure else "Opening the guide.")]
        self.query_one("#pair-note", Static).update(lines(*words))

    def on_sections_moved(self) -> None:
        """Another section is explained."""
        self._show_more()

    def _show_more(self) -> None:
        pair, life = self.vice_versa.pair, self.vice_versa.life
        if pair is not None and life is not None:
            name = self.query_one(Sections).in_hand
            more = beside(life, pair.me.role, name, pair.moment())
            self.query_one("#pair-more", Static).update(more)
            self.query_one("#pair-beside").scroll_home(animate=False)
