"""What is done in the journal's place: write, undo, let captured notes join, import, export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from assistant.clock import now
from assistant.entry import Entry
from assistant.errors import KNOWN
from assistant.wording import Side
from tui import jobs
from tui.journal_listing import read_captured, read_entries
from tui.journal_messages import CapturedRead, Done, MeaningProgress, NoteSettled, Refused
from tui.screens.place import PlaceScreen
from tui.screens.private import on_pair
from tui.widgets.journal_note import CapturedNote, JournalNote

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace


class JournalDoings(PlaceScreen):
    """A place over the open pair's journal. Whatever writes is a job."""

    def now(self) -> datetime:
        """The moment by the clock of the home."""
        return self.workspace.people.clock() if self.workspace is not None else now()

    def job(self, group: str, work: Callable[[PairSpace], Message]) -> None:
        """Do `work` on the open pair off the screen's thread; Trouble becomes Refused."""
        pair = self.vice_versa.pair
        if pair is not None:
            jobs.start(self, group, on_pair(pair, work))

    def on_done(self, message: Done) -> None:
        """Say so."""
        self.said = message.told

    def on_refused(self, message: Refused) -> None:
        """Say why not."""
        self.said = str(message.trouble)

    def possible(self, action: str, entries: bool, *, in_box: bool) -> bool:
        """Whether an action of the place can be done as things stand; `entries`: there are any."""
        app = self.vice_versa
        if action in {"begin", "open_journal"}:
            asked = "begin" if action == "begin" else "unlock"
            return app.workspace is not None and bool(app.check_action(asked, ()))
        if app.pair is None or in_box:
            return False
        if action in {"admit", "dismiss_note"}:
            return self.query_one(CapturedNote).opened
        return entries or action in {"write", "import", "undo"}

    # --- writing -----------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Write an entry, or go on with the draft of one."""
        self.write(None)

    def write(self, entry: Entry | None) -> None:
        """Open the page for a new entry, or to change `entry`; a draft of it is gone on with."""
        from assistant.journal_drafts import NEW
        from assistant.life.stage import stage_of
        from tui.screens.writing import WritingScreen

        pair, workspace = self.vice_versa.pair, self.workspace
        if pair is None or workspace is None or self._only_reading(pair):
            return
        draft = pair.journal.draft(entry.id if entry is not None else NEW)
        day = self.now().toordinal()
        stage = stage_of(pair.records.life, pair.moment()).stage

        def ask(number: int) -> str:
            questions = workspace.suggest_questions(
                side=Side(pair.me.role), stage=stage, limit=1, seed=day + number
            )
            return questions[0].text if questions else ""

        def written(told: str | None) -> None:
            self.vice_versa.told(told or "")

        self.said = ""
        page = WritingScreen(pair, self.now, ask, entry=entry, draft=draft)
        self.app.push_screen(page, written)

    def _only_reading(self, pair: PairSpace) -> bool:
        if pair.read_only:
            self.said = pair.why_read_only
        return pair.read_only

    def action_undo(self) -> None:
        """Undo the last change and say what that was."""
        self.job(
            "change", lambda pair: Done(pair.journal.undo() or "There is nothing to undo here.")
        )

    # --- captured while locked ---------------------------------------------------------------------

    def look_for_notes(self) -> None:
        """See whether a note was taken since, by a command beside this app."""
        self.job("captured", read_captured)

    def on_captured_read(self, message: CapturedRead) -> None:
        """Show what was taken."""
        if message.pair is self.vice_versa.pair:
            self.query_one(CapturedNote).show(message.captured, self.now())
            self.refresh_bindings()

    def action_admit(self) -> None:
        """Let the captured note join."""
        note = self.query_one(CapturedNote).note
        if note is None:
            return

        def admit(pair: PairSpace) -> Message:
            pair.admit_captured(note)
            return NoteSettled("It is an entry of your journal now.")

        self.job("change", admit)

    def action_dismiss_note(self) -> None:
        """Throw the captured note away, once that is confirmed."""
        from tui.screens.confirm import ConfirmModal

        note = self.query_one(CapturedNote).note
        if note is None:
            return

        def dismiss(pair: PairSpace) -> Message:
            pair.dismiss_captured(note)
            return NoteSettled("The note is thrown away.")

        def answered(yes: bool | None) -> None:
            if yes:
                self.job("change", dismiss)

        words = (
            "It was taken while your journal was locked, and is nowhere else. It cannot be undone."
        )
        self.app.push_screen(
            ConfirmModal("Throw this note away?", words, "Throw it away", "Keep it"), answered
        )

    def on_note_settled(self, message: NoteSettled) -> None:
        """A captured note joined or is gone; show the next."""
        self.said = message.told
        self.job("entries", read_entries)

    # --- in and out --------------------------------------------------------------------------------

    def action_import(self) -> None:
        """Import entries kept elsewhere."""
        from tui.screens.journal_import import ImportScreen

        pair = self.vice_versa.pair
        if pair is not None and not self._only_reading(pair):
            self.app.push_screen(ImportScreen(pair, self.now()), self._outcome)

    def action_export_journal(self) -> None:
        """Export all entries."""
        from tui.screens.journal_export import JournalExportScreen

        pair = self.vice_versa.pair
        if pair is not None:
            self.app.push_screen(JournalExportScreen(pair, self.now().date()), self._outcome)

    def _outcome(self, told: str | None) -> None:
        self.said = told or ""

    def action_begin(self) -> None:
        """Make the keys of a journal."""
        self.vice_versa.action_begin()

    def action_open_journal(self) -> None:
        """Ask for the passphrase."""
        self.vice_versa.action_unlock()

    # --- searching by meaning ----------------------------------------------------------------------

    _prepared: PairSpace | None = None
    """Whose search is prepared, or being so."""
    _preparing = False

    def on_mount(self) -> None:
        """The model may be there later than the keys."""
        self.watch(self.app, "model_state", self._model_told, init=False)

    def _model_told(self, _state: str) -> None:
        if self.vice_versa.pair is not None:
            self.prepare_meaning(self.vice_versa.pair)

    def on_meaning_progress(self, message: MeaningProgress) -> None:
        """Say how far it is."""
        self.query_one(JournalNote).preparing = message.told
        self._preparing = not message.ready
        self.show_state()

    def show_state(self) -> None:
        """Say how things stand."""

    def prepare_again(self, pair: PairSpace) -> None:
        """Have what was kept since searched by meaning too; a job under way sees to it anyway."""
        if self._prepared is pair and not self._preparing:
            self._prepared = None
            self.prepare_meaning(pair)

    def prepare_meaning(self, pair: PairSpace) -> None:
        """Have the journal searched by meaning once the model is there."""
        from assistant.workspace import Mode

        workspace = self.workspace
        if workspace is None or workspace.mode is not Mode.SEMANTIC or self._prepared is pair:
            return
        self._prepared, self._preparing = pair, True

        def tell(done: int, total: int) -> None:
            told = f"Preparing search by meaning: {done:,} of {total:,} entries"
            self.post_message(MeaningProgress(told))

        def prepare(pair: PairSpace) -> Message:
            try:
                notice = pair.search.search_by(workspace.library.open_encoder(), tell)
            except KNOWN:
                notice = "The journal is searched by words only: the language model failed."
            return MeaningProgress(notice, ready=True)

        jobs.start(self, "meaning", on_pair(pair, prepare))
