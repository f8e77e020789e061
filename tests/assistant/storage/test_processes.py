"""Two processes, wrong passphrases, clocks set back, strange texts, many threads."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.entry import MAX_TEXT, Draft
from assistant.errors import Trouble
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.promotion import PrivateText, Promotion
from assistant.storage.records import Records
from assistant.storage.troubles import Locked, ReadOnly, WrongPassphrase
from assistant.wording import Side
from tests.assistant.storage.conftest import OpenStore
from tests.assistant.storage.steps import cheap_passphrases, collected, files_in, furnished_home
from tests.conftest import FakeEncoder
from tests.knowledge.refusals import mode_of
from tests.pairs import START, MadePair, Ticking

HOSTILE = (
    "plain \x00 NUL, \x1b[31mred\x1b[0m, \x1b]52;c;cGF3bmVk\x07clip, \x9b2J, "
    "[/] [bold]markup[/bold], \u202eright to left\u202c, שלום مرحبا, 👩🏽‍💻 🏳️‍🌈, \ud800 lone"
)


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    with collected():
        yield


@pytest.fixture
def other_process(pair: MadePair) -> Iterator[int]:
    """Another process that has Priya's journal open and wrote an entry; its id."""
    if sys.platform == "win32":
        pytest.skip("nothing can be forked there")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            space = pair.open()
            space.journal.keep(Draft(text="from the other process"))
            os.write(writing, b"open")
            signal.pause()
        finally:
            os._exit(1)
    os.close(writing)
    assert os.read(reading, 10) == b"open"
    os.close(reading)
    yield child
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def test_the_second_process_reads_and_is_told_why_it_cannot_write(
    pair: MadePair, other_process: int
) -> None:
    before = files_in(pair.home)
    second = pair.open()
    assert second.read_only
    assert "another window" in second.why_read_only
    assert [entry.text for entry in second.journal.entries] == ["from the other process"]
    entry = second.journal.entries[0]
    for write in (
        lambda: second.journal.keep(Draft(text="no")),
        lambda: second.journal.keep_draft(Draft(text="no")),
        lambda: second.journal.erase(entry.id),
        lambda: second.shared.add(Promotion(PrivateText("no")).confirmed()),
        lambda: second.set_passphrase("seven copper kettles whistle after midnight"),
    ):
        with pytest.raises(ReadOnly, match="open in another window"):
            write()
    second.search.search_by(FakeEncoder())
    assert [hit.entry for hit in second.search.find("process")] == [entry]
    second.close()
    assert files_in(pair.home) == before


def test_what_the_second_process_cannot_write_it_captures(
    pair: MadePair, other_process: int
) -> None:
    People(pair.home, Ticking()).capture(Draft(text="noted meanwhile"), pair.priya.writer)
    os.kill(other_process, signal.SIGKILL)
    os.waitpid(other_process, 0)
    space = pair.open()
    assert not space.read_only
    assert space.notices == []
    assert [entry.text for entry in space.journal.entries] == ["from the other process"]
    space.admit_captured(space.captured()[0])
    assert len(space.journal) == 2
    assert space.captured() == []
    space.close()


def test_what_is_locked_is_written_by_nobody(pair: MadePair) -> None:
    """A save that comes late must not begin the files anew."""
    space = pair.open()
    entry = space.journal.keep(Draft(text="stays"))
    journal, shared = space.journal, space.shared
    space.close()
    before = files_in(pair.home)
    for write in (
        lambda: journal.keep(Draft(text="late")),
        lambda: journal.keep_draft(Draft(text="late")),
        lambda: space.change_passphrase("a", "b"),
    ):
        with pytest.raises(Trouble):
            write()
    with pytest.raises((Trouble, AttributeError)):
        shared.add(Promotion(PrivateText("late")).confirmed())
    assert files_in(pair.home) == before
    again = pair.open()
    assert again.journal.entries == [entry]
    assert again.notices == []
    again.close()
    with pytest.raises(Locked, match="locked meanwhile"):
        journal.keep(Draft(text="late"))


