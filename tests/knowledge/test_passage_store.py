from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.encoder import encodable
from knowledge.passage_store import KINDS, SIDES, PassageStore
from knowledge.passages import Entry, Passage, PassageKind, digest_of, text_key
from knowledge.vectors import IndexCache
from knowledge.vocabulary import Side
from knowledge.words import vocabulary_of
from tests.conftest import FakeEncoder
from tests.knowledge.damage import by_sql
from tests.knowledge.refusals import files_limited_to

ANY = st.text(st.characters(exclude_categories=[]), max_size=20)
"""Any characters, also NUL and lone surrogates."""


@st.composite
def entries_of_any_kind(draw: st.DrawFn) -> list[Entry]:
    def entry(number: int) -> Entry:
        ident = f"{number} {draw(ANY)}"
        passages = [
            Passage(
                ident,
                draw(st.sampled_from(PassageKind)),
                draw(st.sampled_from(SIDES)),
                draw(st.none() | ANY),
                draw(ANY | st.just("a common text")),
            )
            for _ in range(draw(st.integers(0, 4)))
        ]
        return Entry(ident, passages, draw(ANY), draw(ANY))

    return [entry(number) for number in range(draw(st.integers(0, 5)))]


def entry(ident: str, *texts: str, data: str = "") -> Entry:
    passages = [Passage(ident, PassageKind.TEXT, None, None, text) for text in texts]
    return Entry(ident, passages, data=data)


def kept_in_a_file(folder: Path, entries: list[Entry], **notes: str) -> PassageStore:
    path = folder / "store.sqlite"
    path.unlink(missing_ok=True)
    PassageStore.write(path, entries, notes)
    return PassageStore.open(path)


def assert_holds(store: PassageStore, entries: list[Entry]) -> None:
    """All that was put in comes out."""
    found = [own for own in entries if own.passages]
    passages = [passage for own in found for passage in own.passages]
    texts = [encodable(passage.text) for passage in passages]
    assert store.ids == [own.id for own in found]
    assert store.all_data() == [own.data for own in found]
    assert [store.data(place) for place in range(len(found))] == store.all_data()
    assert list(store.texts) == texts
    assert len(store.texts) == len(texts)
    assert [store.text(row) for row in range(len(texts))] == texts
    assert [store.ref(row) for row in range(len(texts))] == [own.ref for own in passages]
    assert [store.kind(row) for row in range(len(texts))] == [own.kind for own in passages]
    assert [SIDES[side] for side in store.sides] == [own.side for own in passages]
    assert store.starts.tolist() == np.cumsum([0, *(len(own.passages) for own in found)]).tolist()
    assert store.items.tolist() == [at for at, own in enumerate(found) for _ in own.passages]
    assert store.note("vocabulary") == "\n".join(vocabulary_of(texts))
    assert store.texts.keys() == [text_key(text) for text in texts]
    assert store.digest == store.texts.digest == digest_of(map(text_key, texts))
    for place, own in enumerate(found):
        assert [passage.ref for passage in store.passages(place)] == [
            passage.ref for passage in own.passages
        ]
        assert {passage.item for passage in store.passages(place)} == {own.id}


@settings(deadline=None, max_examples=60)
@given(entries_of_any_kind(), ANY)
def test_what_is_put_in_comes_out_of_memory_and_of_a_file(entries: list[Entry], note: str) -> None:
    assert_holds(PassageStore.in_memory(entries), entries)
    note = encodable(note)
    with tempfile.TemporaryDirectory() as folder:
        store = kept_in_a_file(Path(folder), entries, own=note)
        assert_holds(store, entries)
        assert store.note("own") == note


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("ab c", max_size=8), max_size=8), st.data())
def test_texts_are_cut_like_a_list(texts: list[str], data: st.DataObject) -> None:
    store = PassageStore.in_memory([entry("a", *texts)])
    cut = data.draw(st.slices(len(texts)) | st.slices(20))
    assert store.texts[cut] == texts[cut]
    for place in range(-len(texts), len(texts)):
        assert store.texts[place] == texts[place]
    for place in (len(texts), -len(texts) - 1, 10**12):
        with pytest.raises(IndexError):
            store.texts[place]
    assert list(reversed(store.texts)) == texts[::-1]


def test_many_texts_come_in_their_order() -> None:
    texts = [f"text {number}" for number in range(20_011)]
    store = PassageStore.in_memory([entry("a", *texts[:9000]), entry("b", *texts[9000:])])
    assert list(store.texts) == texts
    assert store.starts.tolist() == [0, 9000, 20_011]


def test_entries_without_passages_are_left_out() -> None:
    store = PassageStore.in_memory([entry("a"), entry("b", "something"), entry("c")])
    assert store.ids == ["b"]
    assert store.starts.tolist() == [0, 1]


