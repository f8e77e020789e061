"""Search over records that come and go: the same as a collection made at once, and nothing is left."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import document_extracts, growing_store, growing_vectors
from knowledge import growing as module
from knowledge.collection import Collection, Found
from knowledge.document_text import read_text
from knowledge.growing import GrowingCollection, Record, passages_of, texts_of
from knowledge.passage_store import PassageStore
from knowledge.passages import Entry, Passage, PassageKind
from tests.conftest import PROJECT, FakeEncoder

RECORDS = [
    Record("promise", "Keep small promises."),
    Record("bread", "Bread and butter."),
    Record("listen", "Listen before you answer.\n\nSilence is an answer."),
]
LONG = " ".join(f"Sentence {number} speaks of patience." for number in range(300))


def collection(records: Sequence[Record] = RECORDS, *, meaning: bool = False) -> GrowingCollection:
    found = GrowingCollection()
    found.put(records)
    if meaning:
        found.search_by(FakeEncoder())
        while found.encode():
            pass
    return found


def at_once(texts: dict[str, list[str]]) -> Collection:
    """The same texts in a collection that does not change."""
    return Collection(
        PassageStore.in_memory(
            [
                Entry(item, [Passage(item, PassageKind.TEXT, None, None, text) for text in own])
                for item, own in texts.items()
            ]
        )
    )


def ids(hits: list[Found]) -> list[str]:
    return [hit.id for hit in hits]


def image(found: GrowingCollection) -> bytes:
    """The database as it lies in memory."""
    return found._store._words._database.connection.serialize()


@pytest.fixture
def closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few records are enough to fill a block, a batch, and to be moved together."""
    monkeypatch.setattr(growing_store, "LEAST_DEAD", 3)
    monkeypatch.setattr(growing_vectors, "BLOCK", 4)
    monkeypatch.setattr(module, "_TOGETHER", 4)


words = st.sampled_from(
    [
        "trust",
        "promise",
        "promised",
        "promising",
        "mentor",
        "listen",
        "bread",
        "Größe",
        "naïve",
        "it's",
        "the",
        "漢字",
    ]
)
paragraph = st.lists(words, min_size=1, max_size=90).map(" ".join)
body = st.one_of(
    st.lists(paragraph, max_size=3).map("\n\n".join),
    st.text(max_size=30),
    st.sampled_from(["", "\x00", "🙂", "a\x00b trust", "\ud800 trust"]),
)
record = st.builds(Record, st.sampled_from("abcdefgh"), body)
step = st.one_of(
    st.lists(record, min_size=1, max_size=9), st.sets(st.sampled_from("abcdefghz"), min_size=1)
)


@pytest.mark.usefixtures("closely")
def test_after_any_changes_the_same_is_found_as_in_a_collection_made_at_once() -> None:
    @settings(deadline=None, max_examples=60)
    @given(st.lists(step, max_size=12), st.lists(words, min_size=1, max_size=3).map(" ".join))
    def holds(steps: list[Any], query: str) -> None:
        texts: dict[str, list[str]] = {}
        found, words_only = GrowingCollection(), GrowingCollection()
        found.search_by(FakeEncoder())
        for change in steps:
            for own in (found, words_only):
                if isinstance(change, set):
                    own.remove(change)
                else:
                    own.put(change)
            if isinstance(change, set):
                for item in change:
                    texts.pop(item, None)
            else:
                _put(texts, change)
            found.encode()
            words_only.find("promi", typing=True)  # so that its vocabulary must keep up
        while found.encode():
            pass
        assert len(found) == len(texts)
        assert set(found._store.ids) == set(texts)
        reference = at_once(texts)
        _same(words_only.find(query, 99), reference.find(query, 99))
        reference.search_by(FakeEncoder())
        _same(found.find(query, 99), reference.find(query, 99))
        typed = reference._ranker
        typed.meaning = None
        places = typed.rank(query[:-1], typing=True).places
        assert ids(words_only.find(query[:-1], 99, typing=True)) == [
            reference.store.ids[place] for place in places
        ]
        for item, own in texts.items():
            np.testing.assert_array_equal(found.vectors_of(item), FakeEncoder().encode(own))

    holds()


def _put(texts: dict[str, list[str]], records: list[Record]) -> None:
    for start in range(0, len(records), 4):
        some = {record.id: texts_of(record) for record in records[start : start + 4]}
        for item, own in some.items():
            if texts.get(item) != own:
                texts.pop(item, None)
                if own:
                    texts[item] = own


