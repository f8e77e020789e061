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
        if len(edit.text) > 1 and not self._fits(edit.text):
            self.post_message(self.Full())
            edit.text = ""
            edit.to_location = edit.from_location
        edit.text = clean(edit.text.encode("utf-8", "replace").decode())
        return super().edit(edit)

    def _fits(self, text: str) -> bool:
        # Only what is pasted can be much at once; each key need not count the whole text.
        return len(text) + len(self.text) <= self._most

    def put(self, text: str) -> None:
        """Show `text`; what could be undone is forgotten."""
        self.load_text(clean(text))

    def forget(self) -> None:
        """Drop the text and what could be undone or redone."""
        self.load_text("")
        self.history.clear()
