"""The page for one of the two before a session: private, made of what is shared and of their journal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from tui.action import Scope
from tui.actions import bindings_for
from tui.agenda_messages import BriefRead
from tui.journal_messages import Refused
from tui.screens.meeting import write_about
from tui.screens.place import PlaceScreen
from tui.screens.private import PrivateScreen
from tui.text import lines, plain, said
from tui.widgets.hanging import hanging

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.preparation import PrivateBrief
    from assistant.workspace import Workspace

_MOST_COLUMNS, _LEAST_COLUMNS = 72, 20


class BriefScreen(PrivateScreen[None], PlaceScreen):
    """What was promised, what I wrote, what to ask, show and say; Esc leads back."""

    PLACE = "today"
    SCOPE = Scope.BRIEF
    ABOUT = (
        "Your page before a session: what each of you promised, what you wrote that is near it, two "
        "questions to ask, one thing to show. Only you can read it, and it is kept nowhere."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.BRIEF)
    AUTO_FOCUS = "#brief"

    def __init__(self, pair: PairSpace) -> None:
        super().__init__(pair)
        self._seed = 0
        self._brief: PrivateBrief | None = None

    def compose_place(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="brief"):
            yield Static(plain("Reading what there is."), id="brief-text")

    def opened(self, workspace: Workspace) -> None:
        """Make it."""
        self._look()

    def _look(self) -> None:
        if self.workspace is not None:
            self.job("brief", partial(_read, self.workspace, self._seed))

    def on_brief_read(self, message: BriefRead) -> None:
        """Show it."""
        if self.pair is not message.pair or message.pair.closed:
            return
        self._brief = message.brief
        self._draw(message.brief)

    def on_resize(self) -> None:
        """Draw it for the width there is."""
        if self._brief is not None:
            self._draw(self._brief)

    def _draw(self, brief: PrivateBrief) -> None:
        width = min(_MOST_COLUMNS, max(_LEAST_COLUMNS, self.size.width - 5))
        parts = [said("[b]$title[/b]", title=brief.title)]
        parts += [said("[$quiet]$lead[/]", lead=brief.lead)]
        for section in brief.sections:
            parts += [plain(""), said("[b]$title[/b]", title=section.title)]
            parts += [hanging(plain("· "), plain(line), width) for line in section.lines]
        parts += [plain(""), said("[$quiet]$foot[/]", foot=brief.foot)]
        self.query_one("#brief-text", Static).update(lines(*parts))

    def on_refused(self, message: Refused) -> None:
        """Say why there is none."""
        self.said = str(message.trouble)

    # --- doing -------------------------------------------------------------------------------------

    def action_another(self) -> None:
        """Two other questions."""
        self._seed += 1
        self._look()

    def action_write_about(self) -> None:
        """Write a preparation, led by what this page asks."""
        brief = self._brief
        if self.pair is None or brief is None:
            return
        first = "What do you want to come out of it, and what will you do first?"
        prompts = [first, *brief.questions]
        write_about(
            self.vice_versa, lambda number: prompts[number % len(prompts)], preparation=True
        )

    def action_back(self) -> None:
        """Back to the place behind."""
        self.dismiss()

    def forget(self) -> None:
        """Drop the words."""
        self._brief = None
        self.query_one("#brief-text", Static).update("")

    def on_unmount(self) -> None:
        """Keep nothing."""
        self._brief = None


def _read(workspace: Workspace, seed: int, pair: PairSpace) -> Message:
    from assistant.pair_work import PairWork

    return BriefRead(pair, PairWork(workspace, pair).brief(seed))
