"""The guide: browse by theme and stage, search as you type, read a card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, OptionList, Select
from textual.widgets.option_list import Option

from assistant.errors import Trouble
from assistant.wording import MAX_QUESTION, STAGES, THEMES, Side, Stage, Theme
from tui import jobs
from tui.actions import Scope, bindings_for
from tui.messages import Found, NeedsPerson, NotFound
from tui.screens.place import PlaceScreen
from tui.text import lines, plain, said
from tui.widgets.box import Box
from tui.widgets.card_view import CardView

if TYPE_CHECKING:
    from assistant.workspace import Answer, Card, Filters, Workspace


class GuideScreen(PlaceScreen):
    """All cards; with a search, those that answer it, each with why it was found."""

    PLACE = "guide"
    SCOPE = Scope.GUIDE
    ABOUT = (
        "The guide holds cards on trust, humility, topics, challenges and the craft of sessions. Type a "
        "worry as you would tell a friend; half sentences and typos are fine. Enter opens a card."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.GUIDE)
    AUTO_FOCUS = "#cards"

    def compose_place(self) -> ComposeResult:
        """Search box, choices, list, and on wide terminals the card."""
        with Horizontal(id="finder"):
            yield Box(
                placeholder="Type a worry in your own words  (/)",
                id="search",
                compact=True,
                max_length=MAX_QUESTION,
            )
        with Horizontal(id="filters"):
            yield Select[Theme]([], prompt="every theme", id="theme", compact=True)
            yield Select(
                [(text, stage) for stage, text in STAGES.items()],
                prompt="every stage",
                id="stage",
                compact=True,
            )
        with Horizontal(id="shelves"):
            yield OptionList(id="cards")
            yield CardView(id="preview")

    # --- what is shown -----------------------------------------------------------------------------

    def opened(self, workspace: Workspace) -> None:
        """Show the cards, and offer the themes that have any."""
        themes = dict.fromkeys(card.theme for card in workspace.catalogue.cards)
        self.query_one("#theme", Select).set_options((THEMES[theme], theme) for theme in themes)
        self._refresh()

    def side_changed(self, side: Side) -> None:
        """Show what speaks to `side`."""
        self._refresh()
        self._preview()

    @on(Input.Changed, "#search")
    def _typed(self, _event: Input.Changed) -> None:
        self._refresh()

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        if event.select.has_focus_within or event.select.has_focus:
            self.call_after_refresh(self.query_one("#cards").focus)
        self._refresh()

    def _refresh(self) -> None:
        """Show all cards, or search if something is typed; the newest request wins."""
        workspace = self.workspace
        if workspace is None:
            return
        query = self.query_one("#search", Input).value
        filters = self._filters()
        if not query.strip():
            self.said = ""
            self._list(card for card in workspace.catalogue.cards if filters.admits(card))
            return
        jobs.start(self, "search", lambda: self._search(workspace, query, filters))

    def _search(self, workspace: Workspace, query: str, filters: Filters) -> Message:
        from assistant.safety import concern_of, reply_to

        concern = concern_of(query)
        if concern is not None:
            return NeedsPerson(reply_to(concern))
        try:
            return Found(workspace.ask(query, filters, limit=8, typing=True))
        except Trouble as trouble:
            return NotFound(trouble)

    def _filters(self) -> Filters:
        from assistant.workspace import Filters as Chosen

        theme = self.query_one("#theme", Select).selection
        stage = self.query_one("#stage", Select).selection
        return Chosen(
            side=self.vice_versa.side,
            theme=Theme(theme) if theme else None,
            stage=Stage(stage) if stage else None,
        )

    def on_found(self, message: Found) -> None:
        """Show the answer to the newest search, unless the box was emptied meanwhile."""
        if self.query_one("#search", Input).value.strip():
            self._show(message.answer)

    def on_needs_person(self, message: NeedsPerson) -> None:
        """Show no cards, but where to find people."""
        self.said = ""
        self._fill([Option(plain(line), disabled=True) for line in message.reply])

    def on_not_found(self, message: NotFound) -> None:
        """Say what is wrong with the question; what was typed stays."""
        self.said = str(message.trouble)

    def _show(self, answer: Answer) -> None:
        options = [
            Option(
                lines(
                    said("[b]$title[/b]", title=hit.card.title),
                    said("[$quiet]  $why[/]", why=hit.shown),
                ),
                id=hit.card.id,
            )
            for hit in answer.hits
        ]
        self.said = ""
        if not answer.hits:
            self.said = "The guide has nothing on that."
            if answer.closest:
                self.said += " Closest are these."
            options = [
                Option(said("$title", title=card.title), id=card.id) for card in answer.closest
            ]
        self._fill(options)

    def _list(self, cards: Iterable[Card]) -> None:
        options: list[Option] = []
        theme: Theme | None = None
        for card in cards:
            if card.theme is not theme:
                theme = card.theme
                options.append(
                    Option(said("[$quiet]$theme[/]", theme=THEMES[theme]), disabled=True)
                )
            options.append(Option(said("  $title", title=card.title), id=card.id))
        if not options:
            self.said = "No card fits all of these choices; c clears them."
        self._fill(options)

    def _fill(self, options: list[Option]) -> None:
        cards = self.query_one("#cards", OptionList)
        cards.clear_options()
        cards.add_options(options)
        first = next((place for place, option in enumerate(options) if not option.disabled), None)
        cards.highlighted = first
        if first is not None:
            cards.scroll_home(animate=False)
        else:
            self.query_one("#preview", CardView).clear()

    # --- moving ------------------------------------------------------------------------------------

    @on(OptionList.OptionHighlighted, "#cards")
    def _highlighted(self, _event: OptionList.OptionHighlighted) -> None:
        self._preview()

    def _preview(self) -> None:
        cards = self.query_one("#cards", OptionList)
        if self.workspace is None or cards.highlighted is None:
            return
        card_id = cards.get_option_at_index(cards.highlighted).id
        if card_id:
            self.query_one("#preview", CardView).show(
                self.workspace.card(card_id), self.vice_versa.side, self.workspace.catalogue.sources
            )

    @on(OptionList.OptionSelected, "#cards")
    def _open(self, event: OptionList.OptionSelected) -> None:
        from tui.screens.card import CardScreen

        if self.workspace is not None and event.option.id:
            self.app.push_screen(CardScreen(self.workspace.card(event.option.id)))

    @on(Input.Submitted, "#search")
    def _to_results(self, _event: Input.Submitted) -> None:
        self.query_one("#cards").focus()

    def action_leave(self) -> None:
        """From a box back to the cards."""
        self.query_one("#cards").focus()

    def action_to(self, choice: str) -> None:
        """Open a choice of theme or stage."""
        select = self.query_one(f"#{choice}", Select)
        select.focus()
        select.action_show_overlay()

    def action_clear(self) -> None:
        """Show all cards again."""
        self.query_one("#search", Input).value = ""
        for select in self.query(Select):
            select.clear()
        self.query_one("#cards").focus()
