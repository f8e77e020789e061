"""Agenda: ask for one, see why each item is there, adjust it, keep it or take it along."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input, OptionList, Select, Static

from assistant.errors import Trouble
from assistant.wording import MAX_QUESTION, STAGES, Side, Stage
from tui import agenda_jobs, jobs
from tui.actions import Scope, bindings_for
from tui.agenda_messages import Suggested
from tui.journal_messages import Refused
from tui.screens.agenda_pair import AgendaForPair
from tui.text import plain
from tui.widgets.agenda_item import item_row, item_text
from tui.widgets.box import Box

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.suggest import AgendaRequest
    from assistant.workspace import Card, Workspace

_USUAL = "The guide has nothing on that for this stage; this is the usual agenda."
_NO_OTHER = "There is no other for this: choose another stage or length, or say what it is about."
_KEYS = "+ − minutes · J K order · o card · x export"
_PAIR_KEYS = "+ − minutes · J K order · Space lock · e something else · v three · p prepare"


class AgendaScreen(AgendaForPair):
    """The agenda in hand, its items above, the one under the cursor explained below or beside."""

    PLACE = "agenda"
    SCOPE = Scope.AGENDA
    ABOUT = (
        "Choose the length, the stage and what the session is about; an agenda is suggested, with a "
        "reason for every item. Change it as you like: the minutes always add up. With your pair open "
        "it follows from what the two of you share, never from a journal, and can be kept for the next "
        "session."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.AGENDA)
    AUTO_FOCUS = "#items"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012  # as Screen declares it

    _asked_from: object = None
    """The box that the last suggestion was asked from."""

    def compose_place(self) -> ComposeResult:
        """Which session it is for, the request on one line, the items, the item in hand."""
        yield Static(id="agenda-for")
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
        yield Static(id="item-keys")

    # --- asking ------------------------------------------------------------------------------------

    def opened(self, workspace: Workspace) -> None:
        """Show the agenda in hand; a pair's own as soon as it is open."""
        if self.agenda is not None:
            self.show(self.agenda, 0)
        self.follow_pair()

    def side_changed(self, side: Side) -> None:
        """Word the agenda for `side`, unless it was changed by hand or is kept."""
        agenda = self.agenda
        if agenda is not None and not agenda.edited and not self.is_own(agenda):
            self._suggest(seed=agenda.seed, card=agenda.card)

    def plan_on(self, card: Card) -> None:
        """Suggest an agenda on `card`, at a stage it is for."""
        stage = Stage(str(self.query_one("#stage", Select).value))
        stage = stage if stage in card.stages else card.stages[0]
        self._suggest(card=card.id, stage=stage, fresh=True)

    @on(Input.Submitted)
    def _asked(self, event: Message) -> None:
        self._asked_from = event.control
        self._suggest(card=self._card)

    @on(Select.Changed)
    def _stage_chosen(self, event: Select.Changed) -> None:
        # A choice tells of itself once it is on the screen too: that nobody made.
        agenda, shown = self.agenda, self.query_one("#stage", Select).value
        if agenda is not None and shown != agenda.stage:
            self._asked(event)

    def action_suggest(self) -> None:
        """Another agenda for the same request; of a pair's the locked items stay."""
        if self.agenda is not None:
            self._suggest(seed=self.agenda.seed + 1, card=self.agenda.card)

    @property
    def _card(self) -> str:
        """The card the agenda is built on, as long as the focus is the card's."""
        agenda, focus = self.agenda, self.query_one("#focus", Box).value.strip()
        return agenda.card if agenda is not None and agenda.focus == focus else ""

    def request(self) -> AgendaRequest:
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
            card=self._card,
        )
        request.check()
        return request

    def _suggest(
        self, *, seed: int = 0, card: str = "", stage: Stage | None = None, fresh: bool = False
    ) -> None:
        """Ask for an agenda; unless `fresh`, of a pair's the locked items and the shape stay."""
        workspace, pair = self.workspace, self.vice_versa.pair
        if workspace is None:
            return
        try:
            asked = self.request()
        except Trouble as trouble:
            self.said = str(trouble)
            return
        request = replace(asked, seed=seed, card=card, stage=stage or asked.stage)
        if pair is None:
            jobs.start(self, "suggest", lambda: _suggested(workspace, request))
        else:
            former = None if fresh else self.agenda
            shape = former.shape if former is not None else None
            self.job("suggest", partial(agenda_jobs.suggested, workspace, request, former, shape))

    def on_suggested(self, message: Suggested) -> None:
        """Put the agenda on the screen; the former one can be had back."""
        # Somebody may have gone on to another box meanwhile: it keeps its text and the keys.
        box = self.focused
        typed = box.value if isinstance(box, Input) and box is not self._asked_from else None
        former, agenda = self.agenda, message.agenda
        self.take(agenda, 0)
        self.said = "" if agenda.focus_found else _USUAL
        if former is not None and former.items == agenda.items and former.seed != agenda.seed:
            self.said = _NO_OTHER
        if isinstance(box, Input) and typed is not None:
            box.value = typed
        elif isinstance(box, Input | Select):
            self.query_one("#items").focus()

    # --- showing -----------------------------------------------------------------------------------

    def show(self, agenda: Agenda, highlighted: int) -> None:
        """Show `agenda`, and in the boxes what it was asked for with."""
        self.hold(agenda)
        items = self.query_one("#items", OptionList)
        items.clear_options()
        items.add_options(
            item_row(agenda, place, self.leader) for place in range(len(agenda.items))
        )
        items.highlighted = max(0, min(highlighted, len(agenda.items) - 1))
        with self.prevent(Select.Changed):
            self.query_one("#length", Box).value = str(agenda.minutes)
            self.query_one("#stage", Select).value = agenda.stage
            self.query_one("#focus", Box).value = agenda.focus
        keys = _PAIR_KEYS if self.vice_versa.pair is not None else _KEYS
        self.query_one("#item-keys", Static).update(plain(keys))
        self.show_standing()

    def clear(self) -> None:
        """Show no agenda."""
        self.query_one("#items", OptionList).clear_options()
        self.query_one("#item-text", Static).update("")
        self.query_one("#item-keys", Static).update("")
        with self.prevent(Select.Changed, Input.Changed):
            self.query_one("#focus", Box).value = ""

    @on(OptionList.OptionHighlighted, "#items")
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        from assistant.export import title_of

        workspace, agenda, place = self.workspace, self.agenda, event.option_index
        if workspace is None or agenda is None or place >= len(agenda.items):
            return
        cards = agenda.items[place].cards
        titles = ", ".join(title_of(card, workspace.catalogue) for card in cards)
        told = item_text(agenda, place, self.leader, titles)
        self.query_one("#item-text", Static).update(told)
        self.query_one("#item").scroll_home(animate=False)

    # --- boxes -------------------------------------------------------------------------------------

    def action_to(self, field: str) -> None:
        """Go to the focus, the length or the stage."""
        widget = self.query_one(f"#{field}")
        widget.focus()
        if isinstance(widget, Select):
            widget.action_show_overlay()

    def action_leave(self) -> None:
        """From a box back to the items; what was typed and not entered is taken back."""
        if self.agenda is not None:
            self.show(self.agenda, self.place or 0)
        self.said = ""
        self.query_one("#items").focus()


def _suggested(workspace: Workspace, request: AgendaRequest) -> Message:
    try:
        return Suggested(workspace.suggest_agenda(request))
    except Trouble as trouble:
        return Refused(trouble)
