"""Writing an entry, or changing one: a question on top, and room to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, Input, Static

from assistant.entry import MAX_TEXT, MOODS, Draft
from tui.action import Scope
from tui.actions import bindings_for
from tui.in_hand import InHand
from tui.journal_days import hour, whole_day
from tui.screens.keeping import KeepingScreen
from tui.text import plain, said
from tui.widgets.box import Box
from tui.widgets.frame import TopLine
from tui.widgets.page import Page

if TYPE_CHECKING:
    from assistant.clock import Clock
    from assistant.entry import Entry
    from assistant.pair_space import PairSpace


class WritingScreen(KeepingScreen):
    """The page, with the question above it and what else is known below."""

    PLACE = "journal"
    SCOPE = Scope.WRITING
    ABOUT = (
        "Write what nobody else will ever read. A draft is kept as you write, sealed like the entry; "
        "Ctrl+S makes it an entry of your journal. Tab goes to the tags and back, F7 selects all."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.WRITING)
    AUTO_FOCUS = "#page"

    def __init__(
        self,
        pair: PairSpace,
        clock: Clock,
        ask: Callable[[int], str],
        *,
        entry: Entry | None = None,
        draft: Draft | None = None,
    ) -> None:
        """`draft` is gone on with; `ask` gives the question of a number."""
        hand = InHand(entry.draft() if entry is not None else None, draft)
        super().__init__(pair, clock, hand)
        self._ask = ask
        self._back = draft is not None
        self._number = 0
        self._tags = Box(
            " ".join(hand.facts.tags),
            id="tags",
            compact=True,
            placeholder="apart by spaces",
            select_on_focus=False,
        )

    def compose(self) -> ComposeResult:
        """The question, the page, the facts."""
        yield TopLine()
        yield Static(plain(self._heading()), id="writing-head")
        yield Static(id="prompt")
        yield self.page
        yield Static(id="writing-trouble")
        with Horizontal(id="facts"):
            yield Static(id="kind-mood")
            yield Static("tags ", id="tags-label")
            yield self._tags
        yield Static(id="kept")
        yield Footer(show_command_palette=False)

    def _heading(self) -> str:
        base = self.hand.base
        if base is None or base.at is None:
            return f"A new entry · {whole_day(self.clock().date())}"
        return f"The entry of {whole_day(base.at.date())}, {hour(base.at)}"

    def on_mount(self) -> None:
        """Show what there is already."""
        self.shown(self.hand.facts.text)
        self.page.move_cursor(self.page.document.end)
        if self.hand.fresh:
            self.hand.prompt = self._ask(self._number)
        self._show_prompt()
        self._show_facts()
        if self._back:
            self.say_kept("draft", "your draft is back")

    # --- what is written ---------------------------------------------------------------------------

    @on(Page.Changed)
    def _typed(self, _event: Page.Changed) -> None:
        self.touched()

    @on(Input.Changed, "#tags")
    def _tagged(self, event: Input.Changed) -> None:
        if event.value != " ".join(self.hand.facts.tags):
            self.touched()

    def facts(self) -> Draft:
        """All but the words."""
        return self.hand.without_words(self._tags.value)

    def on_page_full(self, _message: Page.Full) -> None:
        """Say that something did not go in."""
        self.tell_trouble(f"That would be more than {MAX_TEXT:,} characters; it was not put in.")

    def action_prompt(self, another: bool) -> None:
        """Another question, or none."""
        if another:
            self._number += 1
        self.hand.prompt = self._ask(self._number) if another else ""
        self._show_prompt()
        if self.page.text:
            self.touched()

    def action_kind(self) -> None:
        """The next kind."""
        self.hand.next_kind()
        self._show_facts()
        self.touched()

    def action_mood(self) -> None:
        """The next mood, or none."""
        self.hand.next_mood()
        self._show_facts()
        self.touched()

    def action_template(self) -> None:
        """Put in headings where the cursor is."""
        from tui.screens.template import TemplateScreen

        if self.pair is not None:
            begun = bool(self.page.text.strip())
            self.app.push_screen(TemplateScreen(self.pair, begun=begun), self._put_in)

    def _put_in(self, template_id: str | None) -> None:
        from assistant.journal_templates import template

        if not template_id or self.pair is None:
            return
        row, column = self.page.cursor_location
        skeleton = template(template_id, self.pair.me.role)
        self.page.insert(("\n\n" if column else "") + skeleton)
        # Below the first heading and its question: there one begins to write.
        self.page.move_cursor((row + 4 + (2 if column else 0), 0))
        self.page.focus()
        if not row:
            self.call_after_refresh(self.page.scroll_home, animate=False)

    # --- telling -----------------------------------------------------------------------------------

    def _show_prompt(self) -> None:
        place = self.query_one("#prompt", Static)
        prompt = self.hand.prompt
        keys = "F5 another question · F9 none" if prompt else "F5 a question"
        place.update(said("$prompt[$quiet]$keys[/]", prompt=prompt and f"{prompt}\n", keys=keys))

    def _show_facts(self) -> None:
        facts = self.hand.facts
        mood = MOODS[facts.mood] if facts.mood else "not said"
        self.query_one("#kind-mood", Static).update(
            said("[$quiet]F2[/] $kind  [$quiet]F3 mood[/] $mood", kind=facts.kind.value, mood=mood)
        )

    def tell_kept(self, told: str) -> None:
        """Say quietly what is kept."""
        self.query_one("#kept", Static).update(plain(told))

    def tell_trouble(self, told: str) -> None:
        """Say what is wrong, below the words."""
        place = self.query_one("#writing-trouble", Static)
        place.display = bool(told)
        place.update(plain(told))

    # --- going -------------------------------------------------------------------------------------

    def forget(self) -> None:
        """Show nothing any more."""
        self.forget_words()
        for part in self.query(Static):
            part.update("")

    def forget_words(self) -> None:
        """Drop the tags too."""
        super().forget_words()
        with self.prevent(Input.Changed):
            self._tags.value = ""