def _same(hits: list[Found], expected: list[Found]) -> None:
    """The same records, texts and scores, in the same order but for what is equal within rounding."""
    assert len(hits) == len(expected)
    scores = {hit.id: hit for hit in expected}
    for hit, other in zip(hits, expected, strict=True):
        assert hit.score == pytest.approx(other.score, abs=2e-6)
        own = scores[hit.id]
        assert hit.score == pytest.approx(own.score, abs=2e-6)
        assert hit.cosine == pytest.approx(own.cosine, abs=2e-6) or hit.text != own.text


def test_equal_records_keep_their_order_wherever_they_stand() -> None:
    records = [Record(f"{number:02}", "Keep small promises.") for number in range(30)]
    for meaning in (False, True):
        found = collection(records, meaning=meaning)
        hits = found.find("promises", 99)
        assert ids(hits) == [record.id for record in records]
        assert len({hit.score for hit in hits}) == 1
        found.remove(["03"])
        found.put([Record("01", "Keep a promise."), Record("01", "Keep small promises.")])
        found.put([Record("02", "Keep  small promises. ")])  # the same text: it stays
        while meaning and found.encode():
            pass
        assert ids(found.find("promises", 99))[:3] == ["00", "01", "02"]
        assert "03" not in found
        assert len(found) == 29


def test_texts_are_parted_as_documents_are() -> None:
    text = f"Short.\r\n\r\n{LONG}\n\n***\n\nThe end\x00."
    passages = passages_of(text)
    assert passages == [extract.text for extract in read_text(text)] == passages_of(text)
    assert len(passages) > 5
    assert all(0 < len(passage) <= 900 for passage in passages)
    assert texts_of(Record("a", "One.", ("asked \ud800 so", " \n"))) == ["One.", "asked ? so"]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab é’漢字한🙂\u3000\u2002\xa0\n."), max_size=60))
def test_words_are_counted_the_quick_way_as_by_their_pattern(text: str) -> None:
    for own in (text, text * 9, text.encode("ascii", "ignore").decode()):
        assert document_extracts._units(own) == len(document_extracts._UNIT.findall(own))


def test_the_passage_that_matched_is_told() -> None:
    for meaning in (False, True):
        found = collection([*RECORDS, Record("long", f"{LONG}\n\nA zebra.")], meaning=meaning)
        (hit,) = found.find("zebra", 1)
        assert hit.id == "long"
        assert hit.text == passages_of(f"{LONG}\n\nA zebra.")[hit.row]
        assert "zebra" in hit.text
        assert hit.place == ""


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "\u200b", "---", "🙂"])
def test_without_letters_nothing_is_kept_but_what_was_there_goes(text: str) -> None:
    found = collection(meaning=True)
    found.put([Record("new", text), Record("bread", text)])
    assert len(found) == 2
    assert "bread" not in found
    assert found.find("bread butter", 1)[0].id != "bread"
    assert found.missing() == {}
    assert found.vectors_of("bread") is None


@pytest.mark.parametrize("query", ["", "   ", "\x00"])
def test_an_empty_query_or_limit_finds_nothing(query: str) -> None:
    for found in (collection(), collection(meaning=True), collection([], meaning=True)):
        assert found.find(query) == []
        assert found.find("bread", 0) == []
    assert collection([], meaning=True).find("bread") == []


def test_a_text_of_a_megabyte_is_found_and_goes() -> None:
    found = collection([Record("long", "promise " * 130_000 + "zebra"), *RECORDS])
    assert ids(found.find("zebra")) == ["long"]
    found.remove(["long"])
    assert ids(found.find("promise zebra")) == ["promise"]


def test_an_unfinished_word_finds_while_typing() -> None:
    found = collection()
    assert found.find("promi") == []
    assert ids(found.find("promi", typing=True)) == ["promise"]
    found.put([Record("humble", "Humility and hum.")])
    assert ids(found.find("humilit", typing=True)) == ["humble"]
    found.remove(["humble"])
    assert found.find("humilit", typing=True) == []
    assert "humility" not in found._store._words._vocabulary.words


@pytest.mark.parametrize("meaning", [False, True])
def test_only_some_records_take_part(meaning: bool) -> None:
    found = collection(meaning=meaning)
    query = "bread answer promises"
    assert len(found.find(query)) == 3
    assert set(ids(found.find(query, among={"bread", "listen", "gone"}))) == {"bread", "listen"}
    assert ids(found.find(query, among=lambda item: item == "listen")) == ["listen"]
    assert found.find(query, among=[]) == []
    assert found.find(query, among=["gone"]) == []
    best = found.find(query, among=["listen"])[0]
    assert best.id == "listen"
    assert "nswer" in best.text


