"""What a member shares with the pair: the store of the folder that they alone write."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import reason_of
from assistant.storage import files
from assistant.storage.folder import Folder, OtherReaders
from assistant.storage.store import HEAD, SegmentStore
from assistant.storage.troubles import (
    Damaged,
    NewerFormat,
    NewerWrote,
    ReadersUnknown,
    ReadOnly,
    SharedUnusable,
)

if TYPE_CHECKING:
    from assistant.storage.keys import Keys
    from assistant.storage.marks import Marks
    from assistant.storage.places import Places

SHARED = "s"
"""With what the names of its segments begin."""


def own_shared_store(
    places: Places,
    keys: Keys,
    marks: Marks,
    readers: Sequence[str],
    *,
    refusal: type[ReadOnly] | None,
) -> SegmentStore:
    """The open store of what the member of `places` shares with `readers`, age recipients.

    With `refusal` nothing may be written. Nor may it where files are for others than `readers`: what
    is written over their head would have them left out once it is known again who may read them.
    """
    path = places.shared / places.writer
    folder = Folder(path, places.space, places.writer, keys.verifier, tuple(readers))
    store = SegmentStore(folder, keys, marks, refusal is None, refusal=refusal or ReadOnly)
    if refusal in {NewerWrote, SharedUnusable}:  # nobody can tell who may read it
        return store
    store.open()
    store.load(SHARED)
    if store.writable and _holds_others(store):
        store.writable = False
        store.refusal = ReadersUnknown
    return store


def unusable(places: Places) -> str:
    """Why the pair's folder must not be used, in a sentence; "" where it may.

    A link there may lead to private files, which would then be sealed for two.
    """
    for path in (places.shared.parent, places.shared, places.shared / places.writer):
        try:
            if stat.S_ISLNK(path.lstat().st_mode):
                return f"{path.name} in the folder of what you share is a link, and is left alone."
            with os.scandir(path) as listed:
                next(listed, None)
        except FileNotFoundError:
            continue
        except OSError as error:
            return f"The folder of what you share cannot be looked into ({reason_of(error)})."
    return ""


def _holds_others(store: SegmentStore) -> bool:
    """Whether the head, or what of it could not be read, is for others than may read the folder."""
    for name in (HEAD, *store.lost):
        for path in store.folder.files_of(name):
            try:
                store.folder.checked(files.read(path), name, path.name, store.keys)
            except OtherReaders:
                return True
            except (Damaged, NewerFormat, FileNotFoundError):
                continue
    return False
