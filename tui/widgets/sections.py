"""A page in sections: read from top to bottom, with one section in hand to act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from tui.text import plain

_LINES = 2
"""Lines to go on by in a section that is higher than the screen."""


class Section(Horizontal, can_focus=True):
    """A section: its key, which may be none, and its words."""

    class Chosen(Message):
        """A section was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, name: str) -> None:
        super().__init__(name=name, classes=f"-{name.partition(' ')[0]}")
        self.display = False

    def compose(self) -> ComposeResult:
        """Key and words."""
        yield Static(classes="section-key")
        yield Static(classes="section-words")

    def put(self, key: str, words: Content | None) -> None:
        """Show these words; with None, nothing."""
        mark, text = self.query(Static)
        mark.display = bool(key)
        mark.update(plain(key))
        text.update(words if words is not None else "")
        self.display = words is not None

    def on_click(self, event: Click) -> None:
        """Take it in hand, and act on it."""
        event.stop()
        self.focus(scroll_visible=False)
        self.post_message(self.Chosen(self.name or ""))


class Heading(Static):
    """Words between sections, which nothing is done with."""

    def on_mount(self) -> None:
        """Nothing yet."""
        self.display = False

    def put(self, words: Content | None) -> None:
        """Show these words; with None, nothing."""
        self.update(words if words is not None else "")
        self.display = words is not None


Shown = Mapping[str, tuple[str, Content]]
"""The key and the words of each section that is shown, by its name."""


class Sections(VerticalScroll, can_focus=False):
    """Sections by name, in a fixed order. Up and down go on in a long one, then to the next.

    A name that begins with `#` is a heading.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "up", show=False),
        Binding("down", "step(1)", "down", show=False),
        Binding("pageup", "turn(-1)", "page up", show=False),
        Binding("pagedown", "turn(1)", "page down", show=False),
        Binding("home", "end(0)", "first", show=False),
        Binding("end", "end(-1)", "last", show=False),
    ]

    class Moved(Message):
        """Another section is in hand."""

    def __init__(self, names: Iterable[str], widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._names = tuple(names)
        self._in_hand = ""

    def compose(self) -> ComposeResult:
        """All of them; those without words are not shown."""
        below_section = False
        for name in self._names:
            if name.startswith("#"):
                yield Heading(name=name, classes="-apart" if below_section else "")
            else:
                yield Section(name)
            below_section = not name.startswith("#")

    # --- what is shown -----------------------------------------------------------------------------

    def show(self, sections: Shown, headings: Mapping[str, Content] | None = None) -> None:
        """Show these, and no others. Where the one in hand is gone, the next is taken in hand."""
        for heading in self.query(Heading):
            heading.put((headings or {}).get(heading.name or ""))
        held = self.in_hand
        for section in self.query(Section):
            key, words = sections.get(section.name or "", ("", None))
            section.put(key, words)
        if sections:
            self.call_after_refresh(self.take, self._next_to(held) if held else "")

    def _next_to(self, name: str) -> str:
        """`name` where it is shown, else the next that is, or the last."""
        at = self._names.index(name)
        shown = [section.name or "" for section in self.shown]
        after = [one for one in shown if self._names.index(one) >= at]
        return (after or shown[-1:] or [""])[0]

    def clear(self) -> None:
        """Show nothing."""
        self._in_hand = ""
        self.show({})

    @property
    def shown(self) -> list[Section]:
        """Those shown."""
        return [section for section in self.query(Section) if section.display]

    # --- the one in hand ---------------------------------------------------------------------------

    @property
    def in_hand(self) -> str:
        """The name of the section in hand, "" for none."""
        return self._in_hand

    def take(self, name: str = "") -> None:
        """Take a section in hand, or the first."""
        found = [section for section in self.shown if section.name == name] or self.shown
        if found and not (self.screen.focused is not None and self.screen.focused in found[:1]):
            self._go(found[0])

    def on_descendant_focus(self) -> None:
        """Another may be in hand."""
        focused = self.screen.focused
        name = focused.name if isinstance(focused, Section) else None
        if name and name != self._in_hand:
            self._in_hand = name
            self.post_message(self.Moved())

    def _go(self, section: Section) -> None:
        section.focus(scroll_visible=False)
        visible = self.shown
        if section is visible[0]:
            self.scroll_home(animate=False)
        elif section is visible[-1] and section.size.height <= self.size.height:
            self.scroll_end(animate=False)
        else:
            tall = section.size.height > self.size.height
            self.scroll_to_widget(section, animate=False, top=tall, force=True)

    def _at(self) -> int:
        return next((at for at, one in enumerate(self.shown) if one.name == self._in_hand), 0)

    def action_step(self, way: int) -> None:
        """On in this section if more of it is to be read, else to the next."""
        visible = self.shown
        if not visible:
            return
        at = self._at()
        region, top = visible[at].virtual_region, self.scroll_offset.y
        if way > 0 and region.bottom > top + self.size.height:
            self.scroll_to(y=top + _LINES, animate=False)
        elif way < 0 and region.y < top:
            self.scroll_to(y=top - _LINES, animate=False)
        elif 0 <= at + way < len(visible):
            self._go(visible[at + way])
        elif way < 0:
            self.scroll_home(animate=False)

    def action_turn(self, way: int) -> None:
        """A screen on, or back; what then stands on top is in hand."""
        self.scroll_to(y=self.scroll_offset.y + way * (self.size.height - 1), animate=False)
        self.call_after_refresh(self._take_on_top, way)

    def _take_on_top(self, way: int) -> None:
        top = self.scroll_offset.y
        visible = self.shown
        inside = [one for one in visible if top <= one.virtual_region.y < top + self.size.height]
        at_end = way > 0 and top >= self.max_scroll_y
        if inside:
            inside[-1 if at_end else 0].focus(scroll_visible=False)

    def action_end(self, at: int) -> None:
        """To the first, or the last."""
        if self.shown:
            self._go(self.shown[at])
