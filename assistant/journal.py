"""One person's journal: entries with all their versions, drafts, and what was captured while locked."""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.clock import Clock
from assistant.entry import ID, Draft, Entry, why_not
from assistant.errors import Trouble, wrong_usage
from assistant.journal_drafts import NEW, JournalDrafts
from assistant.journal_records import entry_of, record_of
from assistant.storage.uncollected import uncollected

if TYPE_CHECKING:
    from assistant.storage.drafts import Drafts
    from assistant.storage.records import Place, Records

_LEAST_ID = 4


@dataclass(frozen=True)
class Captured:
    """A note taken while the journal was locked."""

    path: Path
    draft: Draft


class Journal:
    """Entries, newest first. Every version stays until the entry is erased.

    Methods may be called from several threads. Those that write raise ReadOnly and NotKept; the journal
    then is what it was.
    """

    def __init__(
        self, records: Records, drafts: Drafts, clock: Clock, discard: Callable[[str], None]
    ) -> None:
        """`discard` removes the file in which the captured note of this id came, if it is still there."""
        self._records = records
        self._discard = discard
        self._drafts = JournalDrafts(drafts)
        self._clock = clock
        self._lock = threading.RLock()
        self._places: dict[str, list[tuple[int, Place]]] = {}
        self._entries: dict[str, Entry] = {}
        self._undo: list[tuple[str, Callable[[], None]]] = []
        self.notices: list[str] = [*drafts.notices]
        self.changed: list[Callable[[Iterable[Entry], Iterable[str]], None]] = []
        """Called with entries as they are now, and the ids of those that are gone."""
        self._read_again()

    def _read(self) -> None:
        unread = 0
        for place, record in self._records:
            try:
                entry = entry_of(record)
            except (KeyError, TypeError, ValueError):
                unread += 1
                continue
            self._places.setdefault(entry.id, []).append((entry.edits, place))
            known = self._entries.get(entry.id)
            if known is None or entry.edits >= known.edits:
                self._entries[entry.id] = entry
        records = "1 record" if unread == 1 else f"{unread:,} records"
        notice = f"{records} of the journal could not be understood."
        if unread and notice not in self.notices:
            self.notices.append(notice)

    def _read_again(self) -> None:
        """What is known is what is kept: at the beginning, and after a refusal, however far it came."""
        self._places.clear()
        self._entries.clear()
        with uncollected():
            self._read()

    # --- reading -----------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> list[Entry]:
        """All entries as they stand, by the moment they tell of, newest first."""
        with self._lock:
            found = list(self._entries.values())
        found.sort(key=lambda entry: (entry.at, entry.kept, entry.id), reverse=True)
        return found

    @property
    def by_id(self) -> dict[str, Entry]:
        """All entries as they stand, by their ids."""
        with self._lock:
            return dict(self._entries)

    def get(self, entry_id: str) -> Entry:
        """The entry of this id, or of the only id that begins so; Trouble where there is none."""
        entry = self._entries.get(entry_id)
        if entry is not None:
            return entry
        begun = entry_id.lower()
        long = len(begun) >= _LEAST_ID
        found = [one for one in self.entries if long and one.id.startswith(begun)]
        if len(found) == 1:
            return found[0]
        detail = "Several entries begin so." if found else "There is no entry of that id."
        raise wrong_usage(detail, "`viceversa journal list` shows the ids.")

    def versions(self, entry_id: str) -> list[Entry]:
        """All versions of an entry, the first one first."""
        with self._lock:
            places = sorted(self._places[self.get(entry_id).id])
            return [entry_of(self._records.get(place)) for _, place in places]

    def on_this_day(self, today: date) -> list[Entry]:
        """Entries of this day of the year in earlier years, and of this day of earlier months."""
        return [
            entry for entry in self.entries if entry.at.date() < today and entry.at.day == today.day
        ]

    def tags(self) -> Counter[str]:
        """How many entries have each tag."""
        return Counter(tag for entry in self.entries for tag in entry.tags)

    def moods(self) -> list[tuple[date, float]]:
        """The mean mood of each day that has one, oldest first."""
        days: dict[date, list[int]] = {}
        for entry in reversed(self.entries):
            if entry.mood is not None:
                days.setdefault(entry.at.date(), []).append(entry.mood)
        return [(day, sum(moods) / len(moods)) for day, moods in sorted(days.items())]

    # --- writing -----------------------------------------------------------------------------------

    def keep(self, draft: Draft) -> Entry:
        """Keep what was written as a new entry, or as a new version of the one it changes.

        Its draft is let go of. Raises Trouble where nothing is written, besides ReadOnly and NotKept.
        """
        entry = self._add([draft])[0]
        left = self._drafts.let_go(draft)
        self.notices += [left] if left else []
        former = self.versions(entry.id)[-2] if entry.edits else None
        undone = "The change is undone."
        taken_back = "The entry is taken back; it is a draft again."
        told = undone if former else taken_back
        self._undo.append((told, lambda: self._take_back(entry, former)))
        return entry

    def add_all(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Keep many new entries at once, as after an import. Undone, all are gone."""
        entries = self._add(drafts)
        ids = [entry.id for entry in entries]
        told = "1 entry is gone" if len(ids) == 1 else f"{len(ids):,} entries are gone"
        self._undo.append((f"{told} again.", lambda: self._erase(ids)))
        return entries

    def _add(self, drafts: Sequence[Draft]) -> list[Entry]:
        entries = self._kept(drafts)
        self._tell(entries, [])
        return entries

    def _kept(self, drafts: Sequence[Draft], captured: str | None = None) -> list[Entry]:
        with self._lock:
            entries = [self._next(draft, captured) for draft in drafts]
            try:
                places = self._records.add_all([record_of(entry) for entry in entries])
            except Trouble:
                self._read_again()
                raise
            for entry, place in zip(entries, places, strict=True):
                self._places.setdefault(entry.id, []).append((entry.edits, place))
                self._entries[entry.id] = entry
            return entries

    def _next(self, draft: Draft, captured: str | None) -> Entry:
        if not draft.text.strip():
            raise wrong_usage("There is nothing to keep: the entry is empty.", "Write a few words.")
        moment = self._clock()
        former = self.get(draft.entry) if draft.entry else None
        fields = {name: getattr(draft, name) for name in Draft.model_fields}
        fields["at"] = draft.at or (former.at if former else moment)
        fields |= {
            "id": former.id if former else captured or secrets.token_hex(8),
            "entry": None,
            "version": secrets.token_hex(8),
            "kept": moment,
            "edits": former.edits + 1 if former else 0,
            "captured": former.captured if former else captured is not None,
        }
        try:
            return Entry.model_validate(fields)
        except ValidationError as error:
            reason = why_not(error)
        raise wrong_usage(f"It cannot be kept: its {reason}.", "Shorten it, then keep it again.")

    def erase(self, entry_id: str) -> str:
        """Erase an entry with all its versions and its draft; says what may still hold it."""
        entry = self.get(entry_id)
        if entry.captured:
            self._discard(entry.id)  # first, or it would be offered again
        self._erase([entry.id])
        self._undo.clear()  # it would hold the text
        left = self._drafts.erase(entry.id)
        but = (
            f" Only what you were writing of it is not: {left} Locking tries again." if left else ""
        )
        return (
            "It is gone from every file here, with its versions, its draft and what search knew of it."
            f"{but} Copies made by a backup or a synchronised folder may still hold it, sealed."
        )

    def _erase(self, ids: Iterable[str]) -> None:
        with self._lock:
            ids = [one for one in ids if one in self._places]
            places = [place for one in ids for _, place in self._places[one]]
        try:
            self._tell([], ids)  # first: what search keeps must not outlive the text
            self._records.erase(places)
        except Trouble:
            with self._lock:
                self._read_again()
                left = [self._entries[one] for one in ids if one in self._entries]
            self._tell(left, [])
            raise
        with self._lock:
            for one in ids:
                del self._places[one], self._entries[one]
        self._tell([], ids)  # again: search may have begun to read meanwhile

    def undo(self) -> str:
        """Undo the last change and say what that was; "" where there is nothing to undo."""
        if not self._undo:
            return ""
        told, undo = self._undo[-1]
        undo()
        self._undo.pop()
        return told

    def _take_back(self, entry: Entry, former: Entry | None) -> None:
        if entry.id not in self._entries:
            return
        if former is None:
            self._drafts.put_back(entry)
            self._erase([entry.id])
        else:
            self._add([former.draft()])

    def _tell(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        for hear in self.changed:
            hear(entries, gone)

    # --- drafts ------------------------------------------------------------------------------------

    def draft(self, entry_id: str = NEW) -> Draft | None:
        """What was being written: a new entry, or the change of one."""
        return self._drafts.get(entry_id)

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being written, or let go of it where nothing is."""
        self._drafts.keep(draft)

    # --- captured while locked ---------------------------------------------------------------------

    def admit(self, captured: Captured) -> Entry:
        """Let a captured note join, marked as such, once. Its file is to be discarded then."""
        with self._lock:
            known = self.admitted(captured.path)
            if known is not None:
                return known
            # Anybody could have left it: it is an entry of its own, never a change of another.
            draft = captured.draft.model_copy(update={"entry": None})
            entry_id = captured.path.stem
            free = ID.fullmatch(entry_id) is not None and entry_id not in self._entries
            (entry,) = self._kept([draft], captured=entry_id if free else "")
        self._tell([entry], [])  # without the lock: whoever hears it may wait for another who reads
        return entry

    def admitted(self, path: Path) -> Entry | None:
        """The entry that the captured note at `path` has become, if its file was left behind."""
        entry = self._entries.get(path.stem)
        return entry if entry is not None and entry.captured else None

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._places.clear()
            self._undo.clear()
            self.changed.clear()
            self._drafts.close()
