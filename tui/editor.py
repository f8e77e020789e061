"""The page that `viceversa journal add` opens at a terminal: nothing of it stays in the window."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Footer, Static

from assistant.errors import Trouble
from tui.guarded import GuardedApp
from tui.idle import Idle, IdleWatch
from tui.text import plain
from tui.theme import DARK
from tui.widgets.page import Page

Keep = Callable[[str], object]
"""Keeps the words, as an entry or as a draft; raises Trouble."""
_LOSE = "This is kept nowhere. Esc again leaves and loses it; Ctrl+S keeps it."


class Editor(GuardedApp):
    """Ends once `keep` has kept the words, or where its writer left.

    What cannot be kept stays on the page, and the reason is told. With `keep_draft` words are kept while they are written, and the editor leaves by itself when
    nobody has touched it for as long as `watch` says, or the computer slept. `before` are the words of
    a draft to go on with.
    """

    TITLE = "Vice Versa"
    ENABLE_COMMAND_PALETTE = False
    AUTOSAVE_SECONDS: ClassVar[float] = 3.0
    CSS = """
    Screen { background: $background; color: $foreground; }
    #head, #told { height: 1; padding: 0 1; color: $quiet; }
    #told { height: auto; min-height: 1; max-height: 4; }
    #page { height: 1fr; padding: 0 1; }
    Footer { background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "Keep", priority=True),
        Binding("escape", "leave", "Leave", priority=True),
        Binding("ctrl+q", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        keep: Keep,
        keep_draft: Keep | None = None,
        before: str = "",
        watch: IdleWatch | None = None,
    ) -> None:
        super().__init__()
        self.kept = False
        """Whether the words were kept, as more than a draft."""
        self.drafted = bool(before)
        """Whether a draft of it stays."""
        self._keep = keep
        self._keep_draft = keep_draft
        self._before = self._drafted_text = before
        self._watch = watch or IdleWatch()
        self._page = Page("page")
        self._timer: Timer | None = None
        self._warned = ""
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        """What it is, the page, what happened, the keys."""
        yield Static(plain("PRIVATE · an entry that only you will ever read"), id="head")
        yield self._page
        yield Static(id="told")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Go on with the draft there is, and watch whether anybody is here."""
        self.be_quiet()
        self._page.put(self._before)
        self._page.move_cursor(self._page.document.end)
        self._page.focus()
        if self._before:
            self._tell("Your draft is back.")
        self.set_interval(1.0, self.look)
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
                    asyncio.get_running_loop().add_signal_handler(
                        number, partial(self.exit, return_code=128 + number)
                    )

    def _tell(self, words: str) -> None:
        self.query_one("#told", Static).update(plain(words))

    # --- keeping -----------------------------------------------------------------------------------

    @on(Page.Changed)
    def _touched(self) -> None:
        if self._keep_draft is not None and self._timer is None:
            self._timer = self.set_timer(self.AUTOSAVE_SECONDS, self._autosave)

    def _autosave(self) -> None:
        self._timer = None
        if self._draft_is_kept() and self._page.text.strip():
            self._tell("Draft kept.")

    def _draft_is_kept(self) -> bool:
        """Keep the draft, if there are words that it has not; False where that could not be."""
        if self.kept:  # a draft of it would come back as if it were another entry
            return True
        if self._keep_draft is None:
            return not self._page.text.strip()
        text = self._page.text
        if text != self._drafted_text:
            try:
                self._keep_draft(text)
            except Trouble as trouble:
                self._tell(str(trouble))
                return False
            self._drafted_text = text
        self.drafted = bool(text.strip())
        return True

    def action_keep(self) -> None:
        """Keep the words and end; where that cannot be, say why and stay."""
        self._page.call_later(self._keep_and_end)  # once the page has what was typed before the key

    def _keep_and_end(self) -> None:
        if not self._page.text.strip():
            self._tell("There is nothing to keep yet. Write a few words.")
            return
        if self.kept:
            return
        try:
            self._keep(self._page.text)
        except Trouble as trouble:
            self._tell(str(trouble))
            return
        self.kept = True
        self.exit()

    def action_leave(self) -> None:
        """End without an entry; where no draft can be kept of it, only when asked twice."""
        self._page.call_later(self._leave)

    def _leave(self) -> None:
        if self._draft_is_kept() or self._warned == self._page.text:
            self.exit()
            return
        self._warned = self._page.text
        if self._keep_draft is None:
            self._tell(_LOSE)

    def before_leaving(self) -> None:
        """Whatever ends it, the draft is kept where it can be."""
        self._draft_is_kept()

    # --- whether somebody is here --------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """A key, a click or a paste: somebody is here."""
        if isinstance(event, (events.Key, events.MouseEvent, events.Paste)):
            self._watch.touch()
            self._page.visible = True
        await super().on_event(event)

    def look(self) -> None:
        """Hide the page where nobody has touched it for long, then leave with the draft kept."""
        due = self._watch.look()
        if due in {Idle.LOCK, Idle.SLEPT} and self._keep_draft and self._draft_is_kept():
            self.exit()
        elif due is not Idle.NOTHING:
            self._page.visible = False

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the page only: terminals and clipboard managers keep what they are given."""
        self._clipboard = text


def written(
    keep: Keep, keep_draft: Keep | None = None, before: str = "", idle_minutes: int = 5
) -> None:
    """Have somebody write on the page until `keep` has kept it. Raises Trouble where they leave before.

    The arguments are as for `Editor`. Ends the program where a defect or a signal ended the page.
    """
    watch = IdleWatch()
    watch.after = 60.0 * idle_minutes
    editor = Editor(keep, keep_draft, before, watch)
    try:
        editor.run()
    finally:
        editor.before_leaving()
    if editor.return_code != 0:
        sys.exit(editor.return_code or 1)
    if not editor.kept:
        stays = "Its draft is kept; `journal add` and the app go on with it."
        raise Trouble("Not kept", "No entry was made.", stays if editor.drafted else "")
