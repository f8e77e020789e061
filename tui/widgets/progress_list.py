"""The one column of Progress: its rows, one of them in hand."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.widgets.progress_rows import Row, rows, section
from tui.widgets.progress_seen import SECTIONS, Seen

_LEAST = 20


class ProgressList(OptionList, inherit_bindings=False):
    """Rows of Progress. Enter is the place's: it shows its key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "up", show=False),
        Binding("down", "cursor_down", "down", show=False),
        Binding("pageup", "page_up", "page up", show=False),
        Binding("pagedown", "page_down", "page down", show=False),
        Binding("home", "first", "first", show=False),
        Binding("end", "last", "last", show=False),
    ]

    _seen: Seen | None = None
    _unfolded: frozenset[str] = frozenset()
    _width = 0

    # --- what is shown -----------------------------------------------------------------------------

    def show(self, seen: Seen, wanted: str = "", *, unfold: bool = False) -> None:
        """Show this, with `wanted` in hand, or else what was in hand, or what stands there now.

        With `unfold` the part that it is folded away in is shown whole.
        """
        at, held, top = self.highlighted or 0, self.in_hand, self.scroll_offset.y
        self._seen, self._width = seen, self.content_size.width
        found = self._rows(seen)
        if unfold and all(row.key != wanted for row in found):
            self._unfolded |= _parts(seen, wanted)
            found = self._rows(seen)
        self.clear_options()
        self.add_options(
            Option(row.content, id=row.key or None, disabled=not row.key) for row in found
        )
        keys = [row.key for row in found]
        place = next((keys.index(key) for key in (wanted, held) if key and key in keys), None)
        self.scroll_to(y=top, animate=False, immediate=True)
        self._take(at if place is None else place)
        self.call_after_refresh(self.on_resize)  # it may have been hidden, and have had no size

    def _rows(self, seen: Seen) -> list[Row]:
        return rows(seen, self._unfolded, max(_LEAST, self._width - 2))

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self._seen, self._unfolded = None, frozenset()
        self.clear_options()

    def fold(self, name: str) -> None:
        """Show a part whole, or its beginning again."""
        if self._seen is not None:
            self._unfolded ^= {name}
            self.show(self._seen)

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self._seen is not None and self._width != self.content_size.width:
            self.show(self._seen)

    # --- what is in hand ---------------------------------------------------------------------------

    @property
    def in_hand(self) -> str:
        """The key of the row in hand, "" for none."""
        at = self.highlighted
        found = self.get_option_at_index(at).id if at is not None else None
        return found or ""

    def take(self, key: str) -> bool:
        """Take a row in hand, if it is there or folded away; whether it is."""
        if not self._has(key) and self._seen is not None and _parts(self._seen, key):
            self.show(self._seen, key, unfold=True)
        there = self._has(key)
        if there:
            self._take(self.get_option_index(key))
        return there

    def _has(self, key: str) -> bool:
        return any(option.id == key for option in self.options)

    def _take(self, at: int) -> None:
        """Take the row there in hand, or the next above that can be."""
        at = min(at, self.option_count - 1)
        while at > 0 and self.get_option_at_index(at).disabled:
            at -= 1
        self.highlighted = at if at >= 0 else None

    def to_section(self, way: int) -> None:
        """To the next section, or to the one before; from inside one first to its heading."""
        keys = [option.id or "" for option in self.options]
        headings = [keys.index(section(name)) for name in SECTIONS if section(name) in keys]
        at = self.highlighted or 0
        beyond = [one for one in headings if (one > at if way > 0 else one < at)]
        if beyond:
            self.highlighted = beyond[0 if way > 0 else -1]
            self.scroll_to_highlight(top=True)


def _parts(seen: Seen, key: str) -> frozenset[str]:
    """The part that a goal may be folded away in; none for what is no goal."""
    goal = seen.goal(key)
    if goal is None:
        return frozenset()
    return frozenset({f"goals-{goal.side.value}" if goal.open else "ended"})
