"""Today: the next session at a glance, the ways in, one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assistant.wording import SIDES, STAGES, Side
from tui.actions import Scope, bindings_for
from tui.screens.place import PlaceScreen
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.questions import SuggestedQuestion
    from assistant.workspace import Card, Workspace

_WAYS = {
    "agenda": "Open this agenda and adjust it",
    "search": "Ask the guide: type a worry in your own words  (/)",
    "guide": "Browse the guide",
    "drill": "A drill to do alone",
    "journal": "Journal",
}


class TodayScreen(PlaceScreen):
    """The first place: what is next, and where to go from here."""

    PLACE = "today"
    SCOPE = Scope.TODAY
    ABOUT = (
        "Today shows the next session at a glance and one question to think about. The mentor is the "
        "junior colleague, the mentee the senior one; rank is reversed, and both learn."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.TODAY)
    AUTO_FOCUS = "#ways"

    def __init__(self) -> None:
        super().__init__()
        self._seed = 0
        self._question: SuggestedQuestion | None = None
        self._drill: Card | None = None

    def compose_place(self) -> ComposeResult:
        """The session, the ways in, the question."""
        with VerticalScroll(id="today"):
            yield Static(plain("Opening the guide."), id="next")
            yield OptionList(
                *(Option(plain(text), id=way) for way, text in _WAYS.items()),
                id="ways",
                compact=True,
            )
            yield Static(id="question")

    def opened(self, workspace: Workspace) -> None:
        """Fill the place."""
        self.watch(self.app, "agenda", self._show_agenda)
        for told in ("pair", "nobody"):
            self.watch(self.app, told, self._show_journal)
        self._show_question(workspace)
        self._show_drill(workspace)

    def side_changed(self, side: Side) -> None:
        """Another reader is asked another question."""
        if self.workspace is not None:
            self._show_question(self.workspace)
            self._show_drill(self.workspace)

    def _show_journal(self) -> None:
        """Say what can be done about the journal, and name the two, or no longer."""
        app, ways = self.vice_versa, self.query_one("#ways", OptionList)
        told = "Begin your journal  (b)" if app.nobody else "Unlock your journal  (u)"
        if app.pair is not None:
            told = "Your journal: write and read  (3)"
        elif app.sample:
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
            side=self.vice_versa.side, stage=workspace.pair.stage, limit=1, seed=self._seed
        )
        self._question = found[0] if found else None
        if self._question is not None:
            self.query_one("#question", Static).update(
                lines(
                    said(
                        "[b]A question, if you like[/b] [$quiet]· $side[/]",
                        side=SIDES[self._question.side],
                    ),
                    plain(self._question.text),
                )
            )

    def _show_drill(self, workspace: Workspace) -> None:
        self._drill = workspace.suggest_drill(
            side=self.vice_versa.side, stage=workspace.pair.stage, seed=self._seed
        )
        ways = self.query_one("#ways", OptionList)
        if self._drill is not None:
            told = f"Alone, in {self._drill.minutes} minutes: {self._drill.title}  (d)"
            ways.replace_option_prompt("drill", plain(told))
        else:
            ways.disable_option("drill")

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
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
        self._seed += 1
        if self.workspace is not None:
            self._show_question(self.workspace)
            self._show_drill(self.workspace)

    def action_card(self) -> None:
        """Open the card that the question comes from."""
        self._open_card(self._question.card if self._question else None)

    def action_drill(self) -> None:
        """Open the drill."""
        self._open_card(self._drill.id if self._drill else None)

    def _open_card(self, card: str | None) -> None:
        from tui.screens.card import CardScreen

        if self.workspace is not None and card is not None:
            self.app.push_screen(CardScreen(self.workspace.card(card)))
