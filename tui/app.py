"""The app: wiring of places, jobs and messages."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

from assistant.errors import Trouble
from assistant.wording import Side
from tui import jobs
from tui.actions import Scope, bindings_for
from tui.crash import code_of
from tui.messages import (
    GuideFailed,
    GuideOpened,
    IndexProgress,
    ModelFailed,
    ModelReady,
)
from tui.palette import ActionProvider
from tui.screens.today import TodayScreen
from tui.text import plain
from tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.workspace import Card, Workspace

LOADING = "Searching by words while the language model loads"


def _agenda() -> Screen[Any]:
    from tui.screens.agenda import AgendaScreen

    return AgendaScreen()


def _guide() -> Screen[Any]:
    from tui.screens.guide import GuideScreen

    return GuideScreen()


class ViceVersaApp(App[None]):
    """The terminal app over one workspace, which is opened after the first frame."""

    TITLE = "Vice Versa"
    CSS_PATH = ["styles/base.tcss", "styles/places.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.APP)
    COMMANDS: ClassVar = {ActionProvider}
    MODES: ClassVar = {"today": TodayScreen, "agenda": _agenda, "guide": _guide}
    DEFAULT_MODE = "today"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-medium"), (100, "-wide")]

    side: reactive[Side] = reactive(Side.BOTH)
    workspace: reactive[Workspace | None] = reactive(None)
    model_state: reactive[str] = reactive("Opening the guide")
    agenda: reactive[Agenda | None] = reactive(None)
    """The agenda in hand: Today shows it at a glance, Agenda changes it."""
    failure: reactive[Trouble | None] = reactive(None)

    def __init__(self, open_workspace: Callable[[], Workspace]) -> None:
        super().__init__()
        self._open_workspace = open_workspace
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Let the first frame be painted, then open the guide."""
        self.set_class("NO_COLOR" in os.environ, "-no-color")
        self._leave_when_told()
        self.call_after_refresh(jobs.start, self, "guide", self._open_guide)

    def _leave_when_told(self) -> None:
        """End in good order when the terminal goes or the system asks: the screen is given back."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                # Not every system, nor every thread, has such signals to hear of.
                with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                    asyncio.get_running_loop().add_signal_handler(
                        number, partial(self.exit, return_code=128 + number)
                    )

    # --- opening -----------------------------------------------------------------------------------

    def _open_guide(self) -> Message:
        try:
            workspace = self._open_workspace()
            agenda = workspace.open()
        except Trouble as trouble:
            return GuideFailed(trouble)
        return GuideOpened(workspace, agenda)

    def on_guide_opened(self, message: GuideOpened) -> None:
        """Everything works by words; go on to the model."""
        if message.workspace.pair.named:
            self.side = message.workspace.pair.reader
        self.workspace = message.workspace
        self.agenda = message.agenda
        self.model_state = LOADING
        jobs.start(self, "model", lambda: self._load_model(message.workspace))

    def _load_model(self, workspace: Workspace) -> Message:
        def tell(done: int, total: int) -> None:
            self.post_message(IndexProgress(done, total))

        try:
            notice = workspace.load_model(tell)
        except Trouble as trouble:
            return ModelFailed(trouble)

        def tell_documents(done: int, total: int) -> None:
            told = f"Searching by meaning; preparing your documents: {done:,} of {total:,} passages"
            self.post_message(ModelReady(told))

        try:
            own = workspace.encode_documents(tell_documents)
        except Trouble as trouble:  # the guide is searched by meaning all the same
            own = f"Searching by meaning, but not in your documents. {trouble}"
        return ModelReady(f"{notice} {own}".strip())

    def on_guide_failed(self, message: GuideFailed) -> None:
        """Say so in place; the app can still be read and left."""
        self.failure = message.trouble
        self.model_state = message.trouble.title

    def on_index_progress(self, message: IndexProgress) -> None:
        """Show how far the index is."""
        self.model_state = (
            f"Preparing the guide's index: {message.done:,} of {message.total:,} passages; "
            "searching by words"
        )

    def on_model_ready(self, message: ModelReady) -> None:
        """From now on search goes by meaning too."""
        self.model_state = message.notice or "Searching by meaning and by words"

    def on_model_failed(self, message: ModelFailed) -> None:
        """Stay with words, and say why."""
        self.model_state = f"Searching by words only. {message.trouble}"

    # --- actions -----------------------------------------------------------------------------------

    async def action_go(self, place: str) -> None:
        """Go to a place."""
        if self.current_mode != place:
            await self.switch_mode(place)
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    async def plan_on(self, card: Card) -> None:
        """Go to Agenda and suggest one on `card`."""
        from tui.screens.agenda import AgendaScreen

        await self.action_go("agenda")
        if isinstance(self.screen, AgendaScreen):
            self.screen.plan_on(card)

    async def action_search(self) -> None:
        """Go to the guide's search box."""
        await self.action_go("guide")
        self.screen.query_one("#search").focus()

    def action_next_side(self) -> None:
        """Read as the next side."""
        order = (Side.BOTH, Side.MENTOR, Side.MENTEE)
        self.side = order[(order.index(self.side) + 1) % len(order)]

    def action_shade(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def action_help(self) -> None:
        """Show help for the place in front."""
        from tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that would type a letter into the box in hand is not offered."""
        if action == "search" and isinstance(self.focused, Input):
            return False
        return super().check_action(action, parameters)

    # --- defects -----------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Tell where a defect is. Textual would print the variables, and so what people wrote."""
        self._leave_with_code()

    def panic(self, *_renderables: Any) -> None:
        """As `_fatal_error`: whatever is to be rendered may quote people's text."""
        self._leave_with_code()

    def _leave_with_code(self) -> None:
        code = code_of(self._exception) if self._exception else "unknown"
        self._return_code = 1
        if not self._exit_renderables:  # of several errors the first; Textual would advise --dev
            self._exit_renderables.append(
                plain(f"viceversa: something went wrong inside ({code}). Please report it.").plain
            )
        self._close_messages_no_wait()
