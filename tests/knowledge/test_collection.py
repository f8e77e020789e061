"""Search over anything, as a program uses it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import collection as module
from knowledge import ranking
from knowledge.collection import Collection, Found, Record, searched
from knowledge.passage_store import PassageStore
from knowledge.passages import Entry, Passage, PassageKind
from knowledge.vectors import IndexCache
from tests.conftest import PROJECT, FakeEncoder

RECORDS = [
    Record("promise", "Keep small promises.", ("they broke their word",)),
    Record("bread", "Bread and butter."),
    Record("listen", "Listen before you answer.", ("he talks the whole hour", "no word gets in")),
]


def by_meaning(records: list[Record]) -> Collection:
    found = Collection.of(records)
    assert found.search_by(FakeEncoder()) == ""
    return found


def ids(hits: list[Found]) -> list[str]:
    return [hit.id for hit in hits]


def test_records_are_found_by_text_and_by_asks_each_once() -> None:
    found = by_meaning(RECORDS)
    hits = found.find("he talks the whole hour", limit=10)
    assert ids(hits)[0] == "listen"
    assert hits[0].text == "he talks the whole hour"
    assert sorted(ids(hits)) == ["bread", "listen", "promise"]
    assert hits[0].cosine == pytest.approx(1)
    assert hits[0].score == pytest.approx(1)
    assert found.texts[hits[0].row] == hits[0].text
    assert ids(found.find("he talks the whole hour", limit=1)) == ["listen"]


def test_before_a_model_is_given_words_find() -> None:
    found = Collection.of(RECORDS)
    assert found.mode == "lexical"
    assert sorted(ids(found.find("promised bread"))) == ["bread", "promise"]
    assert found.find("xylophone") == []
    assert found.find("bread")[0].cosine == 0


@pytest.mark.parametrize("query", ["", "   ", "\n\t", "\x00", "\u200b"])
def test_an_empty_query_finds_nothing(query: str) -> None:
    assert by_meaning(RECORDS).find(query) == []
    assert Collection.of(RECORDS).find(query) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_no_limit_below_one_finds_anything(limit: int) -> None:
    assert by_meaning(RECORDS).find("bread", limit) == []


def test_an_empty_collection_finds_nothing() -> None:
    assert by_meaning([]).find("bread") == []
    assert by_meaning([Record("empty", " \n")]).find("bread") == []


def test_two_records_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        Collection.of([Record("a", "one"), Record("a", "two")])


def test_an_index_of_other_texts_is_refused() -> None:
    encoder = FakeEncoder()
    found = by_meaning(RECORDS)
    assert found._ranker.meaning
    with pytest.raises(ValueError, match="does not belong"):
        by_meaning(RECORDS[:1]).use(encoder, found._ranker.meaning.passages)


def test_many_queries_get_what_each_gets_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TOGETHER", 2)
    found = by_meaning(RECORDS)
    queries = ["bread", "", "they broke their word", "xylophone", "bread"]
    assert found.find_many(queries, 2) == [found.find(query, 2) for query in queries]
    assert found.find_many([]) == []
    words = Collection.of(RECORDS)
    assert words.find_many(queries, 2) == [words.find(query, 2) for query in queries]


def test_many_queries_are_encoded_together() -> None:
    encoder = FakeEncoder()
    calls: list[int] = []

    class Counting(FakeEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            calls.append(len(texts))
            return encoder.encode(texts)

    found = Collection.of(RECORDS)
    found.search_by(Counting())
    calls.clear()
    found.find_many([f"question {number}" for number in range(300)])
    assert calls == [256, 44]


def test_the_limit_is_reached_though_some_records_have_all_the_nearest_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ranking, "CANDIDATES", 10)
    many = tuple(f"promise {number}" for number in range(40))
    records = [Record("much asked", "promise", many)]
    records += [Record(str(number), f"word{number} other") for number in range(20)]
    hits = by_meaning(records).find("promise", limit=15)
    assert len(hits) == 15
    assert hits[0].id == "much asked"


tricky = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x1b\r\n\t \ud800\udfff\u202e\u200b\ufeff🙂e\u0301"),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.tuples(tricky, tricky), max_size=6, unique_by=lambda pair: pair[0]), tricky)
def test_any_text_can_be_searched_and_ids_come_back_as_they_were(
    pairs: list[tuple[str, str]], query: str
) -> None:
    records = [Record(*pair) for pair in pairs]
    for found in (Collection.of(records), by_meaning(records)):
        hits = found.find(query, limit=10)
        assert set(ids(hits)) <= {record.id for record in records}
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        for hit in hits:
            assert hit.text == " ".join(hit.text.split())
            assert not set("\x00\x1b\u202e") & set(hit.text)


def test_a_long_text_is_searched() -> None:
    long = Record("long", "promise " * 14_000)
    assert ids(by_meaning([long, *RECORDS]).find("promise " * 14_000, limit=1)) == ["long"]


def test_the_same_comes_from_memory_from_the_cache_and_from_a_part_of_it(tmp_path: Path) -> None:
    memory = by_meaning(RECORDS)
    queries = ["broken word", "butter", "listen to the hour"]
    expected = memory.find_many(queries)
    for records in (RECORDS[:2], RECORDS, RECORDS):
        kept = Collection.of(records)
        encoder = FakeEncoder()
        assert kept.search_by(encoder, IndexCache(tmp_path, encoder.key, name="records")) == ""
        wanted = expected if records == RECORDS else by_meaning(records).find_many(queries)
        assert kept.find_many(queries) == wanted


_ANOTHER = """
import json, sys
from pathlib import Path
from knowledge.vectors import IndexCache
from tests.conftest import FakeEncoder
from tests.knowledge.test_collection import RECORDS
from knowledge.collection import Collection
found, encoder = Collection.of(RECORDS), FakeEncoder()
found.search_by(encoder, IndexCache(Path(sys.argv[1]), encoder.key, name="records"))
assert encoder.encoded == []
print([(hit.id, hit.score) for hit in found.find("broken word")])
"""


def test_another_process_finds_the_same_and_encodes_nothing_again(tmp_path: Path) -> None:
    found, encoder = Collection.of(RECORDS), FakeEncoder()
    found.search_by(encoder, IndexCache(tmp_path, encoder.key, name="records"))
    done = subprocess.run(
        [sys.executable, "-c", _ANOTHER, str(tmp_path)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = [(hit.id, hit.score) for hit in found.find("broken word")]
    assert ast.literal_eval(done.stdout) == told


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("Trust", "Trust: it grows slowly."),
        ("page 3", "page 3: the third page says so itself."),
        ("slide 2", "slide 2: a"),
        ("page 3 of many", "Read on."),
        ("", "Nothing above it."),
        ("A › B", "A › B: A › B: twice."),
    ],
)
def test_a_passage_is_shown_as_it_stands_in_the_document(place: str, text: str) -> None:
    passage = Passage("file.md", PassageKind.TEXT, None, place or None, searched(place, text))
    found = Collection(PassageStore.in_memory([Entry("file.md", [passage])]))
    (hit,) = found.find(text)
    assert (hit.place, hit.text) == (place, text)


def test_a_heading_is_found_but_a_page_number_is_not() -> None:
    entries = [
        Entry(
            place, [Passage(place, PassageKind.TEXT, None, place, searched(place, "Some words."))]
        )
        for place in ("Gratitude", "page 7")
    ]
    found = Collection(PassageStore.in_memory(entries))
    assert ids(found.find("gratitude")) == ["Gratitude"]
    assert found.find("page") == []


def test_what_the_module_documents_works(tmp_path: Path) -> None:
    documented = module.__doc__ or ""
    program = "\n".join(
        line.removeprefix("    ")
        for line in documented.splitlines()
        if re.match(r"    \S|     ", line)
    )
    assert "find_many" in program
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path.insert(0, {str(PROJECT)!r})\n{program}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"a 0\.\d+ Keep small promises\.", lines[0])
    assert re.fullmatch(r"b -?0\.\d+ Bread and butter\.", lines[1])
    assert lines[2:] == ["['a']", "['b']"]
    assert (tmp_path / "kept" / "records.json").exists()
