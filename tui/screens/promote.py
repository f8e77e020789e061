"""Sharing a line: choose it, mend it, see it as the partner will, and agree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from assistant.promotion import MAX_SHARED, PrivateText, Promotion
from tui.journal_days import whole_day
from tui.journal_messages import Done
from tui.screens.private import PrivateSheet
from tui.text import lines, plain, said
from tui.widgets.box import Box
from tui.widgets.line_list import LineList, TextRows

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace


class PromoteScreen(PrivateSheet[str]):
    """Three steps, each with Esc back to the one before. Ends in what is to be said of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "back", "back"),
        ("enter", "take", "take"),
        ("s", "share", "share"),
    ]
    AUTO_FOCUS = "#lines"

    def __init__(self, pair: PairSpace, text: str, today: date) -> None:
        super().__init__(pair)
        bare = (line.strip().lstrip("#>- ").replace("**", "") for line in text.split("\n"))
        self._lines = [line for line in bare if line]
        self._today = today
        self._partner = pair.partner or "your partner"
        self._promotion: Promotion | None = None
        self._step = "choose"
        self._sharing = False

    def compose(self) -> ComposeResult:
        """All that the steps need; each shows its own."""
        with Vertical(id="sheet"):
            yield Static(id="promote-head")
            yield TextRows("lines")
            yield Box(id="line", compact=True, max_length=MAX_SHARED, select_on_focus=False)
            yield Static(id="promote-preview")
            yield Static(id="promote-note")
            yield Static(id="outcome")

    def on_mount(self) -> None:
        """Choose first."""
        preview = self.query_one("#promote-preview")
        me = self.pair.me.name if self.pair else ""
        preview.border_title = plain(f"{me} · {whole_day(self._today)}")
        self.query_one(TextRows).show(self._lines)
        self._go_to("choose")

    def _go_to(self, step: str) -> None:
        self._step = step
        shown = {
            "choose": ("Which line?", "Enter takes it · Esc goes back"),
            "change": (
                f"Say it as {self._partner} should read it",
                "Enter goes on · Esc chooses another line",
            ),
            "agree": (
                f"{self._partner} will see exactly this",
                "s shares it · Esc changes it · nothing leads back to your entry",
            ),
        }
        title, keys = shown[step]
        self.query_one("#promote-head", Static).update(said("[b]$title[/b]", title=title))
        self.query_one("#lines").display = step == "choose"
        self.query_one("#line").display = step == "change"
        self.query_one("#promote-preview").display = step == "agree"
        note = self.query_one("#promote-note", Static)
        note.display = step == "agree"
        note.update(plain(self._note()))
        self.tell(keys)
        if step == "choose":
            self.query_one("#lines").focus()
        elif step == "change":
            self.query_one("#line").focus()
        else:
            self.set_focus(None)

    def _note(self) -> str:
        if self.pair is None or self.pair.complete:
            return "Shared is shared: it cannot be taken back from the other's eyes."
        return f"{self._partner} has not joined yet. It is kept for both of you, to be read then."

    def on_line_list_chosen(self, _message: LineList.Chosen) -> None:
        """A line was clicked."""
        self.action_take()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look at it as the partner will."""
        self._promotion = Promotion(PrivateText("")).changed_to(event.value)
        if not self._promotion.preview:
            self.tell("There is nothing to share: type a few words.")
            return
        self.query_one("#promote-preview", Static).update(lines(plain(self._promotion.preview)))
        self._go_to("agree")

    def action_take(self) -> None:
        """Take the line in hand."""
        row = self.query_one(TextRows).highlighted
        if self._step == "choose" and row is not None:
            box = self.query_one("#line", Box)
            box.value = self._lines[row][:MAX_SHARED]
            box.cursor_position = len(box.value)
            self._go_to("change")

    def action_share(self) -> None:
        """Share it: only what was looked at."""
        promotion = self._promotion
        if self._step != "agree" or promotion is None or self._sharing:
            return
        self._sharing = True
        joined = self.pair is not None and self.pair.complete
        told = f"Shared with {self._partner}." if joined else "Kept for both of you."

        def share(pair: PairSpace) -> Message:
            pair.shared.add(promotion.confirmed())
            return Done(told)

        self.job("change", share)

    def on_done(self, message: Done) -> None:
        """It is shared."""
        self.dismiss(message.told)

    def tell(self, text: str) -> None:
        """Say it; after a refusal it can be tried again."""
        self._sharing = False
        super().tell(text)

    def action_back(self) -> None:
        """The step before."""
        if self._step == "choose":
            self.dismiss("")
        else:
            self._go_to("choose" if self._step == "change" else "change")

    def forget(self) -> None:
        """Drop the lines."""
        self._lines, self._promotion = [], None
        self.query_one(TextRows).show([])
        self.query_one("#line", Box).value = ""
        self.query_one("#promote-preview", Static).update("")

    def on_unmount(self) -> None:
        """Keep nothing."""
        self._lines, self._promotion = [], None
