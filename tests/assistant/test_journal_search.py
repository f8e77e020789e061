"""Searching a journal: by words and by meaning, following each change, its vectors sealed."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from assistant.entry import Draft, EntryKind
from assistant.journal_search import JournalFilters, Mode
from assistant.pair_space import PairSpace
from assistant.storage.keys import stanzas
from assistant.storage.troubles import NotKept
from tests.conftest import FakeEncoder
from tests.knowledge.refusals import files_limited_to
from tests.pairs import MadePair

TEXTS = ["Martin talked the whole hour", "The dashboard shows old numbers", "I was afraid to ask"]


@pytest.fixture
def mine(pair: MadePair) -> PairSpace:
    space = pair.open()
    space.journal.add_all([Draft(text=text) for text in TEXTS])
    return space


def found(space: PairSpace, query: str, **options: object) -> list[str]:
    return [hit.entry.text for hit in space.search.find(query, **options)]  # type: ignore[arg-type]


def vector_files(pair: MadePair) -> list[Path]:
    return sorted(pair.priya.private.glob("v-*"))


def test_words_find_entries_with_the_passage(mine: PairSpace) -> None:
    assert mine.search.mode is Mode.LEXICAL
    (hit,) = mine.search.find("numbers")
    assert (hit.entry.text, hit.passage) == (TEXTS[1], TEXTS[1])
    assert 0 < hit.score <= 1
    assert found(mine, "") == found(mine, "zebra") == []


def test_changes_are_followed(mine: PairSpace) -> None:
    assert found(mine, "afraid") == [TEXTS[2]]
    entry = mine.journal.keep(Draft(text="A new fear of elephants"))
    assert found(mine, "elephants") == ["A new fear of elephants"]
    mine.journal.keep(Draft(text="A new fear of mice", entry=entry.id))
    assert found(mine, "elephants") == []
    assert found(mine, "mice") == ["A new fear of mice"]
    mine.journal.undo()
    assert found(mine, "elephants") == ["A new fear of elephants"]
    mine.journal.erase(entry.id)
    assert found(mine, "elephants") == found(mine, "mice") == []


def test_meaning_finds_what_shares_no_word(mine: PairSpace, fake_encoder: FakeEncoder) -> None:
    told: list[tuple[int, int]] = []
    assert mine.search.search_by(fake_encoder, lambda *at: told.append(at)) == ""
    assert told[-1] == (3, 3)
    assert mine.search.mode is Mode.SEMANTIC
    assert found(mine, "the whole hour talked by Martin")[0] == TEXTS[0]


def test_vectors_are_kept_sealed_and_not_made_twice(
    mine: PairSpace, pair: MadePair, fake_encoder: FakeEncoder
) -> None:
    mine.search.search_by(fake_encoder)
    keys = mine._space.keys
    raw = [
        np.asarray(fake_encoder.encode([text])[0], dtype=kind)
        for text in TEXTS
        for kind in ("<f4", "<f2")
    ]
    for path in pair.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(row.tobytes()[:64] in data for row in raw)
            assert not any(base64.b64encode(row.tobytes())[:60] in data for row in raw)
    assert [stanzas(path.read_bytes()) for path in vector_files(pair)] == [["X25519"]] * len(
        vector_files(pair)
    )
    plain = keys.decrypt(vector_files(pair)[0].read_bytes(), "v")
    assert base64.b64encode(raw[1].tobytes())[:60] in plain
    mine.close()
    again, encoder = pair.open(), FakeEncoder()
    again.search.search_by(encoder)
    assert encoder.encoded == []
    assert found(again, "hour whole the talked")[0] == TEXTS[0]


def test_another_models_vectors_are_made_anew(mine: PairSpace, pair: MadePair) -> None:
    mine.search.search_by(FakeEncoder())
    mine.close()
    again, other = pair.open(), FakeEncoder("fake-2")
    again.search.search_by(other)
    assert sorted(other.encoded) == sorted(TEXTS)
    again.close()
    last, other = pair.open(), FakeEncoder("fake-2")
    last.search.search_by(other)
    assert other.encoded == []
    assert len(last._space.records("v")) == 3


def test_vectors_go_with_the_entry_even_if_nobody_searched(
    mine: PairSpace, pair: MadePair, fake_encoder: FakeEncoder
) -> None:
    mine.search.search_by(fake_encoder)
    mine.close()
    again = pair.open()
    gone = again.journal.entries[0]
    again.journal.erase(gone.id)
    keys = again._space.keys
    plain = [keys.decrypt(path.read_bytes(), "v") for path in vector_files(pair)]
    assert plain
    assert not any(gone.id.encode() in data for data in plain)
    assert len(again._space.records("v")) == 2


def test_vectors_of_a_changed_entry_are_of_its_new_text(
    mine: PairSpace, pair: MadePair, fake_encoder: FakeEncoder
) -> None:
    mine.search.search_by(fake_encoder)
    entry = mine.journal.entries[0]
    mine.journal.keep(Draft(text="Elephants never forget", entry=entry.id))
    mine.search.search_by(fake_encoder)
    assert found(mine, "forget never elephants")[0] == "Elephants never forget"
    mine.close()
    again, encoder = pair.open(), FakeEncoder()
    again.search.search_by(encoder)
    assert encoder.encoded == []
    assert len(again._space.records("v")) == 3


def test_vectors_of_a_text_that_changes_meanwhile_are_not_kept(
    mine: PairSpace, pair: MadePair, fake_encoder: FakeEncoder
) -> None:
    assert found(mine, "hour") == [TEXTS[0]]  # from here on search follows
    entry = mine.search.find("hour")[0].entry

    def between(*_: object) -> None:
        if not fake_encoder.encoded:
            mine.search.search_by(fake_encoder)

    mine.journal.changed.insert(
        0, between
    )  # the journal has the change, search has not heard of it
    mine.journal.keep(Draft(text="Elephants never forget", entry=entry.id))
    assert TEXTS[0] in fake_encoder.encoded
    mine.close()
    again, encoder = pair.open(), FakeEncoder()
    again.search.search_by(encoder)
    assert encoder.encoded == ["Elephants never forget"]
    assert found(again, "forget never elephants")[0] == "Elephants never forget"


class Meanwhile(FakeEncoder):
    """Another thread does something the moment that the key is first asked for."""

    def __init__(self, do: Callable[[], object]) -> None:
        self.doing = threading.Thread(target=do)
        super().__init__()

    @property
    def key(self) -> str:
        if self.doing.ident is None:
            self.doing.start()
            self.doing.join(0.5)  # where it has to wait, it is not waited for
        return "fake-1"

    @key.setter
    def key(self, key: str) -> None: ...


def test_kept_vectors_are_not_given_to_a_text_that_changes_meanwhile(
    mine: PairSpace, pair: MadePair, fake_encoder: FakeEncoder
) -> None:
    mine.search.search_by(fake_encoder)
    mine.close()
    again = pair.open()
    change = Draft(text="Elephants never forget", entry=again.search.find("hour")[0].entry.id)
    encoder = Meanwhile(lambda: again.journal.keep(change))
    again.search.search_by(encoder)
    encoder.doing.join(10)
    again.search.search_by(encoder)
    assert encoder.encoded == ["Elephants never forget"]


def test_an_entry_erased_while_its_vectors_are_kept_leaves_none(mine: PairSpace) -> None:
    gone = mine.journal.entries[0].id
    encoder = Meanwhile(lambda: mine.journal.erase(gone))
    mine.search.search_by(encoder)
    encoder.doing.join(10)
    assert len(mine.journal) == 2
    assert gone not in [record["entry"] for _, record in mine._space.records("v")]


def test_a_change_that_is_told_late_is_not_taken_for_the_newest(mine: PairSpace) -> None:
    assert found(mine, "hour") == [TEXTS[0]]
    entry = mine.search.find("hour")[0].entry

    def between(*_: object) -> None:
        if len(mine.journal.versions(entry.id)) == 2:
            mine.journal.keep(Draft(text="The second of two", entry=entry.id))

    mine.journal.changed.insert(0, between)
    mine.journal.keep(Draft(text="The first of them", entry=entry.id))
    assert found(mine, "second") == ["The second of two"]
    assert found(mine, "first") == []


def test_an_entry_without_vectors_is_found_by_words(
    mine: PairSpace, fake_encoder: FakeEncoder
) -> None:
    mine.search.search_by(fake_encoder)
    mine.journal.keep(Draft(text="Elephants never forget"))
    assert found(mine, "elephants")[0] == "Elephants never forget"


def test_a_full_disk_leaves_search_working(mine: PairSpace, fake_encoder: FakeEncoder) -> None:
    with files_limited_to(1_000):
        notice = mine.search.search_by(fake_encoder)
    assert "only kept in memory" in notice
    assert found(mine, "hour whole the talked")[0] == TEXTS[0]


def test_an_entry_whose_vectors_cannot_be_erased_stays(
    mine: PairSpace, fake_encoder: FakeEncoder
) -> None:
    mine.search.search_by(fake_encoder)
    entry = mine.journal.entries[0]
    with files_limited_to(1_000), pytest.raises(NotKept):
        mine.journal.erase(entry.id)
    assert mine.journal.get(entry.id) == entry
    assert found(mine, entry.text)[0] == entry.text


def test_filters_and_tags_narrow_it(pair: MadePair) -> None:
    mine = pair.open()
    for day, (kind, mood, tag) in enumerate(
        [
            (EntryKind.NOTE, 1, "work"),
            (EntryKind.REFLECTION, 4, "trust"),
            (EntryKind.NOTE, 4, "trust"),
        ],
        1,
    ):
        at = datetime(2026, 5, day, 12, tzinfo=UTC)
        mine.journal.keep(Draft(text=f"meeting {day}", kind=kind, mood=mood, tags=(tag,), at=at))
    by = JournalFilters
    assert len(found(mine, "meeting")) == 3
    assert set(found(mine, "meeting", filters=by(tags=("trust",)))) == {"meeting 2", "meeting 3"}
    assert found(mine, "meeting", filters=by(kind=EntryKind.NOTE, mood=4)) == ["meeting 3"]
    assert found(mine, "meeting", filters=by(until=date(2026, 5, 1))) == ["meeting 1"]
    assert found(mine, "meeting", filters=by(since=date(2027, 1, 1))) == []
    assert set(found(mine, "meeting #trust")) == {"meeting 2", "meeting 3"}
    assert found(mine, "#Trust") == ["meeting 3", "meeting 2"]
    assert found(mine, "#nothing") == []


def test_of_several_tags_all_are_asked_for(pair: MadePair) -> None:
    mine = pair.open()
    for tags in (("a",), ("b",), ("a", "b"), ("a", "b", "c")):
        mine.journal.keep(Draft(text=f"meeting {' '.join(tags)}", tags=tags))
    by = JournalFilters
    assert found(mine, "#a #b") == ["meeting a b c", "meeting a b"]
    assert set(found(mine, "#a meeting #B")) == {"meeting a b c", "meeting a b"}
    assert found(mine, "#a", filters=by(tags=("b",))) == ["meeting a b c", "meeting a b"]
    assert found(mine, "meeting #c", filters=by(tags=("a", "b"))) == ["meeting a b c"]
    assert found(mine, "#a #,") == found(mine, "#a")
    assert found(mine, "#,") == []


def test_searching_while_writing(mine: PairSpace, fake_encoder: FakeEncoder) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(30):
                entry = mine.journal.keep(Draft(text=f"elephant number {number}"))
                if number % 3 == 0:
                    mine.journal.erase(entry.id)
        except BaseException as error:
            failures.append(error)

    def search() -> None:
        try:
            mine.search.search_by(fake_encoder)
            for _ in range(60):
                found(mine, "elephant")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for work in (write, search, search)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert failures == []
    mine.search.search_by(fake_encoder)
    assert len(found(mine, "elephant", limit=50)) == 20
    assert len(mine._space.records("v")) == 23


def test_locked_it_knows_nothing(mine: PairSpace, fake_encoder: FakeEncoder) -> None:
    mine.search.search_by(fake_encoder)
    search = mine.search
    mine.close()
    assert search.find("numbers") == []
    assert search.mode is Mode.LEXICAL
