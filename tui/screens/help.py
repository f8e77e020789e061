"""Help for the place in front: what it is for, and its keys as they are bound now."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from tui.actions import Action, Scope, actions_in
from tui.text import lines, plain, said


class HelpScreen(ModalScreen[None]):
    """A sheet over the place or sheet that it explains."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,question_mark,q,enter", "dismiss", "back"),
    ]

    def __init__(self, place: Screen[Any]) -> None:
        super().__init__()
        self._about: str = getattr(place, "ABOUT", "")
        self._scope: Scope | None = getattr(place, "SCOPE", None)
        self._over_sheet = isinstance(place, ModalScreen)

    def compose(self) -> ComposeResult:
        """What the place is for, its keys, the keys of everywhere."""
        parts = [said("[b]Help[/b]"), plain(self._about)]
        for scope in (self._scope, Scope.APP):
            if scope is None:
                continue
            parts += [plain(""), said("[b]$scope[/b]", scope=f"Keys: {scope}")]
            parts += [
                said("  [b]$key[/b]  $help", key=f"{action.shown:<7}", help=action.help)
                for action in self._heard(scope)
            ]
        parts += [
            plain(""),
            plain(
                "Arrows and Tab move, Enter opens, Esc leaves a box or a sheet. Esc closes this."
            ),
        ]
        with VerticalScroll(id="sheet"):
            yield Static(lines(*parts))

    def _heard(self, scope: Scope) -> list[Action]:
        """The actions of `scope` that are heard there: a sheet lets few of everywhere through."""
        apart = self._over_sheet and scope is Scope.APP
        return [action for action in actions_in(scope) if action.priority or not apart]