def test_ten_wrong_passphrases_say_the_same_and_change_nothing(
    made_pair: MadePair, tmp_path: Path
) -> None:
    pair = furnished_home(made_pair, tmp_path / "home")
    with cheap_passphrases():  # Martin's as well: each is tried on both
        martin = pair.open(pair.martin)
        martin.set_passphrase("harbour violin amber thirty wooden clocks")
        martin.close()
    before = files_in(pair.home)
    said = set()
    for number in range(10):
        with pytest.raises(WrongPassphrase) as caught:
            People(pair.home).unlock(f"wrong {number}")
        said.add(str(caught.value))
    assert len(said) == 1
    assert "wrong" not in said.pop().lower().replace("wrong passphrase", "")
    assert files_in(pair.home) == before


def test_a_clock_that_is_set_back_confuses_nothing(pair: MadePair) -> None:
    later = START + timedelta(days=400)
    space = pair.open(clock=lambda: later)
    first = space.journal.keep(Draft(text="written in the future"))
    space.close()
    space = pair.open(clock=lambda: START)
    assert space.notices == []
    second = space.journal.keep(Draft(text="written now"))
    changed = space.journal.keep(Draft(text="changed now", entry=first.id))
    assert [one.text for one in space.journal.entries] == ["changed now", "written now"]
    assert changed.at == first.at
    assert [one.text for one in space.journal.versions(first.id)] == [
        "written in the future",
        "changed now",
    ]
    assert space.journal.on_this_day(START.date()) == []
    assert space.journal.on_this_day(date(2028, 1, 3)) == [second]
    space.close()
    again = pair.open()
    assert again.notices == []
    assert again.journal.get(first.id).text == "changed now"
    again.close()


def test_any_text_tag_and_name_comes_back_the_same_and_clean(home: Path) -> None:
    with cheap_passphrases():
        people = People(home, Ticking())
        made = people.new_pair(
            HOSTILE[:50], Side.MENTOR, HOSTILE[50:100], "seven copper kettles sing"
        )
        space = people.save(made)
    entry = space.journal.keep(
        Draft(text=HOSTILE, tags=(HOSTILE, "[/]", "\x1b[2J"), prompts=(HOSTILE,), session=HOSTILE)
    )
    space.journal.keep_draft(Draft(text=HOSTILE))
    people.capture(Draft(text=HOSTILE))
    keys = space._space.keys.text
    places = space._space.places
    space.close()
    space = MadePair(home, places, places, {places.writer: keys}, {}).open()
    assert space.journal.entries == [entry]
    draft = space.journal.draft()
    assert draft is not None
    told = [entry.text, draft.text, *entry.tags, *entry.prompts, entry.session or ""]
    told += [space.captured()[0].draft.text, space.me.name, space.partner]
    for text in told:
        assert not any(sign in text for sign in "\x00\x1b\x07\x9b\u202e\ud800")
    assert "[/] [bold]markup[/bold]" in entry.text
    assert "שלום مرحبا" in entry.text
    assert "👩🏽‍💻" in entry.text or "👩🏽" in entry.text
    assert "[/]" in entry.tags
    assert space.notices == []
    space.close()


def test_a_megabyte_is_kept_changed_and_erased(pair: MadePair) -> None:
    text = ("👋 a long day\n" * MAX_TEXT)[: MAX_TEXT - 1] + "."
    space = pair.open()
    entry = space.journal.keep(Draft(text=text))
    space.journal.keep_draft(Draft(text=text, entry=entry.id))
    space.journal.keep(Draft(text=text[::-1].strip(), entry=entry.id))
    space.close()
    space = pair.open()
    assert len(space.journal.versions(entry.id)[0].text) == MAX_TEXT
    space.journal.erase(entry.id)
    space.close()
    assert sum(len(data) for name, data in files_in(pair.home).items() if "/j-" in name) == 0


