"""What the journal's jobs end in. Messages hold private text only as long as they are on their way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.entry import Entry
    from assistant.errors import Trouble
    from assistant.journal import Captured
    from assistant.journal_import import Import
    from assistant.pair_space import PairSpace
    from tui.widgets.entry_list import Row
    from tui.widgets.mood_chart import Days


class EntriesRead(Message):
    """All entries, newest first, their tags by frequency, and the notes taken while locked."""

    def __init__(
        self, pair: PairSpace, entries: list[Entry], tags: list[str], captured: list[Captured]
    ) -> None:
        super().__init__()
        self.pair = pair
        self.entries = entries
        self.tags = tags
        self.captured = captured


class CapturedRead(Message):
    """The notes taken while locked that wait, also those taken elsewhere since."""

    def __init__(self, pair: PairSpace, captured: list[Captured]) -> None:
        super().__init__()
        self.pair = pair
        self.captured = captured


class RowsFound(Message):
    """The rows to show; `told` says how they were found, "" where all are shown."""

    def __init__(self, rows: Sequence[Row], told: str) -> None:
        super().__init__()
        self.rows = rows
        self.told = told


class MoodsRead(Message):
    """The mood of each day that has one."""

    def __init__(self, days: Days) -> None:
        super().__init__()
        self.days = days


class JournalChanged(Message):
    """Entries were kept or are gone; sent from whatever thread did it."""

    def __init__(self, entries: Sequence[Entry], gone: Sequence[str]) -> None:
        super().__init__()
        self.entries = entries
        self.gone = gone


class MeaningProgress(Message):
    """How far the entries are prepared for searching by meaning; `ready` with the last word on it."""

    def __init__(self, told: str, *, ready: bool = False) -> None:
        super().__init__()
        self.told = told
        self.ready = ready


class Done(Message):
    """A change was made; what to say of it."""

    def __init__(self, told: str) -> None:
        super().__init__()
        self.told = told


class NoteSettled(Done):
    """A note taken while locked joined, or was thrown away."""


class Refused(Message):
    """It could not be done; nothing is lost."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self.trouble = trouble


class Abandoned(Message):
    """The journal was locked meanwhile: there is nobody to tell."""


class DraftKept(Message):
    """The words as they were after `change` changes are a draft."""

    def __init__(self, change: int, at: datetime) -> None:
        super().__init__()
        self.change = change
        self.at = at


class DraftGone(Message):
    """The draft was let go of."""


class EntryKept(Message):
    """The words as they were after `change` changes are an entry."""

    def __init__(self, change: int, at: datetime, entry: Entry) -> None:
        super().__init__()
        self.change = change
        self.at = at
        self.entry = entry


class VersionsRead(Message):
    """All versions of an entry, the first one first."""

    def __init__(self, versions: list[Entry]) -> None:
        super().__init__()
        self.versions = versions


class ImportRead(Message):
    """What would come in; `known` says how much more of it the journal has already, "" for nothing."""

    def __init__(self, found: Import, known: str = "") -> None:
        super().__init__()
        self.found = found
        self.known = known
