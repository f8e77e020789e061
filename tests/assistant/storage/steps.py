"""What is done to a journal, one step of the system at a time: stopped, refused, or killed there."""

from __future__ import annotations

import contextlib
import errno
import gc
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.entry import Draft
from assistant.pair_space import PairSpace
from assistant.promotion import PrivateText, Promotion
from tests.conftest import FakeEncoder
from tests.pairs import PRIYA, MadePair, Ticking

OTHER = "seven copper kettles whistle after midnight"
_CALLS = (
    (tempfile, "mkstemp"),
    (os, "fsync"),
    (os, "chmod"),
    (os, "link"),
    (os, "replace"),
    (os, "rename"),
    (os, "unlink"),
    (os, "mkdir"),
)
"""All that changes a disk: each call is a step."""


@dataclass
class Steps:
    """How many steps were taken; `reached` is called before the one at which something happens."""

    reached: Callable[[int], None]
    taken: int = 0


@contextlib.contextmanager
def stepping(reached: Callable[[int], None]) -> Iterator[Steps]:
    """Count the steps, from 1, and call `reached` with the number of each before it is taken."""
    steps = Steps(reached)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **named: Any) -> Any:
            steps.taken += 1
            steps.reached(steps.taken)
            return call(*arguments, **named)

        return step

    with pytest.MonkeyPatch.context() as patch:
        for module, name in _CALLS:
            patch.setattr(module, name, counted(getattr(module, name)))
        yield steps


def refuse_from(first: int) -> Callable[[int], None]:
    """From step `first` on nothing may be written, as on a disk that went read-only."""

    def reached(number: int) -> None:
        if number >= first:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    return reached


def refuse_only(one: int) -> Callable[[int], None]:
    """Step `one` fails, as for want of room, and those after it do not."""

    def reached(number: int) -> None:
        if number == one:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return reached


def killed_at(one: int) -> Callable[[int], None]:
    """The process ends before step `one`, without a word."""

    def reached(number: int) -> None:
        if number == one:
            os.kill(os.getpid(), signal.SIGKILL)

    return reached


# --- what is done ----------------------------------------------------------------------------------


def _keep(space: PairSpace) -> None:
    space.journal.keep(Draft(text="new words", mood=3))


def _edit(space: PairSpace) -> None:
    first = space.journal.entries[-1]
    if first.text != "changed":
        space.journal.keep(Draft(text="changed", entry=first.id))


def _erase(space: PairSpace) -> None:
    for entry in space.journal.entries:
        if entry.text == "second":
            space.journal.erase(entry.id)


def _erase_all(space: PairSpace) -> None:
    for entry in space.journal.entries:
        space.journal.erase(entry.id)


def _draft(space: PairSpace) -> None:
    space.journal.keep_draft(Draft(text="half a thought, and more"))


def _add_many(space: PairSpace) -> None:
    if len(space.journal) < 10:
        space.journal.add_all([Draft(text=f"many {number}") for number in range(300)])


def _admit_captured(space: PairSpace) -> None:
    for note in space.captured():
        space.admit_captured(note)


def _share(space: PairSpace) -> None:
    space.shared.add(Promotion(PrivateText("a line to share")).confirmed())


def _search(space: PairSpace) -> None:
    space.search.search_by(FakeEncoder())


def _admit(space: PairSpace) -> None:
    for newcomer in space.waiting:
        space.admit(newcomer)
    if not space._space.shared.resealed:
        space._space.shared.reseal()


def _passphrase(space: PairSpace) -> None:
    space.set_passphrase(OTHER)


DONE: dict[str, Callable[[PairSpace], None]] = {
    "keep": _keep,
    "edit": _edit,
    "erase": _erase,
    "erase all": _erase_all,
    "draft": _draft,
    "add many": _add_many,
    "admit captured": _admit_captured,
    "share": _share,
    "search": _search,
    "passphrase": _passphrase,
}


def furnish(pair: MadePair) -> None:
    """Put a little of everything into Priya's journal."""
    space = pair.open()
    for text in ("first", "second", "third"):
        space.journal.keep(Draft(text=text, tags=("tag",)))
    space.journal.keep_draft(Draft(text="half a thought"))
    space.search.search_by(FakeEncoder())
    space.shared.add(Promotion(PrivateText("shared before")).confirmed())
    people_of(pair).capture(Draft(text="captured"), member=pair.priya.writer)
    space.close()


def furnished_home(made: MadePair, folder: Path) -> MadePair:
    """A copy of the pair in `folder` with something of everything, its passphrase cheap to try."""
    pair = made.copied(folder)
    with cheap_passphrases():
        space = pair.open()
        space.set_passphrase(PRIYA)
        space.close()
    furnish(pair)
    return pair


def people_of(pair: MadePair) -> Any:
    """The people of the pair's home."""
    from assistant.people import People

    return People(pair.home, Ticking())


def told(space: PairSpace) -> dict[str, Any]:
    """All that a space holds, without ids and times, part by part."""
    journal = space.journal
    draft = journal.draft()
    return {
        "entries": sorted(
            tuple(one.text for one in journal.versions(entry.id)) for entry in journal.entries
        ),
        "draft": draft and draft.text,
        "captured": sorted(note.draft.text for note in space.captured()),
        "shared": sorted(note.text for note in space.shared.notes),
        "members": [member.name for member in space._space.members],
    }


def searched(space: PairSpace) -> set[str]:
    """The texts that a search by words finds, with one word of each entry that `furnish` wrote."""
    return {hit.entry.text for hit in space.search.find("first second third changed captured")}


def phrases(pair: MadePair) -> list[str]:
    """Which of the two passphrases opens Priya's keys."""
    from assistant.storage.identity_files import keys_by_passphrase
    from assistant.storage.troubles import WrongPassphrase

    found = []
    for phrase in (PRIYA, OTHER):
        with contextlib.suppress(WrongPassphrase):
            keys_by_passphrase(pair.priya, phrase)
            found.append(phrase)
    return found


@contextlib.contextmanager
def cheap_passphrases() -> Iterator[None]:
    """Passphrases that cost an eighth; only what they are written with changes."""
    import functools

    from assistant.storage import identity_files
    from assistant.storage.passphrase import wrap

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity_files, "wrap", functools.cache(functools.partial(wrap, log_n=15)))
        yield


@contextlib.contextmanager
def collected() -> Iterator[None]:
    """Closing a space collects garbage: here not among all that the tests have loaded, each time."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def files_in(folder: Path) -> dict[str, bytes]:
    """What stands in a folder, by path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
