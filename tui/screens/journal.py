"""The journal: what one person wrote for nobody else, by date and by search."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Select

from assistant.entry import Entry
from assistant.wording import MAX_QUESTION
from tui.action import Scope
from tui.actions import bindings_for
from tui.journal_listing import chosen, found, moods, newest_first, of_this_day, read_entries
from tui.journal_messages import EntriesRead, JournalChanged, MoodsRead, RowsFound
from tui.screens.journal_doings import JournalDoings
from tui.widgets.box import Box
from tui.widgets.entry_list import EntryList, Row
from tui.widgets.journal_filters import JournalChoices
from tui.widgets.journal_note import CapturedNote, JournalNote
from tui.widgets.line_list import LineList
from tui.widgets.mood_chart import MoodChart

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace

_FEW = 100
"""Changes that are put into the list one by one; after more, all is read anew."""


class JournalScreen(JournalDoings):
    """The list of entries, or those that were found; what is done with them stands in JournalDoings.

    No words are shown until an entry is opened: somebody may be looking over the shoulder.
    """

    PLACE = "journal"
    SCOPE = Scope.JOURNAL
    ABOUT = (
        "What you write here is sealed for you alone. The list shows no words until you open an entry "
        "or ask for first lines. Search goes by words and by meaning; #word asks for a tag."
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.JOURNAL)
    AUTO_FOCUS = "#entries"

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] | None = None
        self._rows: Sequence[Row] = ()
        self._titles = False
        self._this_day = False

    _listening: PairSpace | None = None
    """Whose changes are heard of."""
    _newest = ""
    """The entry kept a moment ago: it is to be in hand."""

    def compose_place(self) -> ComposeResult:
        """A word on how things stand, what was captured, the search box, the list, the picture."""
        yield JournalNote(id="journal-note")
        yield CapturedNote(id="captured")
        with Vertical(id="journal"):
            yield Box(
                placeholder="Search your journal  (/)",
                id="find",
                compact=True,
                max_length=MAX_QUESTION,
            )
            yield JournalChoices(id="choices")
            yield EntryList("entries")
            yield MoodChart(id="mood")

    def on_mount(self) -> None:
        """Follow the keys."""
        self.query_one("#mood").display = False
        self.query_one("#choices").display = False
        self.watch(self.app, "nobody", self.show_state, init=False)
        self.watch(self.app, "pair", self._pair_changed)

    def opened(self, workspace: Workspace) -> None:
        """The home is known now."""
        self.show_state()

    def on_screen_resume(self) -> None:
        """What day it is may have changed, and notes may have come."""
        self.show_state()
        if self._entries is not None:
            self.look_for_notes()

    # --- keys --------------------------------------------------------------------------------------

    def _pair_changed(self, pair: PairSpace | None) -> None:
        if pair is not None and pair is self._listening:
            return  # its passphrase was changed, or the partner came
        self._forget()
        self._listening = pair
        if pair is not None:
            pair.journal.changed.append(self._journal_changed)
            self._read(pair)
        self.show_state()

    def _read(self, pair: PairSpace) -> None:
        self.job("entries", read_entries)
        self.prepare_meaning(pair)

    def _journal_changed(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        # From whatever thread keeps an entry; the list itself is only touched on the screen's.
        self.post_message(JournalChanged(list(entries), list(gone)))

    def on_entries_read(self, message: EntriesRead) -> None:
        """Show them."""
        if message.pair is not self.vice_versa.pair:
            return
        self._entries = message.entries
        self.query_one(JournalChoices).offer_tags(message.tags)
        self.query_one(CapturedNote).show(message.captured, self.now())
        self._refresh()

    def on_journal_changed(self, message: JournalChanged) -> None:
        """Put in what was kept, and take out what is gone."""
        if self.vice_versa.pair is None or self._entries is None:
            return
        if len(message.entries) + len(message.gone) > _FEW:
            self.job("entries", read_entries)
            return
        changed = {entry.id for entry in message.entries} | set(message.gone)
        left = [entry for entry in self._entries if entry.id not in changed]
        for entry in message.entries:
            bisect.insort(left, entry, key=newest_first)
        self._entries = left
        if message.entries:
            self._newest = message.entries[-1].id
            self.prepare_again(self.vice_versa.pair)
        self._refresh()

    def _forget(self) -> None:
        """Let go of all that was shown of a journal."""
        self._entries, self._rows, self._titles, self._this_day = None, (), False, False
        self._prepared, self._newest = None, ""
        with self.prevent(Input.Changed, Select.Changed):
            self.query_one("#find", Input).value = ""
            choices = self.query_one(JournalChoices)
            choices.clear()
            choices.offer_tags([])
        self.query_one("#choices").display = False
        self.query_one(EntryList).show((), date.min, titles=False)
        self.query_one(CapturedNote).show([], None)
        self.query_one(MoodChart).clear()
        self._show_list()

    def on_unmount(self) -> None:
        """Hold nothing: locked elsewhere, the place is taken away."""
        self._entries, self._rows, self._prepared, self._listening = None, (), None, None

    def show_state(self) -> None:
        """Say how things stand, and show the list where there is one."""
        there = self.query_one(JournalNote).tell(self.vice_versa, self._entries)
        self.query_one("#journal").display = there
        self.refresh_bindings()

    # --- what is shown -----------------------------------------------------------------------------

    @on(Input.Changed, "#find")
    @on(Select.Changed)
    def _asked(self, _event: Input.Changed | Select.Changed) -> None:
        self.said = ""
        self._refresh()

    def _refresh(self) -> None:
        """Show what is asked for; the newest request wins."""
        entries = self._entries
        self.show_state()
        if entries is None:
            return
        from assistant.journal_search import JournalFilters

        today = self.now().date()
        query = self.query_one("#find", Input).value
        filters = self.query_one(JournalChoices).filters(today)
        if query.strip():
            self.job("list", lambda pair: found(pair, query, filters))
        elif self._this_day:
            self.job("list", lambda pair: of_this_day(pair, today))
        elif filters != JournalFilters():
            self.job("list", lambda _: chosen(entries, filters))
        else:
            self.job("list", lambda _: RowsFound([Row(entry) for entry in entries], ""))
        if self.query_one("#mood").display:
            self.job("moods", moods)

    def on_rows_found(self, message: RowsFound) -> None:
        """Show them, with the entry in hand still in hand where it is among them."""
        if self._entries is None:
            return
        shown = self.query_one(EntryList)
        in_hand = None if message.told else shown.in_hand
        wanted = self._newest or (in_hand.id if in_hand else "")
        self._newest = ""
        ids = (at for at, row in enumerate(message.rows) if row.entry.id == wanted)
        self._rows = message.rows
        self.query_one(JournalNote).counted = message.told
        shown.show(message.rows, self.now().date(), titles=self._titles, row=next(ids, 0))
        self.show_state()

    def on_moods_read(self, message: MoodsRead) -> None:
        """Draw them."""
        self.query_one(MoodChart).show(message.days if self._entries is not None else ())

    # --- moving ------------------------------------------------------------------------------------

    @property
    def _finding(self) -> bool:
        """Whether less than all entries are shown."""
        return bool(self.query_one(JournalNote).counted) or self._this_day

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done as things stand."""
        in_box = isinstance(self.focused, Input | Select)
        if action == "leave":
            shown = (self.query_one(part).display for part in ("#mood", "#choices"))
            return in_box or self._finding or any(shown)
        if action in self._own_actions:
            possible = self.possible(action, bool(self._entries), in_box=in_box)
            pictured = self.query_one("#mood").display
            if not possible or (action == "open" and (pictured or not self._rows)):
                return False
        return super().check_action(action, parameters)

    @on(LineList.Chosen)
    def _clicked(self, _message: LineList.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Read the entry in hand."""
        from tui.screens.entry import EntryScreen

        entry = self.query_one(EntryList).in_hand
        pair = self.vice_versa.pair
        if entry is not None and pair is not None and not self.query_one("#mood").display:
            self.said = ""
            self.app.push_screen(EntryScreen(pair, entry, self.now().date(), self.write))

    def action_find(self) -> None:
        """To the search box."""
        self.said = ""
        self._show_list()
        self.query_one("#find").focus()

    def action_filters(self) -> None:
        """Show the choices, and go to the first."""
        self.said = ""
        self._show_list()
        self.query_one("#choices").display = True
        self.call_after_refresh(self.query_one("#kind").focus)

    @on(Input.Submitted, "#find")
    def _to_list(self, _event: Input.Submitted | None = None) -> None:
        self._show_list()
        # Only what is shown takes the focus.
        self.call_after_refresh(self.query_one("#entries").focus)

    def _show_list(self) -> None:
        self.query_one("#mood").display = False
        self.query_one("#entries").display = True

    def action_leave(self) -> None:
        """From a box or the picture to the list; from what was found to all entries."""
        if isinstance(self.focused, Input | Select) or self.query_one("#mood").display:
            self._to_list()
        else:
            self.action_clear()

    def action_clear(self) -> None:
        """Show all entries again."""
        self.said = ""
        self._this_day = False
        with self.prevent(Input.Changed, Select.Changed):
            self.query_one("#find", Input).value = ""
            self.query_one(JournalChoices).clear()
        self.query_one("#choices").display = False
        self._to_list()
        self._refresh()

    def action_this_day(self) -> None:
        """Entries of this day in former months and years, or all again."""
        this_day = not self._this_day
        self.action_clear()
        self._this_day = this_day
        self._refresh()

    def action_titles(self) -> None:
        """Show or hide first lines."""
        self.said = ""
        self._titles = not self._titles
        shown = self.query_one(EntryList)
        today, row = self.now().date(), shown.highlighted or 0
        shown.show(self._rows, today, titles=self._titles, row=row)

    def action_mood(self) -> None:
        """The picture, or the list again."""
        self.said = ""
        picture = self.query_one(MoodChart)
        if picture.display:
            self._to_list()
            return
        picture.display = True
        self.query_one("#entries").display = False
        self.job("moods", moods)
        self.call_after_refresh(picture.focus)
