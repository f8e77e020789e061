"""The frame of every place: who reads, the places, the state of search."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from assistant.wording import SIDES, Side
from tui.actions import ACTIONS
from tui.text import plain, said

if TYPE_CHECKING:
    from tui.app import ViceVersaApp

_PLACES = {
    "today": "Today",
    "journal": "Journal",
    "agenda": "Agenda",
    "guide": "Guide",
    "progress": "Progress",
    "pair": "Pair",
}
_KEYS = {action.id: action.shown for action in ACTIONS if action.id in _PLACES}


_NAME = "Vice Versa"
_ALONE = "only you can ever read this"
_ROOMY = 72
"""Columns from which on both ends of the line have room for words."""


class TopLine(Horizontal):
    """Whose view this is, or who reads; and the name of the app."""

    def compose(self) -> ComposeResult:
        """Both ends of the line."""
        yield Static(id="reader")
        yield Static(_NAME, id="name")

    def on_mount(self) -> None:
        """Follow who reads."""
        for told in ("side", "workspace", "pair", "nobody"):
            self.watch(self.app, told, self._show)

    def on_resize(self) -> None:
        """Say more where there is room."""
        self._show()

    def _show(self) -> None:
        app = cast("ViceVersaApp", self.app)
        space, pair = app.pair, app.workspace.pair if app.workspace else None
        name = _NAME
        if space is not None:
            text = said(
                "[b]PRIVATE · $name[/b], $role$reading$sample",
                name=space.me.name,
                role=SIDES[space.me.role],
                sample=" · sample pair" if app.sample else "",
                reading="" if app.side is space.me.role else f" · reading as {SIDES[app.side]}",
            )
            if getattr(self.screen, "PLACE", "") == "journal" and self.size.width >= _ROOMY:
                name = _ALONE
        elif pair is None or not pair.named:
            side = "both sides" if app.side is Side.BOTH else f"the {SIDES[app.side]}"
            reading = "Reading as" if app.nobody else "Locked · reading as"
            text = said("$reading [b]$side[/b]", reading=reading, side=side)
        elif app.side is Side.BOTH:
            text = said(
                "[b]$mentor and $mentee[/b] · sample pair", mentor=pair.mentor, mentee=pair.mentee
            )
        else:
            person = pair.mentor if app.side is Side.MENTOR else pair.mentee
            text = said("[b]$name[/b], $side · sample pair", name=person, side=SIDES[app.side])
        self.query_one("#reader", Static).update(text)
        self.query_one("#name", Static).update(plain(name))


class PlaceTab(Static):
    """One place's key and name."""

    def __init__(self, place: str, here: bool) -> None:
        label = f"{_KEYS[place]} {_PLACES[place]}"
        super().__init__(said("[b u]$label[/]" if here else "$label", label=label))
        self.place = place
        self.set_class(here, "-here")

    def on_click(self, _event: Click) -> None:
        """Go there."""
        self.post_message(PlaceBar.Chosen(self.place))


class PlaceBar(Horizontal):
    """The places, always in the same order; the one in front is underlined."""

    DEFAULT_CLASSES: ClassVar[str] = "bar"

    class Chosen(Message):
        """A place was clicked."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, here: str) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        """A tab for each place."""
        for place in _PLACES:
            yield PlaceTab(place, place == self._here)


class StatusLine(Static):
    """How search works at the moment, in words."""

    def on_mount(self) -> None:
        """Follow the model."""
        self.watch(self.app, "model_state", self._show)

    def _show(self, state: str) -> None:
        self.update(plain(state))
