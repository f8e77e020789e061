"""After a session, for one of the two alone: questions on what happened, and the page to write about one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_messages import Refused
from tui.screens.cover import cover_words
from tui.screens.meeting import write_about
from tui.screens.private import PrivateScreen
from tui.session_kept import named
from tui.text import lines, plain, said
from tui.widgets.frame import TopLine

if TYPE_CHECKING:
    from assistant.life.session import Session
    from assistant.pair_space import PairSpace
    from assistant.questions import SuggestedQuestion
    from assistant.workspace import Workspace
    from tui.app import ViceVersaApp


class QuestionsRead(Message):
    """Questions for one of the two, on their way to their screen."""

    def __init__(self, questions: tuple[SuggestedQuestion, ...]) -> None:
        super().__init__()
        self.questions = questions


class AfterScreen(PrivateScreen[None]):
    """Covered until its owner asks for it, where the other may still be looking."""

    SCOPE = Scope.AFTER
    ABOUT = (
        "Three questions for your side on what happened in the session, never about the other's. Write "
        "about one if you like: only you can ever read it."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.AFTER)
    AUTO_FOCUS = ""

    said: reactive[str] = reactive("")
    """The outcome of the last action, shown in place."""

    def __init__(self, pair: PairSpace, session: Session, *, covered: bool = False) -> None:
        super().__init__(pair)
        self._session: Session | None = session
        self._covered = covered
        self._seed = 0
        self._questions: tuple[SuggestedQuestion, ...] = ()
        self._looking = False
        """Whether questions are on their way."""

    def compose(self) -> ComposeResult:
        """Whose view it is; the questions."""
        yield TopLine()
        with Vertical(id="after"):
            yield Static(id="after-head")
            yield OptionList(id="after-list")
        yield Static(id="said")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the cover, or the questions."""
        self.query_one("#said").display = False
        self._show()
        if not self._covered:
            self._ask()

    @property
    def _workspace(self) -> Workspace | None:
        return cast("ViceVersaApp", self.app).workspace

    def watch_said(self, text: str) -> None:
        """Show the outcome of the last action until the next."""
        for place in self.query("#said").results(Static):
            place.update(plain(text))
            place.display = bool(text)

    def _show(self) -> None:
        pair, session = self.pair, self._session
        if pair is None or session is None:
            return
        head, shown = (
            self.query_one("#after-head", Static),
            self.query_one("#after-list", OptionList),
        )
        shown.display = bool(self._questions)
        if self._covered:
            keys = said("[$accent]Enter shows the questions[/] [$quiet]· Esc goes back[/]")
            parts = [cover_words(pair), keys]
        else:
            name = named(pair.records.life, session)
            parts = [
                said("[b]After $name, if you like[/b]", name=name[:1].lower() + name[1:]),
                said("[$quiet]About what happened, on your side of it. w writes about one[/]"),
            ]
            if self._looking:
                parts.append(plain("Looking for three questions."))
        head.update(lines(*parts))

    # --- questions ---------------------------------------------------------------------------------

    def _ask(self) -> None:
        workspace, session = self._workspace, self._session
        if workspace is None or session is None:
            self.said = "The guide is still being opened; Enter tries again."
            return
        self.said, self._looking = "", True
        self._show()
        self.job("after", partial(_read, workspace, session, self._seed))

    def on_questions_read(self, message: QuestionsRead) -> None:
        """Show them."""
        if self.pair is None:
            return
        self._questions, self._looking = message.questions, False
        shown = self.query_one("#after-list", OptionList)
        shown.set_options([Option(lines(plain(one.text), plain(""))) for one in message.questions])
        self._show()
        if message.questions:
            shown.highlighted = 0
            shown.focus()
        else:
            self.said = "The guide has no question for this one."

    def on_refused(self, message: Refused) -> None:
        """Say why not; Enter tries again."""
        self._looking = False
        self._show()
        self.said = str(message.trouble)

    def action_another(self) -> None:
        """Three others."""
        if not self._covered:
            self._seed += 1
            self._ask()

    @on(OptionList.OptionSelected, "#after-list")
    def _chosen(self, _event: OptionList.OptionSelected) -> None:
        self.action_write()

    def action_write(self) -> None:
        """Uncover; ask where there are no questions yet; then write about the selected one."""
        if self._covered or not self._questions:
            self._covered = False
            self._show()
            if not self._looking:
                self._ask()
            return
        at = self.query_one("#after-list", OptionList).highlighted
        if at is None:
            return
        texts = [one.text for one in self._questions]
        ordered = texts[at:] + texts[:at]
        write_about(cast("ViceVersaApp", self.app), lambda number: ordered[number % len(ordered)])

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()

    def forget(self) -> None:
        """Let go of the questions."""
        self._questions = ()
        self._session = None
        self.query_one("#after-head", Static).update("")
        self.query_one("#after-list", OptionList).set_options([])


def _read(workspace: Workspace, session: Session, seed: int, pair: PairSpace) -> Message:
    from assistant.pair_work import PairWork

    return QuestionsRead(PairWork(workspace, pair).questions_after(session, seed))
