"""The app: wiring of places, jobs and messages."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from assistant.errors import Trouble
from assistant.wording import Side
from tui import jobs
from tui.actions import Scope, bindings_for
from tui.destroying import DestroyingApp
from tui.door import Door
from tui.idle import IdleWatch
from tui.locking import LockingApp
from tui.messages import (
    GuideFailed,
    GuideOpened,
    IndexProgress,
    KeysChanged,
    ModelFailed,
    ModelReady,
    PairMade,
    PairOpened,
    PairRefused,
)
from tui.palette import ActionProvider
from tui.places import MODES
from tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from assistant.agenda import Agenda
    from assistant.context import PairContext
    from assistant.pair_space import PairSpace
    from assistant.workspace import Card, Workspace
    from tui.screens.place import PlaceScreen

_ELSEWHERE = frozenset({"go", "search", "next_side", "shade"})
_PRIVATE = frozenset({"go", "search", "next_side", "passphrase", "notices", "begin", "unlock"})
"""What leads away from what both look at."""
LOADING = "Searching by words while the language model loads"


class ViceVersaApp(DestroyingApp):
    """The terminal app over one workspace, which is opened after the first frame."""

    TITLE = "Vice Versa"
    CSS_PATH = [
        "styles/base.tcss",
        "styles/places.tcss",
        "styles/keys.tcss",
        "styles/journal.tcss",
        "styles/pair.tcss",
        "styles/dates.tcss",
        "styles/progress.tcss",
        "styles/session.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.APP)
    COMMANDS: ClassVar = {ActionProvider}
    MODES: ClassVar = MODES
    DEFAULT_MODE = "today"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-medium"), (100, "-wide")]

    side: reactive[Side] = reactive(Side.BOTH)
    workspace: reactive[Workspace | None] = reactive(None)
    model_state: reactive[str] = reactive("Opening the guide")
    agenda: reactive[Agenda | None] = reactive(None)
    """The agenda in hand: Today shows it at a glance, Agenda changes it."""
    failure: reactive[Trouble | None] = reactive(None)

    def __init__(
        self,
        open_workspace: Callable[[], Workspace],
        *,
        debugging: tuple[str, ...] = (),
        watch: IdleWatch | None = None,
        sample: Callable[[Path], PairSpace] | None = None,
    ) -> None:
        """`debugging` names Textual's variables that were set; `watch` tells the time.

        `sample` makes the sample pair in an empty home, once the guide is open.
        """
        super().__init__(debugging, watch)
        self._make_sample = sample
        self._open_workspace = open_workspace
        self._nobodys: PairContext | None = None
        self.door = Door(self)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Let the first frame be painted, then open the guide."""
        self.set_class(self.no_color, "-no-color")
        self.be_quiet()
        self._leave_when_told()
        self.set_interval(1.0, self.tick)
        self.call_after_refresh(jobs.start, self, "guide", self._open_guide)

    def _leave_when_told(self) -> None:
        """End in good order when the terminal goes or the system asks: the screen is given back."""
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
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
            make, home = self._make_sample, workspace.people.home
            sample = make(home) if make is not None else None
            workspace.people.tidy()
            nobody = not workspace.people.places
        except Trouble as trouble:
            return GuideFailed(trouble)
        return GuideOpened(workspace, agenda, nobody, sample)

    def on_guide_opened(self, message: GuideOpened) -> None:
        """Everything works by words; go on to the model."""
        if message.workspace.pair.named:
            self.side = message.workspace.pair.reader
        self._nobodys = message.workspace.pair
        self.nobody = message.nobody
        self.idle.after = 60.0 * message.workspace.settings.lock_after
        self.workspace = message.workspace
        self.agenda = message.agenda
        if message.sample is not None:
            self.post_message(PairOpened(message.sample))
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

    # --- the pair ----------------------------------------------------------------------------------

    @property
    def sample(self) -> bool:
        """Whether this is the sample pair: nobody begins a journal in its home."""
        return self._nobodys is not None and self._nobodys.named

    async def on_pair_opened(self, message: PairOpened) -> None:
        """Call everybody by name, and read as the one whose journal is open; another's is closed."""
        if self.pair is not message.pair:
            self.lock()
        if self.workspace is not None:
            self.workspace.pair = message.pair.context
        self.take_pair(message.pair)
        self.side = message.pair.me.role
        await self.door.opened(message)

    def on_pair_made(self, message: PairMade) -> None:
        """Its recovery code comes first."""
        self.door.made(message.made)

    def on_pair_refused(self, message: PairRefused) -> None:
        """Say so where it was tried."""
        self.door.refused(message.trouble)

    async def on_keys_changed(self, message: KeysChanged) -> None:
        """Say so; a partner who was let in is known by their own name."""
        if self.workspace is not None and self.pair is not None:
            self.workspace.pair = self.pair.context
            self.mutate_reactive(LockingApp.pair)
        await self.door.changed(message.told)

    def forget_names(self) -> None:
        """Have the workspace of before unlocking, in which nobody has a name."""
        if self.workspace is not None and self._nobodys is not None:
            self.workspace.pair = self._nobodys
            self.side = self._nobodys.reader

    def told(self, words: str) -> None:
        """Say it in the place in front, or in the one behind a sheet."""
        for screen in reversed(self.screen_stack):
            if hasattr(screen, "said"):  # a place, or a page that is being written on
                cast("PlaceScreen", screen).said = words
                return

    def action_begin(self) -> None:
        """Begin a journal."""
        self.door.begin()

    def action_unlock(self) -> None:
        """Ask for the passphrase."""
        self.door.unlock()

    def action_lock(self) -> None:
        """Lock; where it is locked, ask for the passphrase."""
        if self.pair is None:
            self.door.unlock()
        else:
            self.once_typed(self.lock)

    def action_passphrase(self) -> None:
        """Change the passphrase."""
        self.door.change_passphrase()

    def action_notices(self) -> None:
        """Show what there is to know about the files."""
        self.door.show_notices()

    # --- actions -----------------------------------------------------------------------------------

    async def action_go(self, place: str) -> None:
        """Go to a place, once what is being written is kept."""
        trouble, _kept = self.keep_drafts()
        if trouble is not None:
            self.told(str(trouble))
            return
        self.look_again()
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
        """Show help for the place or sheet in front, or take it away again."""
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen(self.screen))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that would type a letter into the box in hand is not offered."""
        if action == "search" and isinstance(self.focused, Input):
            return False
        if action in _ELSEWHERE and getattr(self.screen, "DOOR", False):
            return False  # what is typed there would be lost
        if action in _PRIVATE and any(getattr(one, "TOGETHER", False) for one in self.screen_stack):
            return False  # both look at the screen
        possible = {
            "begin": self.nobody and not self.sample,
            "unlock": not self.nobody and self.pair is None,
            "lock": not self.nobody,
            "passphrase": self.pair is not None,
            "notices": self.pair is not None,
        }
        return possible.get(action, True) and super().check_action(action, parameters)
