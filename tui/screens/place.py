"""What every place has: the top line, the places, the status line and the keys."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer, Input, Select, Static

from assistant.errors import Trouble
from assistant.wording import Side
from tui.actions import Scope, actions_in
from tui.text import lines, plain, said
from tui.widgets.frame import PlaceBar, StatusLine, TopLine

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace
    from tui.app import ViceVersaApp


class PlaceScreen(Screen[None]):
    """A place of the app. Subclasses fill `compose_place` and hear of the guide in `opened`."""

    PLACE: ClassVar[str]
    SCOPE: ClassVar[Scope]
    ABOUT: ClassVar[str]
    """What help says of the place."""
    BINDINGS: ClassVar[list[BindingType]] = []

    said: reactive[str] = reactive("")
    """The outcome of the last action, shown in place."""

    @cached_property
    def _own_actions(self) -> set[str]:
        return {action.run.partition("(")[0] for action in actions_in(self.SCOPE)}

    @property
    def vice_versa(self) -> ViceVersaApp:
        """The app, by its own type."""
        return cast("ViceVersaApp", self.app)

    @property
    def workspace(self) -> Workspace | None:
        """The workspace once the guide is open."""
        return self.vice_versa.workspace

    def compose(self) -> ComposeResult:
        """Frame and content."""
        yield TopLine()
        yield PlaceBar(self.PLACE)
        yield Static(id="held")
        yield Static(id="trouble")
        yield from self.compose_place()
        yield Static(id="said")
        yield StatusLine()
        yield Footer(show_command_palette=False)

    def compose_place(self) -> ComposeResult:
        """The content of the place."""
        yield from ()

    def on_mount(self) -> None:
        """Follow what the app learns."""
        self.watch(self.app, "workspace", self._workspace_changed)
        self.watch(self.app, "side", self._side_changed, init=False)
        self.watch(self.app, "failure", self._failed)
        self.watch(self.app, "pair", self._held)

    def _workspace_changed(self, workspace: Workspace | None) -> None:
        if workspace is not None:
            self.opened(workspace)

    def _side_changed(self, side: Side) -> None:
        if self.workspace is not None:
            self.side_changed(side)

    def _held(self, pair: PairSpace | None) -> None:
        """Say for as long as it lasts that nothing can be written."""
        place = self.query_one("#held", Static)
        place.display = pair is not None and pair.read_only
        place.update(plain(pair.why_read_only if pair is not None else ""))

    def opened(self, workspace: Workspace) -> None:
        """The guide is open."""

    def side_changed(self, side: Side) -> None:
        """Somebody reads as another side from now on."""

    def _failed(self, trouble: Trouble | None) -> None:
        place = self.query_one("#trouble", Static)
        place.display = trouble is not None
        self.set_class(trouble is not None, "-failed")
        if trouble is not None:
            place.update(
                lines(
                    said("[b]$title[/b]", title=trouble.title),
                    plain(trouble.detail),
                    plain(trouble.hint),
                )
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a box offer to leave it; elsewhere what the place can do."""
        in_box = isinstance(self.focused, Input | Select)
        if action == "leave":
            return in_box
        if in_box and action in self._own_actions:
            return False
        return super().check_action(action, parameters)

    def watch_said(self, text: str) -> None:
        """Show the outcome of the last action until the next."""
        if self.is_mounted:
            place = self.query_one("#said", Static)
            place.update(plain(text))
            place.display = bool(text)

    @on(PlaceBar.Chosen)
    async def _place_chosen(self, message: PlaceBar.Chosen) -> None:
        await self.app.run_action(f"go('{message.place}')")
