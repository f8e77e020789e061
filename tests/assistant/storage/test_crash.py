"""A program that is killed, at random moments and at each step: what was acknowledged is there."""

from __future__ import annotations

import itertools
import json
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.entry import Draft
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.storage.store import Folder
from assistant.wording import Side
from tests.assistant.storage.conftest import OpenStore
from tests.assistant.storage.steps import (
    DONE,
    OTHER,
    _admit,
    cheap_passphrases,
    collected,
    files_in,
    furnished_home,
    killed_at,
    phrases,
    stepping,
    told,
)
from tests.pairs import MARTIN, PRIYA, MadePair, Ticking

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked there")
KILLS = 200
MIXED = 60


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Start a process that does `work` with the writing end of a pipe; its id and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        work(writing)
    finally:
        os._exit(1)


def ended(child: int) -> int:
    """How a process ended: minus the signal, or its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_after(child: int, reading: int, delay: float) -> list[Any]:
    """Kill `child` some time after its first line; the whole lines it had written, as JSON."""
    try:
        assert select.select([reading], [], [], 30)[0], "it never began"
        time.sleep(delay)  # the moment of the kill is what is tried
        os.kill(child, signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL
        said = b"".join(iter(lambda: os.read(reading, 65536), b""))
    finally:
        os.close(reading)
    return [json.loads(line) for line in said.split(b"\n")[:-1]]


def keeping(pair: MadePair, start: int) -> Callable[[int], None]:
    def work(out: int) -> None:
        space = pair.open()
        for number in itertools.count(start):
            text = f"entry {number} " + "and so on " * (number % 40)
            entry = space.journal.keep(Draft(text=text))
            os.write(out, json.dumps([entry.id, entry.text]).encode() + b"\n")

    return work


def test_every_acknowledged_entry_is_there_after_each_of_two_hundred_kills(pair: MadePair) -> None:
    chance = random.Random(5)
    acknowledged: dict[str, str] = {}
    for kill in range(KILLS):
        child, reading = forked(keeping(pair, kill * 1000))
        lines = killed_after(child, reading, chance.uniform(0, 0.03))
        assert lines
        acknowledged.update(dict(lines))
        space = pair.open()
        found = {entry.id: entry.text for entry in space.journal.entries}
        assert acknowledged.items() <= found.items()
        assert len(found) <= len(acknowledged) + kill + 1  # one at most was under way at each
        assert space.notices == []
        assert not space.read_only
        if kill % 2:  # every other time it is killed as it stands, without a clean end between
            space.close()
        else:
            space._space.lock.release()
    assert len(acknowledged) >= KILLS
    left = [path for path in pair.home.rglob(".new-*") if path.parent == pair.priya.private]
    assert left == []


# --- changing, erasing, drafts -----------------------------------------------------------------------


def mixing(pair: MadePair, seed: int) -> Callable[[int], None]:
    """Writes, changes, erases and drafts; says before each what it is going to do, and after that it did."""

    def work(out: int) -> None:
        def say(*line: Any) -> None:
            os.write(out, json.dumps(line).encode() + b"\n")

        space = pair.open()
        chance = random.Random(seed)
        for number in itertools.count():
            text = f"{seed}.{number}"
            entries = space.journal.entries
            what = chance.choice(["keep", "change", "erase", "draft"]) if entries else "keep"
            subject = chance.choice(entries).id if entries else ""
            say("going", what, subject, text)
            if what == "keep":
                subject = space.journal.keep(Draft(text=text)).id
            elif what == "change":
                space.journal.keep(Draft(text=text, entry=subject))
            elif what == "erase":
                space.journal.erase(subject)
            else:
                space.journal.keep_draft(Draft(text=text))
            say("done", what, subject, text)

    return work


def test_what_was_under_way_is_as_before_or_done_and_all_else_is_there(pair: MadePair) -> None:
    chance = random.Random(7)
    known: dict[str, str] = {}
    draft: str | None = None
    for kill in range(MIXED):
        child, reading = forked(mixing(pair, kill))
        lines = killed_after(child, reading, chance.uniform(0, 0.03))
        for state, what, subject, text in lines:
            if state == "done" and what in {"keep", "change"}:
                known[subject] = text
            elif state == "done" and what == "erase":
                del known[subject]
            elif state == "done":
                draft = text
            if state == "done" and what == "keep":
                draft = None
        state, what, subject, text = lines[-1]
        going = (what, subject, text) if state == "going" else ("", "", "")
        space = pair.open()
        assert space.notices == []
        found = {entry.id: entry.text for entry in space.journal.entries}
        match going:
            case ("keep", _, text):
                new = found.keys() - known.keys()
                assert {found.pop(one) for one in new} <= {text}
            case ("change", subject, text):
                assert found[subject] in {known[subject], text}
                found[subject] = known[subject]
            case ("erase", subject, _):
                found.setdefault(subject, known[subject])
        assert found == known
        kept = space.journal.draft()
        assert (kept.text if kept else None) in {
            draft,
            going[2] if going[0] == "draft" else draft,
        } | ({None} if going[0] == "keep" else set())
        known = {entry.id: entry.text for entry in space.journal.entries}
        draft = kept.text if kept else None
        space.close()


# --- at each step --------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    with collected():
        yield


@pytest.fixture(scope="module")
def furnished(made_pair: MadePair, tmp_path_factory: pytest.TempPathFactory) -> MadePair:
    return furnished_home(made_pair, tmp_path_factory.mktemp("furnished"))


def each_step(
    fresh: Callable[[], MadePair], do: Callable[[PairSpace], None], stride: int = 1
) -> Iterator[tuple[MadePair, bool]]:
    """A pair in whose space `do` was killed before its first step, its second, ..., and once done."""
    for step in range(1, 300, stride):
        pair = fresh()

        def work(out: int, pair: MadePair = pair, step: int = step) -> None:
            space = pair.open()
            with stepping(killed_at(step)):
                do(space)
            os.write(out, b"done")

        child, reading = forked(work)
        done = os.read(reading, 10) == b"done"
        os.close(reading)
        assert ended(child) == (1 if done else -signal.SIGKILL)
        yield pair, done
        if done:
            return
    raise AssertionError("it never ended")


@pytest.mark.parametrize("name", ["keep", "edit", "erase", "draft", "admit captured", "share"])
def test_killed_at_any_step_each_part_is_as_before_or_as_after(
    name: str, furnished: MadePair, home: Path
) -> None:
    def fresh() -> MadePair:
        shutil.rmtree(home, ignore_errors=True)
        return furnished.copied(home)

    do = DONE[name]
    space = fresh().open()
    before = told(space)
    do(space)
    after = told(space)
    space.close()
    assert before != after
    for pair, done in each_step(fresh, do, stride=1 if name in {"keep", "draft"} else 2):
        space = pair.open()
        found = told(space)
        assert space.notices == []
        for part, value in found.items():
            assert value == after[part] or (not done and value == before[part]), part
        if "captured" in before["captured"] and name == "admit captured":
            texts = [versions[-1] for versions in found["entries"]] + found["captured"]
            assert texts.count("captured") == 1
        do(space)  # it goes on with the same home
        assert space.notices == []
        space.close()
        again = pair.open()
        assert again.notices == []
        again.close()


def test_killed_while_the_last_entries_are_erased_nothing_alarms(
    furnished: MadePair, home: Path
) -> None:
    def fresh() -> MadePair:
        shutil.rmtree(home, ignore_errors=True)
        return furnished.copied(home)

    for pair, done in each_step(fresh, DONE["erase all"], stride=7):
        space = pair.open()
        assert space.notices == []
        assert {one.text for one in space.journal.entries} <= {"first", "second", "third"}
        assert not (done and space.journal.entries)
        DONE["erase all"](space)
        space.journal.keep(Draft(text="a new beginning"))
        space.close()
        again = pair.open()
        assert [one.text for one in again.journal.entries] == ["a new beginning"]
        assert again.notices == []
        again.close()


def test_killed_while_the_passphrase_changes_the_old_or_the_new_one_opens(
    furnished: MadePair, home: Path
) -> None:
    def fresh() -> MadePair:
        shutil.rmtree(home, ignore_errors=True)
        return furnished.copied(home)

    with cheap_passphrases():
        space = fresh().open()
        space.set_passphrase(OTHER)  # made once: what is tried is how it is written
        space.close()
        for pair, done in each_step(fresh, DONE["passphrase"], stride=2):
            opens = phrases(pair)
            assert opens
            assert not done or opens == [OTHER]


def test_killed_while_a_newcomer_is_let_in_it_goes_on(home: Path) -> None:
    with cheap_passphrases():
        people = People(home, Ticking())
        founder = people.save(people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA))
        DONE["share"](founder)
        coming = people.join("Martin", MARTIN)
        keys = {  # closing drops them
            founder._space.places.writer: founder._space.keys.text,
            coming.places.writer: coming.keys.text,
        }
        people.save(coming).close()
    places = founder._space.places
    founder.close()
    before = files_in(home)

    def fresh() -> MadePair:
        shutil.rmtree(home)
        for name, data in before.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)
        return MadePair(home, places, coming.places, keys, {})

    for pair, done in each_step(fresh, _admit, stride=3):
        space = pair.open()
        assert space.notices == []
        assert space.complete or (space.waiting and not done)
        if space.waiting:
            _admit(space)
        assert space._space.shared.resealed
        space.close()
        newcomer = pair.open(pair.martin)
        assert newcomer.notices == []
        assert [note.text for note in newcomer.shared.notes] == ["a line to share"]
        newcomer.close()


def test_what_was_written_just_before_a_crash_is_in_the_next_head(
    open_store: OpenStore, folder: Folder
) -> None:
    """Also of a kind that is not read before something else is written."""
    rows = {"1": {"text": "words"}}
    store = open_store()
    store.write("j-0001", rows)
    head = (folder.path / "head.age").read_bytes()
    store.write("j-0002", rows)
    store.write("v-0001", rows)
    for left in (head, None):
        os.utime(folder.path / "head.age", ns=(0, 0))
        if left is None:
            for path in folder.path.glob("head.age*"):
                path.unlink()
        else:
            (folder.path / "head.age").write_bytes(left)
            os.utime(folder.path / "head.age", ns=(0, 0))
        store = open_store()
        store.write("j-0001", {**rows, "2": {"text": "more"}})
        again = open_store()
        again.load("v")
        assert set(again.segments) == {"j-0001", "j-0002", "v-0001"}
        assert again.notices == []
        sequences = [segment.header.sequence for segment in again.segments.values()]
        assert len(set(sequences)) == 3


def test_a_head_that_cannot_be_written_costs_nothing(open_store: OpenStore, folder: Folder) -> None:
    rows = {"1": {"text": "words"}}
    store = open_store()
    store.write("j-0001", rows)
    (folder.path / "head.age").unlink()
    for number in (1, 2):
        (folder.path / f"head.age.{number}").unlink(missing_ok=True)
    (folder.path / "head.age").mkdir()  # nothing can be put in its place
    (folder.path / "head.age" / "inside").write_bytes(b"")
    store.write("j-0002", rows)
    store.close()
    shutil.rmtree(folder.path / "head.age")
    again = open_store()
    assert set(again.segments) == {"j-0001", "j-0002"}
