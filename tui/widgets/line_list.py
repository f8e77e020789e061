"""A list that draws only the rows in sight, so that ten thousand cost no more than ten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class LineList(ScrollView, can_focus=True):
    """Rows of the same height; subclasses draw them. A click chooses one; keys move the highlight."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "turn(-1)", "page up", show=False),
        Binding("pagedown", "turn(1)", "page down", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--row", "line-list--highlighted"}

    highlighted: reactive[int | None] = reactive(None)
    """The row in hand, None in an empty list."""

    class Chosen(Message):
        """A row was clicked."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._count = 0
        self._height = 1
        self._drawn: dict[tuple[int, int, bool, bool], list[Strip]] = {}

    # --- rows --------------------------------------------------------------------------------------

    def draw(self, row: int, width: int) -> Sequence[Content]:
        """The lines of a row, each for `width` columns."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def show_rows(self, count: int, height: int = 1, row: int = 0) -> None:
        """Show `count` rows of `height` lines, with `row` in hand."""
        self._count, self._height = count, height
        self._drawn.clear()
        self._measure()
        self.highlighted = min(row, count - 1) if count else None
        self._into_sight()
        self.refresh()

    def redraw(self) -> None:
        """Draw all rows anew: what they show has changed."""
        self._drawn.clear()
        self.refresh()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self._count * self._height)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._measure()
        self.redraw()
        self._into_sight()

    def notify_style_update(self) -> None:
        """Another theme: draw anew."""
        self._drawn.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        row, line = divmod(y + self.scroll_offset.y, self._height)
        if row >= self._count or width <= 0:
            return Strip.blank(max(width, 0), self.rich_style)
        return self._row(row, width)[line]

    def _row(self, row: int, width: int) -> list[Strip]:
        here = row == self.highlighted
        key = (row, width, here, self.has_focus)
        strips = self._drawn.get(key)
        if strips is None:
            part = "line-list--highlighted" if here else "line-list--row"
            style = self.get_visual_style(part)
            strips = []
            for content in list(self.draw(row, width))[: self._height]:
                line = content.truncate(width, ellipsis=True)
                strips += Visual.to_strips(self, line, width, 1, style, pad=True)[:1]
            blank = Strip.blank(width, style.rich_style)
            strips += [blank] * (self._height - len(strips))
            self._drawn[key] = strips
            if len(self._drawn) > 2_000:
                self._drawn = {key: strips}
        return strips

    def on_unmount(self) -> None:
        """Hold nothing that was drawn."""
        self._drawn.clear()

    # --- moving ------------------------------------------------------------------------------------

    def watch_highlighted(self, _row: int | None) -> None:
        """Keep it in sight."""
        self._into_sight()
        self.refresh()

    def watch_has_focus(self, _focused: bool) -> None:
        """The row in hand looks otherwise in a list that is not."""
        super().watch_has_focus(_focused)
        self.refresh()

    def _into_sight(self) -> None:
        if self.highlighted is not None and self.is_mounted:
            top = self.highlighted * self._height
            region = Region(0, top, max(1, self.scrollable_content_region.width), self._height)
            self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def _go(self, row: int) -> None:
        if self._count:
            self.highlighted = max(0, min(self._count - 1, row))

    def action_move(self, rows: int) -> None:
        """Up or down."""
        self._go((self.highlighted or 0) + rows)

    def action_turn(self, pages: int) -> None:
        """A page up or down."""
        step = max(1, self.scrollable_content_region.height // self._height - 1)
        self._go((self.highlighted or 0) + pages * step)

    def action_first(self) -> None:
        """To the top."""
        self._go(0)

    def action_last(self) -> None:
        """To the end."""
        self._go(self._count - 1)

    def on_click(self, event: Click) -> None:
        """Take the row in hand; once in hand, choose it."""
        row = (event.y + self.scroll_offset.y) // self._height
        if row < self._count:
            self.highlighted = row
            self.post_message(self.Chosen(row))


class TextRows(LineList):
    """A list of lines of text."""

    def __init__(self, widget_id: str) -> None:
        super().__init__(widget_id)
        self._texts: Sequence[str] = ()

    def show(self, texts: Sequence[str]) -> None:
        """Show `texts`, a row each."""
        self._texts = texts
        self.show_rows(len(texts))

    def draw(self, row: int, width: int) -> Sequence[Content]:
        """One line of it."""
        from tui.text import plain

        # Far more than any terminal is wide; the rest would only be measured and cut.
        return [plain(self._texts[row][: width * 4])]
