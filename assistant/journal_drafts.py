"""What is being written in a journal, and not kept yet: one new entry, and changes of others."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.entry import Draft, Entry
from assistant.errors import Trouble

if TYPE_CHECKING:
    from assistant.storage.drafts import Drafts

NEW = "new"
"""The name of the draft of an entry that is not there yet."""


class JournalDrafts:
    """Drafts by the id of the entry they change, or `NEW`. Writing raises ReadOnly and NotKept."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._left: set[str] = set()
        """What was to be erased, and the disk refused."""

    def get(self, name: str = NEW) -> Draft | None:
        """What was being written, if anything."""
        record = self._drafts.get(name)
        try:
            return None if record is None else Draft.model_validate(record)
        except ValidationError:
            return None

    def keep(self, draft: Draft) -> None:
        """Keep what is being written, or let go of it where nothing is."""
        record = draft.model_dump(mode="json") if draft.text.strip() else None
        self._drafts.put(draft.entry or NEW, record)

    def put_back(self, entry: Entry) -> None:
        """Make a new entry a draft again. Raises Trouble where something else is being written."""
        draft = entry.draft().model_copy(update={"entry": None})
        for writing in filter(None, (self.get(), self.get(entry.id))):
            same = {"entry": None, "at": writing.at or entry.at}
            if writing.model_copy(update=same) != draft:
                raise Trouble(
                    "Not undone",
                    "You are writing something else.",
                    "Keep it or let go of it first: the entry would become a draft again.",
                )
        self.keep(draft)

    def let_go(self, draft: Draft) -> str:
        """Let go of what was kept as an entry; a sentence where that was refused."""
        try:
            self._drafts.put(draft.entry or NEW, None)
        except Trouble as trouble:  # the entry is kept; a draft too many does no harm
            return trouble.detail
        return ""

    def erase(self, name: str) -> str:
        """Erase a draft; a sentence where that was refused. It is tried again at the end."""
        try:
            self._drafts.erase(name)
        except Trouble as trouble:
            self._left.add(name)
            return trouble.detail
        return ""

    def close(self) -> None:
        """Forget everything."""
        with contextlib.suppress(Trouble):
            for name in self._left:
                self._drafts.erase(name)
        self._drafts.close()
