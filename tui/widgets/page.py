"""The page one writes on: soft lines, no colours, nothing in it that a terminal would obey."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from assistant.entry import MAX_TEXT
from assistant.wording import clean


class Page(TextArea):
    """A text area whose typed and pasted text is cleaned, and no longer than an entry may be."""

    class Full(Message):
        """Something did not fit any more."""

    def __init__(self, widget_id: str, *, most: int = MAX_TEXT) -> None:
        super().__init__(id=widget_id, soft_wrap=True, show_line_numbers=False, compact=True)
        self.highlight_cursor_line = False
        self._most = most

    def edit(self, edit: Edit) -> EditResult:
        """Put in what people can read, and nothing where it would be too long."""
        if len(edit.text) <= self._most:  # far more than fits would only take long to clean
            edit.text = clean(edit.text.encode("utf-8", "replace").decode())
        if edit.text and not self._fits(edit):
            self.post_message(self.Full())
            edit.text = ""
            edit.to_location = edit.from_location
        return super().edit(edit)

    def _fits(self, edit: Edit) -> bool:
        # Each key asks: lines are counted where they stand, rather than put together to one text.
        lines = self.document.lines
        there = sum(map(len, lines)) + len(lines) - 1
        replaced = len(self.get_text_range(edit.from_location, edit.to_location))
        return there - replaced + len(edit.text) <= self._most

    def on_resize(self) -> None:
        """Keep in sight where one writes."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def put(self, text: str) -> None:
        """Show `text`; what could be undone is forgotten."""
        self.load_text(clean(text))

    def forget(self) -> None:
        """Drop the text and what could be undone or redone."""
        self.load_text("")
        self.history.clear()