def test_threads_that_write_at_once_lose_nothing(pair: MadePair) -> None:
    """Saves, drafts, changes, vectors and reading, as jobs of the app do them."""
    space = pair.open()
    space.journal.add_all([Draft(text=f"there already {number}") for number in range(80)])
    begin = threading.Barrier(6)
    target = space.journal.entries[0].id

    def keep(who: int) -> None:
        begin.wait(30)
        for number in range(12):
            space.journal.keep(Draft(text=f"thread {who} entry {number}"))

    def change() -> None:
        begin.wait(30)
        for number in range(12):
            space.journal.keep(Draft(text=f"version {number}", entry=target))
            space.journal.keep_draft(Draft(text=f"draft {number}"))

    def search() -> None:
        begin.wait(30)
        assert space.search.search_by(FakeEncoder()) == ""
        for _ in range(12):
            space.search.find("thread entry")

    def read() -> None:
        begin.wait(30)
        for _ in range(40):
            assert all(entry.text for entry in space.journal.entries)

    with ThreadPoolExecutor(6) as pool:
        work = [pool.submit(keep, 1), pool.submit(keep, 2), pool.submit(keep, 3)]
        work += [pool.submit(change), pool.submit(search), pool.submit(read)]
        for one in work:
            one.result(60)
    expected = sorted(entry.text for entry in space.journal.entries)
    assert len(expected) == 80 + 36
    assert len(space.journal.versions(target)) == 13
    space.close()
    again = pair.open()
    assert sorted(entry.text for entry in again.journal.entries) == expected
    again.search.search_by(FakeEncoder())
    assert again.notices == []
    again.close()


def test_locking_while_a_thread_writes_leaves_whole_files(pair: MadePair) -> None:
    for _ in range(5):
        space = pair.open()
        kept: list[str] = []
        begun = threading.Event()

        def write(
            space: PairSpace = space, kept: list[str] = kept, begun: threading.Event = begun
        ) -> None:
            try:
                for number in range(1000):
                    kept.append(space.journal.keep(Draft(text=f"number {number}")).id)
                    begun.set()
            except Trouble:
                return

        writer = threading.Thread(target=write)
        writer.start()
        assert begun.wait(30)
        space.close()
        writer.join(30)
        assert not writer.is_alive()
        again = pair.open()
        assert set(kept) <= {entry.id for entry in again.journal.entries}
        assert again.notices == []
        again.close()


def test_moments_before_and_after_any_clock_are_kept(pair: MadePair) -> None:
    space = pair.open()
    for at in (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)):
        space.journal.keep(Draft(text=f"in {at.year}", at=at))
    space.close()
    again = pair.open()
    assert [entry.text for entry in again.journal.entries] == ["in 9999", "in 1"]
    again.close()


def test_two_kinds_written_at_once_share_one_head(open_store: OpenStore) -> None:
    """The journal is saved while its vectors are kept by a job."""
    store = open_store()
    begin = threading.Barrier(4)

    def add(kind: str) -> None:
        records = Records(store, kind)
        begin.wait(30)
        for number in range(25):
            records.add({"text": number})

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(add, kind) for kind in ("j", "v", "w", "x")]:
            one.result(60)
    assert store.sequence == 100
    again = open_store()
    for kind in ("v", "w", "x"):
        again.load(kind)
    assert [len(segment.rows) for segment in again.segments.values()] == [25] * 4
    assert again.notices == []


def test_a_home_that_may_not_be_written_says_so(pair: MadePair) -> None:
    pair.priya.lock.unlink()
    with mode_of(pair.priya.state, 0o500):
        opened = pair.open()
        assert opened.read_only
        assert "the system lets nothing be written" in opened.why_read_only
        with pytest.raises(ReadOnly, match="the system lets nothing be written"):
            opened.journal.keep(Draft(text="no"))
        opened.close()
    again = pair.open()
    assert not again.read_only
    again.close()
