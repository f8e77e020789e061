"""Five questions, one at a time, that find an offer or name a gap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from assistant.errors import Trouble
from assistant.life.guided import GuidedSteps
from assistant.life.made import lines_of
from tui.action import Scope
from tui.actions import bindings_for
from tui.screens.private import PrivateSheet
from tui.text import lines, plain, said
from tui.widgets.page import Page

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace

_KEYS = "Enter goes on · F2 the one before · F3 skips · Esc stops, and keeps your answers"
_LONGEST = 4_000


class Answer(Page):
    """A few words, or lines of them; Enter goes on."""

    class Given(Message):
        """Enter was pressed."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Given())
            return
        await super()._on_key(event)


class GuidedScreen(PrivateSheet[dict[str, str] | None]):
    """Ends in the texts of one's page with what was found put in; None where it was stopped before.

    Answers are kept for their writer alone until the page is.
    """

    SCOPE = Scope.GUIDED
    ABOUT = (
        "Five questions. Answer in a few words; several things go with ; between them. What you answer "
        "becomes lines of your page, for you to change before anybody reads them."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.GUIDED)
    AUTO_FOCUS = "#answer"
    DRAFT = "five questions"

    def __init__(self, pair: PairSpace) -> None:
        super().__init__(pair)
        self._steps: GuidedSteps | None = _begun(pair)

    def compose(self) -> ComposeResult:
        """Where one is, the question, an example, room for an answer."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(id="guided-question")
            yield Answer("answer", most=_LONGEST)
            yield Static(plain(_KEYS), id="outcome")

    def on_mount(self) -> None:
        """Begin, or go on."""
        self._show()

    def _show(self) -> None:
        steps = self._steps
        question = steps.question if steps is not None else None
        if steps is None or question is None:
            return
        self.query_one("#guided-question", Static).update(
            lines(
                said(
                    "[b]$title[/b] [$quiet]· $at of $count[/]",
                    title=steps.title,
                    at=steps.place + 1,
                    count=len(steps.questions),
                ),
                plain(""),
                plain(question.text),
                said("[$quiet]For example: $example[/]", example=question.example),
            )
        )
        page = self.query_one(Answer)
        page.put(steps.answer)
        page.move_cursor(page.document.end)

    # --- going on ----------------------------------------------------------------------------------

    def on_answer_given(self) -> None:
        """On to the next."""
        if self._steps is not None:
            self._go(self._steps.answered(self.query_one(Answer).text))

    def action_skip(self) -> None:
        """On to the next; an answer given before is let go."""
        if self._steps is not None:
            self._go(self._steps.skipped())

    def action_former(self) -> None:
        """Back to the question before; what is typed stays."""
        if self._steps is not None:
            self._go(_typed(self._steps, self.query_one(Answer).text).back())

    def _go(self, steps: GuidedSteps) -> None:
        if self.pair is None:
            return
        if not steps.finished:
            self._steps = steps
            self._show()
            return
        self._steps = steps.back()
        if self._keep():
            page = self.pair.records.life.abouts[steps.side]
            found = steps.proposed
            self.dismiss(
                {
                    field: "\n".join(lines_of([*getattr(page, field), *getattr(found, field)]))
                    for field in ("offers", "needs", "not_discussed")
                }
            )

    def action_stop(self) -> None:
        """Back; what was answered is kept for its writer."""
        if self._steps is not None:
            self._steps = _typed(self._steps, self.query_one(Answer).text)
            if self._keep():
                self.dismiss(None)

    # --- what is kept meanwhile --------------------------------------------------------------------

    def _keep(self) -> bool:
        try:
            self._keep_answers()
        except Trouble as trouble:
            self.tell(str(trouble))
            return False
        return True

    def _keep_answers(self) -> bool:
        """Keep the answers for after a lock; whether there are any. Raises Trouble."""
        steps, pair = self._steps, self.pair
        if steps is None or pair is None or not any(steps.answers):
            return False
        told = {str(at): answer for at, answer in enumerate(steps.answers)}
        pair.forms.keep(self.DRAFT, {"place": str(steps.place), **told})
        return True

    def form_in_hand(self) -> bool:
        """As `_keep_answers`, with what is being typed."""
        if self._steps is None or not self.is_mounted:
            return False
        self._steps = _typed(self._steps, self.query_one(Answer).text)
        return self._keep_answers()

    def forget(self) -> None:
        """Let go of question and answers."""
        self._steps = None
        self.query_one("#guided-question", Static).update("")
        self.query_one(Answer).forget()


def _typed(steps: GuidedSteps, text: str) -> GuidedSteps:
    """The steps with this answer to the question in hand."""
    return replace(steps.answered(text), place=steps.place)


def _begun(pair: PairSpace) -> GuidedSteps:
    """Where it was stopped before, or the beginning."""
    steps = GuidedSteps(pair.me.role)
    kept = pair.forms.texts(GuidedScreen.DRAFT)
    place = kept.get("place", "")
    if not place.isdecimal():
        return steps
    answers = tuple(kept.get(str(at), "")[:_LONGEST] for at in range(len(steps.questions)))
    return replace(steps, place=min(int(place), len(answers) - 1), answers=answers)
