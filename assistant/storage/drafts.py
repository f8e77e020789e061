"""What is being written, kept every few seconds so that no crash and no lock loses it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.storage import files
from assistant.storage.keys import Keys
from assistant.storage.places import Places
from assistant.storage.segments import Header, opened, reader_of, sealed
from assistant.storage.troubles import (
    Damaged,
    Locked,
    NewerFormat,
    NewerWrote,
    ReadOnly,
    TooLarge,
)

_NAME = "draft"


class Drafts:
    """The drafts of one member, each under a name of its own, in one sealed file without former copies."""

    def __init__(
        self,
        places: Places,
        keys: Keys,
        *,
        writable: bool,
        refusal: type[ReadOnly] = ReadOnly,
    ) -> None:
        """Without `writable`, `refusal` is raised where something is to be kept."""
        self._places = places
        self._keys = keys
        self._writable = writable
        self._refusal = refusal
        self._lock = threading.Lock()
        self.notices: list[str] = []
        self._drafts = self._read()

    def _read(self) -> dict[str, dict[str, Any]]:
        what = self._path.name
        try:
            segment = opened(files.read(self._path), what, self._keys, self._keys.verifier)
        except FileNotFoundError:
            return {}
        except NewerFormat:
            self._hold_back()
            return {}
        except Damaged as trouble:
            self.notices.append(trouble.detail)
            if self._writable:
                files.set_aside(self._path)
            return {}
        if segment.header.name != _NAME:
            self.notices.append(f"{what} is something else than a draft.")
            return {}
        return {str(row.pop("draft", "")): row for row in segment.rows.values()}

    def _hold_back(self) -> None:
        self._writable = False
        self._refusal = NewerWrote
        self.notices.append("What you were writing was kept by a newer version of Vice Versa.")

    def get(self, name: str) -> dict[str, Any] | None:
        """What was being written under `name`, if anything."""
        return self._drafts.get(name)

    def names(self) -> list[str]:
        """The drafts there are."""
        return list(self._drafts)

    def put(self, name: str, draft: Mapping[str, Any] | None) -> None:
        """Keep a draft, or with None let go of it.

        Raises ReadOnly and NotKept, as TooLarge for more than all drafts together may be.
        """
        with self._lock:
            if self._drafts.get(name) == draft:
                return
            if not self._writable:
                raise self._refusal
            drafts = {**self._drafts, name: dict(draft or {})}
            if draft is None:
                del drafts[name]
            self._write(drafts)
            self._drafts = drafts

    def erase(self, name: str) -> None:
        """Let go of a draft, and of damaged files that may hold it too. Raises ReadOnly and NotKept."""
        self.put(name, None)
        with self._lock:
            if self._writable:
                files.erase_all(self._path.parent.glob(f"{self._path.name}.*"))

    def _write(self, drafts: Mapping[str, Mapping[str, Any]]) -> None:
        if not drafts:
            files.erase(self._path)
            return
        own = self._keys.recipient
        header = Header(self._places.space, self._places.writer, _NAME, 1, "", (reader_of(own),))
        rows = {
            str(number): {"draft": name, **draft}
            for number, (name, draft) in enumerate(drafts.items(), 1)
        }
        try:
            files.write(self._path, sealed(header, rows, self._keys, [own]), keep=0)
        except TooLarge:
            raise TooLarge(
                "All that you are writing, but have not kept, is too long to be saved together.",
                "What was saved before is as it was. Keep one of them, or let go of one.",
            ) from None

    def close(self) -> None:
        """Forget what was being written; the file stays."""
        with self._lock:
            self._drafts = {}
            self._writable = False
            self._refusal = Locked

    @property
    def _path(self) -> Path:
        return self._places.private / f"{_NAME}{files.SUFFIX}"