def test_a_record_without_vectors_is_found_by_its_words() -> None:
    found = collection(meaning=True)
    found.put([Record("new", "A promise of bread.")])
    assert found.mode == "semantic"
    (hit,) = (hit for hit in found.find("promise of bread") if hit.id == "new")
    assert hit.cosine == 0
    assert ids(found.find("promise of bread"))[0] == "new"
    assert "new" not in ids(found.find("xylophone", 9))
    assert found.find("promise of bread", among=["new"])[0].score == pytest.approx(1)
    assert found.missing() == {"new": ["A promise of bread."]}
    assert found.encode() == {"new": ["A promise of bread."]}
    assert found.find("promise of bread")[0].cosine > 0.5
    assert found.encode() == {}


def test_before_any_vector_words_rank_as_without_an_encoder() -> None:
    found, query = collection(), "small bread promises"
    before = found.find(query)
    found.search_by(FakeEncoder())
    assert [(hit.id, hit.score) for hit in found.find(query)] == [
        (hit.id, pytest.approx(hit.score, abs=2e-6)) for hit in before
    ]


def test_vectors_may_come_from_outside_before_the_encoder() -> None:
    kept = {record.id: FakeEncoder().encode(texts_of(record)) for record in RECORDS}
    found, encoder = collection(), FakeEncoder()
    assert all(found.give(item, vectors) for item, vectors in kept.items())
    found.search_by(encoder)
    assert found.missing() == {}
    np.testing.assert_array_equal(found.vectors_of("listen"), kept["listen"])
    assert ids(found.find("butter", 1)) == ["bread"]
    assert encoder.encoded == ["butter"]
    found.search_by(FakeEncoder("another"))
    assert found.vectors_of("listen") is None
    assert set(found.missing()) == set(kept)
    assert list(found.missing(1)) == ["promise"]


def test_vectors_that_do_not_fit_are_refused() -> None:
    found = collection(meaning=True)
    vectors = FakeEncoder().encode(["a"])
    assert not found.give("gone", vectors)
    assert not found.give("bread", vectors, ["another text"])
    for wrong in (vectors[:0], vectors[0], vectors * 2, vectors * np.nan, np.ones((1, 1), "f4")):
        with pytest.raises(ValueError, match="vector"):
            found.give("bread", wrong)
    assert found.find("bread", 1)[0].cosine > 0.5
    assert collection().encode() == {}


