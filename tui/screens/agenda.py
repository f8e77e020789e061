"""Agenda: ask for one, see why each item is there, adjust it, take it along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, OptionList, Select, Static
from textual.widgets.option_list import Option

from assistant.errors import Trouble
from assistant.wording import MAX_QUESTION, STAGES, Side, Stage
from tui import jobs
from tui.actions import Scope, bindings_for
from tui.screens.place import PlaceScreen
from tui.text import lines, plain, said
from tui.widgets.box import Box

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.suggest import AgendaRequest
    from assistant.workspace import Card, Workspace

_UNDO_STEPS = 100


class AgendaScreen(PlaceScreen):
    """The agenda in hand, its items above, the one under the cursor explained below or beside."""

    PLACE = "agenda"
    SCOPE = Scope.AGENDA
    ABOUT = (
        "Choose the length, the stage and what the session is about; an agenda is suggested, with a "
        "reason for every item. Change it as you like: the minutes always add up."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.AGENDA)
    AUTO_FOCUS = "#items"

    class Suggested(Message):
        """A new agenda is there."""

        def __init__(self, agenda: Agenda) -> None:
            super().__init__()
            self.agenda = agenda

    class Refused(Message):
        """What was asked for cannot be suggested."""

        def __init__(self, trouble: Trouble) -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self) -> None:
        super().__init__()
        self._history: list[Agenda] = []

    @property
    def _agenda(self) -> Agenda | None:
        return self.vice_versa.agenda

    _asked_from: object = None  # the box that the last suggestion was asked from

    def compose_place(self) -> ComposeResult:
        """The request on one line, the items, the item in hand."""
        with Horizontal(id="request"):
            yield Static(plain("Minutes"))
            yield Box("45", id="length", compact=True, max_length=6)
            yield Select(
                [(text, stage) for stage, text in STAGES.items()],
                value=Stage.EARLY,
                allow_blank=False,
                id="stage",
                compact=True,
            )
            yield Box(
                placeholder="What is it about?", id="focus", compact=True, max_length=MAX_QUESTION
            )
        with Container(id="plan"):
            yield OptionList(id="items")
            with VerticalScroll(id="item"):
                yield Static(id="item-text")

    # --- asking ------------------------------------------------------------------------------------

    def opened(self, workspace: Workspace) -> None:
        """Show the agenda in hand; anew when the two are known by name, or no longer."""
        self.watch(self.app, "pair", self._renamed)

    def _renamed(self) -> None:
        if self._agenda is not None:
            self._show(self._agenda, self.query_one("#items", OptionList).highlighted or 0)

    def side_changed(self, side: Side) -> None:
        """Word the agenda for `side`, unless it was changed by hand."""
        if self._agenda is not None and not self._agenda.edited:
            self._suggest(seed=self._agenda.seed, card=self._agenda.card)

    def plan_on(self, card: Card) -> None:
        """Suggest an agenda on `card`, at a stage it is for."""
        stage = Stage(str(self.query_one("#stage", Select).value))
        self._suggest(card=card.id, stage=stage if stage in card.stages else card.stages[0])

    @on(Input.Submitted)
    @on(Select.Changed)
    def _asked(self, event: Message) -> None:
        self._asked_from = event.control
        agenda = self._agenda
        focus = self.query_one("#focus", Box).value.strip()
        same_card = agenda.card if agenda is not None and agenda.focus == focus else ""
        self._suggest(card=same_card)

    def _request(self) -> AgendaRequest:
        """What the boxes ask for; Trouble where that cannot be."""
        from assistant.suggest import AgendaRequest as Request

        typed = self.query_one("#length", Box).value.strip()
        if not typed.isdecimal():
            raise Trouble("No length", "The length is a number of minutes, 10 to 180.")
        request = Request(
            minutes=int(typed),
            stage=Stage(str(self.query_one("#stage", Select).value)),
            focus=self.query_one("#focus", Box).value.strip(),
            side=self.vice_versa.side,
        )
        request.check()
        return request

    def _suggest(self, *, seed: int = 0, card: str = "", stage: Stage | None = None) -> None:
        workspace = self.workspace
        if workspace is None:
            return
        try:
            asked = self._request()
        except Trouble as trouble:
            self.said = str(trouble)
            return
        request = replace(asked, seed=seed, card=card, stage=stage or asked.stage)

        def work() -> Message:
            try:
                return self.Suggested(workspace.suggest_agenda(request))
            except Trouble as trouble:
                return self.Refused(trouble)

        jobs.start(self, "suggest", work)

    def on_agenda_screen_suggested(self, message: Suggested) -> None:
        """Put the agenda on the screen; the former one can be had back."""
        # Somebody may have gone on to another box meanwhile: it keeps its text and the keys.
        box = self.focused
        typed = box.value if isinstance(box, Input) and box is not self._asked_from else None
        self._take(message.agenda, highlighted=0)
        found = message.agenda.focus_found
        usual = "The guide has nothing on that for this stage; this is the usual agenda."
        self.said = "" if found else usual
        if isinstance(box, Input) and typed is not None:
            box.value = typed
        elif isinstance(box, Input | Select):
            self.query_one("#items").focus()

    def on_agenda_screen_refused(self, message: Refused) -> None:
        """Say why; what was typed stays."""
        self.said = str(message.trouble)

    # --- showing -----------------------------------------------------------------------------------

    def _take(self, agenda: Agenda, highlighted: int) -> None:
        """Make `agenda` the one in hand, remembering the former for undo."""
        if self._agenda is not None and self._agenda != agenda:
            self._history = [*self._history[-_UNDO_STEPS:], self._agenda]
        self._show(agenda, highlighted)

    def _show(self, agenda: Agenda, highlighted: int) -> None:
        """Show `agenda`, and in the boxes what it was asked for with."""
        self.vice_versa.agenda = agenda
        items = self.query_one("#items", OptionList)
        items.clear_options()
        items.add_options(self._row(agenda, place) for place in range(len(agenda.items)))
        items.highlighted = max(0, min(highlighted, len(agenda.items) - 1))
        with self.prevent(Select.Changed):
            self.query_one("#length", Box).value = str(agenda.minutes)
            self.query_one("#stage", Select).value = agenda.stage
            self.query_one("#focus", Box).value = agenda.focus

    def _row(self, agenda: Agenda, place: int) -> Option:
        item = agenda.items[place]
        leader = self.workspace.pair.short_leader(item.lead) if self.workspace else ""
        return Option(
            said(
                "[b]$minutes[/b]  [$quiet]$leader[/]  $title",
                minutes=f"{item.minutes:3}",
                leader=f"{leader:<7}",
                title=item.title,
            )
        )

    @on(OptionList.OptionHighlighted, "#items")
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        if self._agenda is None or self.workspace is None:
            return
        agenda = self._agenda
        item = agenda.items[event.option_index]
        start = sum(former.minutes for former in agenda.items[: event.option_index])
        titles = ", ".join(self.workspace.card(card).title for card in item.cards)
        self.query_one("#item-text", Static).update(
            lines(
                said("[b]$title[/b]", title=item.title),
                said(
                    "[$quiet]minute $start to $end of $all · $leader leads[/]"
                    if item.lead.value != "both"
                    else "[$quiet]minute $start to $end of $all · together[/]",
                    start=start,
                    end=start + item.minutes,
                    all=agenda.minutes,
                    leader=self.workspace.pair.leader(item.lead),
                ),
                plain(item.purpose),
                *(plain(f"· {prompt}") for prompt in item.prompts),
                said(
                    "[$quiet]Why: $because From “$titles”; o opens it.[/]",
                    because=item.because,
                    titles=titles,
                ),
            )
        )
        self.query_one("#item").scroll_home(animate=False)

    # --- changing ----------------------------------------------------------------------------------

    def action_lengthen(self, by: int) -> None:
        """Change the minutes of the item under the cursor; the sum stays."""
        self._change(lambda agenda, place: (agenda.lengthened(place, by), place))

    def action_move(self, by: int) -> None:
        """Move the item under the cursor."""
        self._change(lambda agenda, place: (agenda.moved(place, by), place + by))

    def _change(self, change: Callable[[Agenda, int], tuple[Agenda, int]]) -> None:
        place = self.query_one("#items", OptionList).highlighted
        if self._agenda is None or place is None:
            return
        try:
            agenda, highlighted = change(self._agenda, place)
        except Trouble as trouble:
            self.said = str(trouble)
            return
        self.said = ""
        self._take(agenda, highlighted)

    def action_suggest(self) -> None:
        """Another agenda for the same request."""
        if self._agenda is not None:
            self._suggest(seed=self._agenda.seed + 1, card=self._agenda.card)

    def action_undo(self) -> None:
        """Take the last change back."""
        if self._history:
            self._show(self._history.pop(), self.query_one("#items", OptionList).highlighted or 0)
            self.said = "Taken back."
        else:
            self.said = "There is nothing to take back."

    def action_export(self) -> None:
        """Write the agenda as Markdown."""
        from tui.screens.export import ExportScreen, here

        workspace, agenda = self.workspace, self._agenda
        if workspace is None or agenda is None:
            return

        def tell(path: Path | None) -> None:
            self.said = f"Exported to {path}" if path else ""

        self.app.push_screen(
            ExportScreen(
                here() / agenda.file_name, lambda path: workspace.export_agenda(agenda, path)
            ),
            tell,
        )

    def action_card(self) -> None:
        """Open the card of the item under the cursor."""
        from tui.screens.card import CardScreen

        place = self.query_one("#items", OptionList).highlighted
        if self.workspace is not None and self._agenda is not None and place is not None:
            card = self.workspace.card(self._agenda.items[place].cards[0])
            self.app.push_screen(CardScreen(card))

    @on(OptionList.OptionSelected, "#items")
    def _selected(self, _event: OptionList.OptionSelected) -> None:
        self.action_card()

    def action_to(self, field: str) -> None:
        """Go to the focus, the length or the stage."""
        widget = self.query_one(f"#{field}")
        widget.focus()
        if isinstance(widget, Select):
            widget.action_show_overlay()

    def action_leave(self) -> None:
        """From a box back to the items; what was typed and not entered is taken back."""
        if self._agenda is not None:
            self._show(self._agenda, self.query_one("#items", OptionList).highlighted or 0)
        self.said = ""
        self.query_one("#items").focus()
