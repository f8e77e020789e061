"""One entry of the journal and its versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from assistant.entry import Entry
from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_days import hour, whole_day
from tui.journal_messages import Done, Refused, VersionsRead
from tui.screens.place import PlaceScreen
from tui.screens.private import PrivateScreen
from tui.text import lines, plain, said
from tui.widgets.entry_text import PART, facts_of, parts_of, rendered

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace

_WAITING = "A change of this is not finished: e goes on with it."


class EntryScreen(PrivateScreen[None], PlaceScreen):
    """An entry as it stands, or an earlier version of it; Esc leads back to the list."""

    PLACE = "journal"
    SCOPE = Scope.ENTRY
    ABOUT = (
        "One entry, which only you can read. Every version stays until you erase the entry. Sharing a "
        "line copies it to what the two of you share, without a trace of where it stood."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.ENTRY)
    AUTO_FOCUS = "#entry"

    def __init__(
        self, pair: PairSpace, entry: Entry, today: date, write: Callable[[Entry], None]
    ) -> None:
        """`write` opens the page on which an entry is changed."""
        super().__init__(pair)
        self.entry: Entry | None = entry
        self._today = today
        self._write = write
        self._versions: list[Entry] = []
        self._shown = -1
        self._part = 0

    def compose_place(self) -> ComposeResult:
        """Facts and words."""
        with VerticalScroll(id="entry"):
            yield Static(id="entry-facts")
            yield Static(id="entry-text")
            yield Static(id="entry-part")

    def on_screen_resume(self) -> None:
        """Show it as it stands now; it may have been changed in front of this screen."""
        if self.pair is None or self.entry is None:
            return
        entry = self.pair.journal.by_id.get(self.entry.id)
        if entry is None:
            self.entry = None
            self.dismiss()
        elif entry.version != self.entry.version or not self._versions:
            self.entry, self._versions, self._shown, self._part = entry, [], -1, 0
            self._show()

    # --- showing -----------------------------------------------------------------------------------

    @property
    def _now(self) -> Entry | None:
        return self._versions[self._shown] if self._versions else self.entry

    def _show(self) -> None:
        entry = self._now
        if entry is None:
            return
        facts = facts_of(entry, self._today)
        if self._versions and self._shown != len(self._versions) - 1:
            told = (
                f"Version {self._shown + 1} of {len(self._versions)}, as kept on "
                f"{whole_day(entry.kept.date())}, {hour(entry.kept)}; v goes on"
            )
            facts.insert(0, said("[$accent]$told[/]", told=told))
        parts = parts_of(entry.text)
        if self.pair is not None and self.pair.journal.draft(entry.id) is not None:
            facts.append(said("[$accent]$waits[/]", waits=_WAITING))
        self._part = min(self._part, len(parts) - 1)
        self.query_one("#entry-facts", Static).update(lines(*facts))
        self.query_one("#entry-text", Static).update(rendered(parts[self._part]))
        told = f"Part {self._part + 1} of {len(parts)} · n next · b before"
        self.query_one("#entry-part", Static).update(plain(told if len(parts) > 1 else ""))
        self.query_one("#entry").scroll_home(animate=False)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what there is something to do with."""
        if action == "versions":
            return self.entry is not None and self.entry.edits > 0
        if action == "part":
            return self.entry is not None and len(self.entry.text) > PART
        return super().check_action(action, parameters)

    def action_part(self, way: int) -> None:
        """Another part of a long entry."""
        self._part = max(0, self._part + way)
        self._show()

    def action_versions(self) -> None:
        """The version before; before the first one the newest again."""
        if self._versions:
            self._shown = (self._shown - 1) % len(self._versions)
            self._part = 0
            self._show()
        elif self.entry is not None:
            entry_id = self.entry.id
            self.job("versions", lambda pair: VersionsRead(pair.journal.versions(entry_id)))

    def on_versions_read(self, message: VersionsRead) -> None:
        """Show the one before the newest."""
        if self.entry is not None and len(message.versions) > 1:
            self._versions, self._shown, self._part = message.versions, len(message.versions) - 2, 0
            self._show()

    # --- doing -------------------------------------------------------------------------------------

    def action_edit(self) -> None:
        """Change it, as it stands now."""
        if self._may_write() and self.entry is not None:
            self._write(self.entry)

    def action_promote(self) -> None:
        """Share a line of what is shown."""
        from tui.screens.promote import PromoteScreen

        entry = self._now
        if self._may_write() and entry is not None and self.pair is not None:
            self.app.push_screen(PromoteScreen(self.pair, entry.text, self._today), self._told)

    def action_copy(self) -> None:
        """Copy what is shown; the app says what that means."""
        entry = self._now
        if entry is not None:
            self.app.copy_to_clipboard(entry.text)

    def action_erase(self) -> None:
        """Erase it for good, once that is confirmed."""
        from tui.screens.confirm import ConfirmModal

        if not self._may_write() or self.entry is None:
            return
        entry_id, versions = self.entry.id, self.entry.edits + 1
        what = "this entry" if versions == 1 else f"this entry and its {versions:,} versions"
        words = (
            f"It erases {what}, its draft, and what search knows of it, from every file here. It cannot "
            "be undone. A backup, or the history of a synchronised folder, may keep a sealed copy."
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.job("change", lambda pair: Done(pair.journal.erase(entry_id)))

        self.app.push_screen(
            ConfirmModal("Erase for good?", words, "Erase it", "Keep it"), answered
        )

    def on_done(self, message: Done) -> None:
        """It is erased: back to the list, which says so."""
        self.forget()
        self.vice_versa.pop_screen()
        self.vice_versa.told(message.told)

    def on_refused(self, message: Refused) -> None:
        """Say why not; the entry is as it was."""
        self.said = str(message.trouble)

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss()

    def _may_write(self) -> bool:
        if self.pair is not None and self.pair.read_only:
            self.said = self.pair.why_read_only
            return False
        return True

    def _told(self, told: str | None) -> None:
        self.said = told or ""

    def forget(self) -> None:
        """Drop the words."""
        self.entry, self._versions = None, []
        for part in ("#entry-facts", "#entry-text", "#entry-part"):
            self.query_one(part, Static).update("")

    def on_unmount(self) -> None:
        """Keep nothing."""
        self.entry, self._versions = None, []