def test_a_record_changed_while_it_was_encoded_does_not_get_the_former_vectors() -> None:
    found = collection([Record("a", "Keep small promises.")])

    class Slow(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            if not self.encoded:
                found.put([Record("a", "Bread and butter.")])
            return super().encode(texts)

    found.search_by(Slow())
    assert found.encode() == {"a": ["Bread and butter."]}
    assert found.vectors_of("a", ["Keep small promises."]) is None
    np.testing.assert_array_equal(
        found.vectors_of("a"), FakeEncoder().encode(["Bread and butter."])
    )


CANARY = "Qxvanilla zjqhidden wkpsecretly"


def test_nothing_is_left_of_what_was_removed() -> None:
    found = collection([Record(str(number), f"{LONG} {number}") for number in range(5)])
    found.put([Record("own", CANARY), Record("edited", f"{CANARY} twice.")])
    found.search_by(FakeEncoder())
    while found.encode():
        pass
    found.find("qxvan", typing=True)
    assert CANARY.encode() in image(found)
    assert b"qxvanilla" in image(found)
    rows = found._store.rows("own")
    vectors = found._vectors
    assert vectors is not None
    memory = [block.vectors for block in vectors._blocks]
    own = FakeEncoder().encode([CANARY]).tobytes()
    assert any(own in block.tobytes() for block in memory)
    found.put([Record("edited", "Something else.")])
    assert f"{CANARY} twice".encode() not in image(found)
    found.remove(["own", "gone"])
    left = image(found)
    for part in (b"vanilla", b"hidden", b"secretl", b"zjqh", b"wkps", b"qxva", b"Qxva"):
        assert part not in left
    assert not any(own in block.tobytes() for block in memory)
    assert not vectors.vectors(rows.start, rows.stop).any()
    assert not any("qxv" in word for word in found._store._words._vocabulary.words)
    assert "qxv" not in str(list(found._store._words._database.connection.iterdump())).lower()
    assert found.find("qxvanilla", 1)[0].score < 0.5


def test_clearing_drops_everything_and_the_collection_can_be_used_again() -> None:
    found = collection(meaning=True)
    vectors = found._vectors
    assert vectors is not None
    memory = [block.vectors for block in vectors._blocks]
    found.find("promi", typing=True)
    found.clear()
    assert (len(found), found.mode, found.find("bread")) == (0, "lexical", [])
    assert not any(block.any() for block in memory)
    assert b"romise" not in image(found)
    found.put(RECORDS[:1])
    assert ids(found.find("promi", typing=True)) == ["promise"]


@pytest.mark.usefixtures("closely")
def test_clearing_ends_what_is_being_put_and_encoded() -> None:
    found = GrowingCollection()

    def records() -> Iterator[Record]:
        for number in range(20):
            if number == 9:
                found.clear()
            yield Record(str(number), f"bread {number}")

    found.put(records())
    assert len(found) == 0

    class Locked(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            found.clear()
            return super().encode(texts)

    found.put(RECORDS)
    found.search_by(Locked())
    assert found.encode() == {}
    assert found.mode == "lexical"


@pytest.mark.usefixtures("closely")
def test_rows_left_empty_are_closed_up() -> None:
    found = collection([Record(str(number), f"bread {number}") for number in range(60)])
    found.search_by(FakeEncoder())
    found.encode(50)
    vectors = found._vectors
    assert vectors is not None
    for number in range(54):
        found.remove([str(number)])
        assert len(found._store.starts) - 1 <= max(len(found) + 4, 1.5 * len(found) + 1)
    assert len(vectors._blocks) <= 3
    assert set(found.missing()) == {str(number) for number in range(54, 60)}
    assert ids(found.find("bread 57", 1)) == ["57"]


def test_vectors_never_take_much_more_than_their_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing_vectors, "BLOCK", 64)
    rows = growing_vectors.GrowingVectors(128)
    some = np.ones((50, 128), dtype=np.float32)
    tracemalloc.start()
    try:
        for first in range(0, 5000, 50):
            rows.put(first, some)
        rows.keep(np.arange(0, 5000, 2))
        peak = tracemalloc.get_traced_memory()[1]
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert peak < 1.2 * 5000 * 128 * 4
    assert left < 1.2 * 2500 * 128 * 4


@pytest.mark.usefixtures("closely")
def test_questions_are_answered_while_records_come_and_go() -> None:
    found = collection([Record(str(number), f"common {number}") for number in range(20)])
    found.search_by(FakeEncoder())
    errors: list[BaseException] = []
    done = threading.Event()

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            except BaseException as error:
                errors.append(error)
                done.set()

        return run

    def change() -> None:
        for turn in range(150):
            own = str(turn % 25)
            found.put([Record(own, f"common {own} turn{turn}"), Record("z", f"common z {turn}")])
            found.encode(3)
            found.remove([str((turn + 7) % 25)])
        done.set()

    def ask() -> None:
        while not done.is_set():
            for hit in found.find("common", 30, typing=True):
                assert hit.text.split()[:2] == ["common", hit.id]

    threads = [threading.Thread(target=guarded(work)) for work in (change, ask, ask)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert done.is_set()


_NO_DISK = """
import os, sys, tempfile
import numpy, knowledge.growing
from tests.conftest import FakeEncoder
from knowledge.growing import GrowingCollection, Record
try:
    import resource
except ImportError:
    resource = None
else:
    # Neither does the C code of SQLite write a byte into any file.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
        sys.exit("files can be written")
    except OSError:
        pass
opened = []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
def hook(event, arguments):
    if event == "open" and (set("wax+") & set(arguments[1] or "") or arguments[2] & WRITING):
        opened.append(arguments[0])
    elif event == "sqlite3.connect" and arguments[0] != ":memory:":
        opened.append(arguments[0])
sys.addaudithook(hook)
found = GrowingCollection()
found.search_by(FakeEncoder())
for turn in range(3):
    found.put(Record(str(n), f"word{n % 977} and other{n % 13} text of turn {turn} " * 9) for n in range(2500))
    found.encode(500)
    found.find("word and oth", 50, typing=True)
found.remove(str(n) for n in range(2000))
found.find("word1 text", 5000)
found.clear()
print(opened)
"""


def test_the_disk_is_never_written() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", _NO_DISK],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"


def test_what_the_module_documents_works() -> None:
    program = "\n".join(re.findall(r"^    (.*)", module.__doc__ or "", re.MULTILINE))
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout == "['a']\n", done.stderr
