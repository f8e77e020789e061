"""The guide: browse by theme and stage, search as you type, read a card or a passage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from tui.widgets.passages import PassageOption, passage_content, passage_options

if TYPE_CHECKING:
    from assistant.own_documents import DocumentHit
    from assistant.pair_space import PairSpace
    from assistant.workspace import Answer, Card, Filters, Workspace

_PASSAGES = 3
"""Of own documents, shown at most."""


class GuideScreen(PlaceScreen):
    """All cards; with a search, those that answer it, each with why it was found.

    What stands in the person's own documents comes after them, and is read in the place's own pane:
    beside the list where there is room, else instead of it.
    """

    PLACE = "guide"
    SCOPE = Scope.GUIDE
    ABOUT = (
        "The guide holds cards on trust, humility, topics, challenges and the craft of sessions. Type a "
        "worry as you would tell a friend; half sentences and typos are fine. Enter opens a card. "
        "What your own documents say comes below the cards."
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

    def on_mount(self) -> None:
        """Follow the keys."""
        self.watch(self.app, "pair", self._pair_changed, init=False)

    def _pair_changed(self, pair: PairSpace | None) -> None:
        """Forget at a lock what was asked: it tells what weighs on somebody."""
        if pair is None:
            self.query_one("#search", Input).value = ""

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
            self.call_after_refresh(self._to_cards)
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
            answer = workspace.ask(query, filters, limit=8, typing=True)
        except Trouble as trouble:
            return NotFound(trouble)
        try:
            return Found(answer, workspace.documents.find(query, _PASSAGES))
        except Trouble as trouble:
            return Found(answer, trouble=trouble)

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
            self._show(message.answer, message.passages)
            if message.trouble is not None:
                self.said = f"{self.said} {message.trouble}".strip()

    def on_needs_person(self, message: NeedsPerson) -> None:
        """Show no cards, but where to find people."""
        self.said = ""
        self._fill([Option(plain(line), disabled=True) for line in message.reply])

    def on_not_found(self, message: NotFound) -> None:
        """Say what is wrong with the question; what was typed stays."""
        self.said = str(message.trouble)

    def _show(self, answer: Answer, passages: Sequence[DocumentHit]) -> None:
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
        outcome = [] if answer.hits else ["The guide has nothing on that."]
        if not answer.hits and answer.closest:
            outcome.append("Closest are these.")
            options = [
                Option(said("$title", title=card.title), id=card.id) for card in answer.closest
            ]
        if options and passages:  # which may be out of sight
            outcome.append("More in your documents, below the cards.")
        self.said = " ".join(outcome)
        self._fill([*options, *passage_options(passages)])

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
        if self._in_pane and self.query_one("#shelves").has_class("-reading"):
            self._to_cards()
        self._stop_reading()
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
        option = cards.get_option_at_index(cards.highlighted)
        pane = self.query_one("#preview", CardView)
        if isinstance(option, PassageOption):
            pane.read(passage_content(option.hit))
        elif option.id:
            card = self.workspace.card(option.id)
            pane.show(card, self.vice_versa.side, self.workspace.catalogue.sources)

    @on(OptionList.OptionSelected, "#cards")
    def _open(self, event: OptionList.OptionSelected) -> None:
        from tui.screens.card import CardScreen

        if isinstance(event.option, PassageOption):
            self._preview()
            self.query_one("#shelves").add_class("-reading")
            self.call_after_refresh(self.query_one("#preview").focus)
        elif self.workspace is not None and event.option.id:
            self.app.push_screen(CardScreen(self.workspace.card(event.option.id)))

    @property
    def _in_pane(self) -> bool:
        return self.focused is not None and self.focused.id == "preview"

    def _stop_reading(self) -> None:
        """Show the list again where the pane stands instead of it."""
        self.query_one("#shelves").remove_class("-reading")

    def _to_cards(self) -> None:
        self._stop_reading()
        cards = self.query_one("#cards")
        if cards.display:
            cards.focus()
        else:  # it takes the focus only once it is shown
            self.call_after_refresh(cards.focus)

    @on(Input.Submitted, "#search")
    def _to_results(self, _event: Input.Submitted) -> None:
        self._to_cards()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The pane is left as boxes are."""
        if action == "leave" and self._in_pane:
            return True
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """From a box or the pane back to the cards."""
        self._to_cards()

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
        self._to_cards()