@pytest.mark.parametrize("text", ["lone \ud800 half", "\udcff", "a \x00 zero", "\x00", ""])
def test_half_characters_and_zeros_do_no_harm(tmp_path: Path, text: str) -> None:
    """Ids and data keep them; what is searched has "?" instead, in the store as in the encoder."""
    entries = [Entry(text, [Passage(text, KINDS[0], None, text, f"{text} promise")], text, text)]
    for store in (PassageStore.in_memory(entries), kept_in_a_file(tmp_path, entries)):
        assert_holds(store, entries)
        assert store.words.scores("promise")
        index, unkept = IndexCache(tmp_path / "cache", "fake-1").build(store.texts, FakeEncoder())
        assert (len(index), unkept) == (1, None)
        assert IndexCache(tmp_path / "cache", "fake-1").load(store.texts) is not None


def test_words_are_found_in_a_file_as_in_memory(tmp_path: Path) -> None:
    entries = [
        Entry("a", entry("a", "kept promises", "lateness").passages, "humility and trust"),
        Entry("b", entry("b", "a promise is humbling").passages, "time"),
    ]
    memory, file = PassageStore.in_memory(entries), kept_in_a_file(tmp_path, entries)
    for question in ("promise", "humil", "late", "humility", "time to trust"):
        for typing in (False, True):
            found = memory.words.scores(question, typing=typing)
            assert file.words.scores(question, typing=typing) == found
            whole = memory.whole_words.scores(question, typing=typing)
            assert file.whole_words.scores(question, typing=typing) == whole
    assert memory.words.scores("humbl", typing=True).keys() == {2}


def test_a_note_that_was_not_made_is_an_error(tmp_path: Path) -> None:
    store = kept_in_a_file(tmp_path, [entry("a", "x")])
    with pytest.raises(ValueError, match="no note"):
        store.note("listing")


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    many = [entry("a", *(f"text number {number}" for number in range(2000)))]
    with files_limited_to(20_000), pytest.raises((sqlite3.Error, OSError)):
        PassageStore.write(tmp_path / "store.sqlite", many)


def foreign(path: Path) -> None:
    path.unlink()
    by_sql("CREATE TABLE other(x)")(path)


WRONG: dict[str, Callable[[Path], object]] = {
    "none": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("not a database at all" * 100),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:9000]),
    "zeros": lambda path: path.write_bytes(bytes(20_000)),
    "foreign": foreign,
    "no notes": by_sql("DROP TABLE note"),
    "an empty note": by_sql("UPDATE note SET value = NULL WHERE name = 'kinds'"),
    "a number for a note": by_sql("UPDATE note SET value = 1000000000000 WHERE name = 'starts'"),
    "starts cut off": by_sql("UPDATE note SET value = x'00' WHERE name = 'starts'"),
    "starts backwards": by_sql(
        "UPDATE note SET value = zeroblob(24) WHERE name = 'starts'"
    ),
    "no starts": by_sql("UPDATE note SET value = x'' WHERE name = 'starts'"),
    "unknown kinds": by_sql("UPDATE note SET value = x'636363' WHERE name = 'kinds'"),
    "unknown sides": by_sql("UPDATE note SET value = x'636363' WHERE name = 'sides'"),
    "keys cut off": by_sql("UPDATE note SET value = x'00' WHERE name = 'keys'"),
    "no vocabulary": by_sql("DELETE FROM note WHERE name = 'vocabulary'"),
    "an item less": by_sql("DELETE FROM item WHERE place = 1"),
    "an item more": by_sql("INSERT INTO item VALUES (2, x'', x'')"),
    "no items": by_sql("DROP TABLE item"),
    "a passage less": by_sql("DELETE FROM passage WHERE rowid = 3"),
    "no passages": by_sql("DROP TABLE passage"),
    "no words": by_sql("DROP TABLE whole"),
    "a table in place of words": by_sql(
        "DROP TABLE passage", "CREATE TABLE passage(text)", "CREATE TABLE passage_docsize(id)"
    ),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_no_store_is_not_opened(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "store.sqlite"
    PassageStore.write(path, [entry("a", "one", "two"), entry("b", "three")])
    assert PassageStore.open(path).ids == ["a", "b"]
    WRONG[wrong](path)
    with pytest.raises(ValueError):  # noqa: PT011 -- each breaks in its own way
        PassageStore.open(path)


def test_a_store_of_nothing_opens(tmp_path: Path) -> None:
    store = kept_in_a_file(tmp_path, [])
    assert (store.ids, list(store.texts), store.starts.tolist()) == ([], [], [0])
    assert store.words.scores("anything") == {}


def test_sides_and_kinds_have_numbers_enough() -> None:
    assert len(KINDS) < 256
    assert SIDES[0] is None
    assert set(SIDES[1:]) == set(Side)
