"""Today: the next session at a glance, what waits, one question; without a pair, the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.wording import SIDES, STAGES, Side
from tui.actions import Scope, bindings_for
from tui.screens.today_doings import TodayDoings
from tui.text import lines, plain, said
from tui.widgets.today_list import TodayList

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.workspace import Workspace

_WAYS = {
    "agenda": "Open this agenda and adjust it",
    "search": "Ask the guide: type a worry in your own words  (/)",
    "guide": "Browse the guide",
    "drill": "A drill to do alone",
    "journal": "Journal",
}


class TodayScreen(TodayDoings):
    """The first place: what is next, and where to go from here; with a pair open see TodayDoings."""

    PLACE = "today"
    SCOPE = Scope.TODAY
    ABOUT = (
        "Today shows the next session at a glance, what is still open or waits for you, and one question "
        "to think about; Enter opens the selected row. The mentor is the junior colleague, the mentee "
        "the senior one; rank is reversed, and both learn."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.TODAY)
    AUTO_FOCUS = "#ways"

    def compose_place(self) -> ComposeResult:
        """The session, the ways in, the question; or the pair's own list."""
        with VerticalScroll(id="today"):
            yield Static(plain("Opening the guide."), id="next")
            yield OptionList(
                *(Option(plain(text), id=way) for way, text in _WAYS.items()),
                id="ways",
                compact=True,
            )
            yield Static(id="question")
        yield TodayList("pair-today")

    def on_mount(self) -> None:
        """Nobody's face until somebody unlocks."""
        self.query_one(TodayList).display = False

    def opened(self, workspace: Workspace) -> None:
        """Fill the place."""
        self.watch(self.app, "agenda", self._show_agenda)
        for told in ("pair", "nobody"):
            self.watch(self.app, told, self._show_journal)
        self.follow_pair()
        self._show_question(workspace)
        self._show_drill(workspace)

    def side_changed(self, side: Side) -> None:
        """Another reader is asked another question."""
        if self.workspace is not None and self.vice_versa.pair is None:
            self._show_question(self.workspace)
            self._show_drill(self.workspace)

    def _show_journal(self) -> None:
        """Say what can be done about the journal, and name the two, or no longer."""
        app, ways = self.vice_versa, self.query_one("#ways", OptionList)
        told = "Begin your journal  (b)" if app.nobody else "Unlock your journal  (u)"
        if app.sample and app.pair is None:
            told = "The journal"
        ways.replace_option_prompt("journal", plain(told))
        self._show_agenda(app.agenda)
        self.refresh_bindings()

    def _show_agenda(self, agenda: Agenda | None) -> None:
        """Show the agenda in hand at a glance."""
        if self.workspace is None or agenda is None:
            return
        pair = self.workspace.pair
        who = (
            f"Next session: {pair.mentor} with {pair.mentee}" if pair.named else "The next session"
        )
        matter = f" · {agenda.focus}" if agenda.focus else ""
        rows = [
            said(
                "  [$quiet]$minutes  $leader[/]  $title",
                minutes=f"{item.minutes:3}",
                leader=f"{pair.short_leader(item.lead):<7}",
                title=item.title,
            )
            for item in agenda.items
        ]
        head = said("[b]$who[/b]", who=who)
        facts = said(
            "[$quiet]$minutes minutes · $stage$matter[/]",
            minutes=agenda.minutes,
            stage=STAGES[agenda.stage],
            matter=matter,
        )
        intro: list[Content] = []
        if not pair.named:
            intro = [
                plain("The mentor is the junior colleague, the mentee the senior one; both learn."),
                plain(""),
            ]
        self.query_one("#next", Static).update(lines(*intro, head, facts, *rows))

    def _show_question(self, workspace: Workspace) -> None:
        found = workspace.suggest_questions(
            side=self.vice_versa.side, stage=workspace.pair.stage, limit=1, seed=self.seed
        )
        self.question = found[0] if found else None
        if self.question is not None:
            self.query_one("#question", Static).update(
                lines(
                    said(
                        "[b]A question, if you like[/b] [$quiet]· $side · n another[/]",
                        side=SIDES[self.question.side],
                    ),
                    plain(self.question.text),
                )
            )

    def _show_drill(self, workspace: Workspace) -> None:
        self.drill = workspace.suggest_drill(
            side=self.vice_versa.side, stage=workspace.pair.stage, seed=self.seed
        )
        ways = self.query_one("#ways", OptionList)
        if self.drill is not None:
            told = f"Alone, in {self.drill.minutes} minutes: {self.drill.title}  (d)"
            ways.replace_option_prompt("drill", plain(told))
        else:
            ways.disable_option("drill")

    @on(OptionList.OptionSelected, "#ways")
    async def _way_chosen(self, event: OptionList.OptionSelected) -> None:
        """Take a way in."""
        way = event.option.id
        if way == "drill":
            self.action_drill()
            return
        if way == "journal":
            app = self.vice_versa
            known = "unlock" if app.pair is None and not app.nobody else "go('journal')"
            await app.run_action("begin" if app.nobody and not app.sample else known)
            return
        await self.app.run_action("search" if way == "search" else f"go('{way}')")

    def action_another(self) -> None:
        """Show another question, and another drill."""
        self.seed += 1
        if self.vice_versa.pair is not None:
            self.look()
        elif self.workspace is not None:
            self._show_question(self.workspace)
            self._show_drill(self.workspace)

    def show_nobodys(self) -> None:
        """Locked: what anybody may see."""
        if self.workspace is not None:
            self._show_question(self.workspace)
            self._show_drill(self.workspace)
