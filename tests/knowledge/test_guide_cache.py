from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge import card_file
from knowledge.catalogue import Catalogue
from knowledge.errors import GuideError
from knowledge.guide_cache import FORMAT, GuideCache, KeptCatalogue
from knowledge.guide_files import embedded_guide, load
from knowledge.search import Filters, Search
from knowledge.vectors import IndexCache
from knowledge.vocabulary import Side
from tests.builders import card_text, write_guide
from tests.conftest import FakeEncoder
from tests.knowledge.cards import SECOND_BODY, guide_of_two
from tests.knowledge.damage import by_sql
from tests.knowledge.refusals import files_limited_to, mode_of
from tests.knowledge.settling import until_settled
from tests.knowledge.test_added_cards import OURS, added

FILES = {"cards.json", ".cards.lock"}
"""Beside the store."""

CONTENT = {1: "6bdb08cf62e5ec96"}
"""By FORMAT, a hash of what is kept of a small guide."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    own = guide_of_two(tmp_path / "guide")
    until_settled(own)
    return own


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The card files read, in their order."""
    files: list[str] = []
    once = card_file.read_card

    def count(path: Path, file: str) -> Any:
        files.append(file)
        return once(path, file)

    monkeypatch.setattr(card_file, "read_card", count)
    return files


def opened(folder: Path, guide: Path | None = None) -> Catalogue:
    """The guide, which equals what its files say."""
    catalogue = GuideCache(folder).open(guide)
    right = load(guide)
    assert catalogue.cards == right.cards
    assert catalogue.sources == right.sources
    assert [head.id for head in catalogue.heads] == [card.id for card in right.cards]
    assert list(catalogue.store.texts) == list(right.store.texts)
    assert catalogue.store.digest == right.store.digest
    return catalogue


def store_file(folder: Path) -> Path:
    (file,) = folder.glob("*.sqlite")
    return file


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"stamps.json"}


def forge(folder: Path, change: Callable[[Path], object]) -> None:
    """Change the store, with a checksum to match."""
    file = store_file(folder)
    change(file)
    if not file.exists():
        return
    listed = json.loads((folder / "cards.json").read_text())
    listed["files"]["sqlite"][1] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "cards.json").write_text(json.dumps(listed))


# --- the same guide -----------------------------------------------------------------------------------


def test_the_guide_that_comes_with_the_program_is_the_same_from_the_cache(
    folder: Path, read: list[str]
) -> None:
    first = opened(folder)
    count = len(read)
    again = GuideCache(folder).open()
    assert isinstance(first, KeptCatalogue)
    assert isinstance(again, KeptCatalogue)
    assert len(read) == count
    right = load()
    assert again.cards == right.cards
    assert [again[card.id] for card in right.cards] == list(right.cards)
    assert again.nearest_ids("trust/writen-limits") == right.nearest_ids("trust/writen-limits")
    fresh, kept = Search(right), Search(again)
    assert kept.passages == fresh.passages
    assert kept.groups == fresh.groups
    encoder = FakeEncoder()
    index, _ = IndexCache(folder, "fake-1").build(kept.texts, encoder, groups=kept.groups)
    questions = ["he talks the whole hour", "late again", "limits", "zebra", ""]
    for step in range(2):
        for question in questions:
            for side in Side:
                found = [own.find(question, Filters(side=side)) for own in (fresh, kept)]
                one, other = (replace(answer, elapsed_ms=0) for answer in found)
                assert one == other
        if step == 0:
            fresh.use(encoder, index)
            kept.use(encoder, index)


def test_another_guide_is_the_same_from_the_cache(
    folder: Path, guide: Path, read: list[str]
) -> None:
    for _ in range(3):
        assert isinstance(opened(folder, guide), KeptCatalogue)
    read.clear()
    GuideCache(folder).open(guide)
    assert read == []
    assert names(folder) == FILES | {store_file(folder).name}


def test_added_cards_are_the_same_from_the_cache(
    folder: Path, tmp_path: Path, read: list[str]
) -> None:
    ours = added(tmp_path / "ours")
    until_settled(ours)
    assert OURS in opened(folder, ours)
    read.clear()
    assert OURS in GuideCache(folder).open(ours)
    assert read == []
    own = ours / f"{OURS}.md"
    own.write_text(own.read_text().replace("kept says", "held says"))
    GuideCache(folder).open(ours)
    assert read == [f"{OURS}.md"]
    opened(folder, ours)


def test_each_guide_is_told_from_others(folder: Path, guide: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(guide, other)
    for own in (guide, other, None, guide):
        opened(folder, own)


def test_a_card_is_opened_when_it_is_asked_for(
    folder: Path, guide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    GuideCache(folder).open(guide)
    catalogue = GuideCache(folder).open(guide)
    monkeypatch.delattr("knowledge.card_file.read_card")
    assert len(catalogue) == 2
    assert catalogue["trust/on-time"].title == "Being on time"
    assert catalogue["trust/on-time"] is catalogue["trust/on-time"]
    with pytest.raises(KeyError):
        catalogue["trust/none"]


# --- changes ------------------------------------------------------------------------------------------


def same_size(guide: Path) -> None:
    file = guide / "trust" / "on-time.md"
    found = file.stat()
    file.write_text(file.read_text().replace("Being on time", "Being in time"))
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))


def replaced_by_an_older(guide: Path) -> None:
    older = guide / "older"
    older.write_text((guide / "trust" / "on-time.md").read_text().replace("on time", "in time"))
    os.utime(older, (10**9, 10**9))
    older.replace(guide / "trust" / "on-time.md")


def renamed(guide: Path) -> None:
    file = guide / "trust" / "on-time.md"
    file.write_text(file.read_text().replace("trust/on-time", "trust/in-time"))
    file.rename(guide / "trust" / "in-time.md")


def one_more(guide: Path) -> None:
    text = card_text(SECOND_BODY, id="trust/more", title="One more")
    (guide / "trust" / "more.md").write_text(text)


CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "changed": (same_size, ["trust/on-time.md"]),
    "replaced": (replaced_by_an_older, ["trust/on-time.md"]),
    "renamed": (renamed, ["trust/in-time.md"]),
    "removed": (lambda guide: (guide / "trust" / "on-time.md").unlink(), []),
    "added": (one_more, ["trust/more.md"]),
    "a source": (lambda guide: (guide / "sources.yaml").touch(), []),
    "nothing": (lambda guide: None, []),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed_and_only_what_changed_is_read(
    folder: Path, guide: Path, read: list[str], change: str
) -> None:
    opened(folder, guide)
    make, changed = CHANGES[change]
    make(guide)
    read.clear()
    GuideCache(folder).open(guide)
    assert read == changed
    opened(folder, guide)
    assert len(list(folder.glob("*.sqlite"))) == 1


def test_a_source_that_changed_is_noticed(folder: Path, guide: Path) -> None:
    before = opened(folder, guide)
    file = guide / "sources.yaml"
    file.write_text(file.read_text().replace("grade: S", "grade: P", 1))
    assert opened(folder, guide).sources != before.sources


def test_a_file_just_written_is_read_again(folder: Path, guide: Path, read: list[str]) -> None:
    """It could be written again within the same tick of the clock."""
    same_size(guide)
    GuideCache(folder).open(guide)
    until_settled(guide)
    read.clear()
    GuideCache(folder).open(guide)
    assert read in ([], ["trust/on-time.md"])  # [] where opening took long
    read.clear()
    GuideCache(folder).open(guide)
    assert read == []


def test_what_was_removed_while_it_was_new_is_gone(folder: Path, tmp_path: Path) -> None:
    """What is noted of a file just written is not what is noted of one that is missing."""
    ours = added(tmp_path / "ours")
    source = (
        "- {id: EDM99X, authors: Doe, year: 2020, title: T, venue: V, kind: article, grade: P}\n"
    )
    (ours / "sources.yaml").write_text(source)
    assert "EDM99X" in GuideCache(folder).open(ours).sources
    (ours / "sources.yaml").unlink()
    assert "EDM99X" not in opened(folder, ours).sources


# --- a broken guide -----------------------------------------------------------------------------------


def test_a_broken_guide_raises_each_time_and_leaves_the_kept_one(
    folder: Path, guide: Path, read: list[str]
) -> None:
    opened(folder, guide)
    file = guide / "trust" / "on-time.md"
    good, before = file.read_text(), names(folder)
    file.write_text("broken")
    for _ in range(3):
        with pytest.raises(GuideError, match="on-time"):
            GuideCache(folder).open(guide)
    assert names(folder) == before
    file.write_text(good)
    read.clear()
    GuideCache(folder).open(guide)
    assert read == ["trust/on-time.md"]  # the other one was still known
    opened(folder, guide)


def test_a_guide_that_is_gone_raises(folder: Path, guide: Path) -> None:
    opened(folder, guide)
    shutil.rmtree(guide)
    for _ in range(2):
        with pytest.raises(GuideError):
            GuideCache(folder).open(guide)


def test_links_that_lead_round_are_no_themes(folder: Path, guide: Path) -> None:
    (guide / "round").symlink_to("round")
    (guide / "trust" / "lost.md").symlink_to("nowhere.md")
    with pytest.raises(GuideError, match="lost"):
        GuideCache(folder).open(guide)
    (guide / "trust" / "lost.md").unlink()
    opened(folder, guide)


# --- damage -------------------------------------------------------------------------------------------


def bit_flipped(place: float) -> Callable[[Path], object]:
    def flip(path: Path) -> None:
        data = bytearray(path.read_bytes())
        data[int(place * (len(data) - 1))] ^= 1
        path.write_bytes(data)

    return flip


def foreign(path: Path) -> None:
    path.unlink()
    by_sql("CREATE TABLE note(name, value)", "CREATE TABLE other(x)")(path)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "text": lambda path: path.write_text("no database" * 500),
    "foreign": foreign,
    **{f"bit flipped at {place}": bit_flipped(place) for place in (0, 0.1, 0.5, 0.9, 1)},
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_read_anew(folder: Path, guide: Path, damage: str) -> None:
    opened(folder, guide)
    DAMAGE[damage](store_file(folder))
    assert isinstance(opened(folder, guide), KeptCatalogue)
    assert isinstance(opened(folder, guide), KeptCatalogue)


FORGED: dict[str, Callable[[Path], object]] = {
    **{name: change for name, change in DAMAGE.items() if not name.startswith("bit")},
    "no listing": by_sql("DELETE FROM note WHERE name = 'listing'"),
    "no heads": by_sql("DELETE FROM note WHERE name = 'heads'"),
    "no sources": by_sql("DELETE FROM note WHERE name = 'sources'"),
    "notes that are no JSON": by_sql("UPDATE note SET value = x'7b' WHERE name = 'heads'"),
    "notes that are no UTF-8": by_sql("UPDATE note SET value = x'ff' WHERE name = 'listing'"),
    "heads that are none": by_sql("UPDATE note SET value = x'5b375d' WHERE name = 'heads'"),
    "no heads at all": by_sql("UPDATE note SET value = x'5b5d' WHERE name = 'heads'"),
    "sources that are none": by_sql("UPDATE note SET value = x'5b5d' WHERE name = 'sources'"),
    "other ids": by_sql("UPDATE item SET id = x'61' WHERE place = 0"),
    "ids that are numbers": by_sql("UPDATE item SET id = 7"),
    "ids that are text": by_sql("UPDATE item SET id = CAST(id AS TEXT)"),
    "an item less": by_sql("DELETE FROM item WHERE place = 1"),
    "no items": by_sql("DROP TABLE item"),
    "no words": by_sql("DROP TABLE whole"),
    "no passages": by_sql("DROP TABLE passage"),
    "no notes": by_sql("DROP TABLE note"),
}


@pytest.mark.parametrize("change", FORGED)
def test_what_is_not_a_kept_guide_is_read_anew_whatever_its_checksum(
    folder: Path, guide: Path, change: str
) -> None:
    opened(folder, guide)
    forge(folder, FORGED[change])
    assert isinstance(opened(folder, guide), KeptCatalogue)


@pytest.mark.parametrize("data", ["x'7b'", "x'6e756c6c'", "x'ff'", "x'5b375d'", "'{}'", "7"])
@pytest.mark.parametrize("listing", ["same", "changed"])
def test_cards_that_are_none_are_not_taken_over(
    folder: Path, guide: Path, data: str, listing: str
) -> None:
    """A kept guide with a forged card raises when that is opened, and is no help for the next one."""
    opened(folder, guide)
    forge(folder, by_sql(f"UPDATE item SET data = {data} WHERE place = 0"))
    if listing == "same":
        with pytest.raises(ValueError):  # noqa: PT011 -- each breaks in its own way
            _ = GuideCache(folder).open(guide).cards
    same_size(guide)
    opened(folder, guide)


@pytest.mark.parametrize(
    "listing",
    ["null", "7", "[7]", '[["x"]]', '[["x", 7]]', '[["x", [7]]]', '[["x", [["a", 1]]]]',
     '[["x", [[["a"], 1, 2, 3]]]]', "[" * 50_000],
    ids=range(9),
)  # fmt: skip
def test_a_listing_of_anything_else_is_read_anew(folder: Path, guide: Path, listing: str) -> None:
    opened(folder, guide)
    value = listing.encode().hex()
    forge(folder, by_sql(f"UPDATE note SET value = x'{value}' WHERE name = 'listing'"))
    opened(folder, guide)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000], ids=range(6))
def test_a_list_of_files_that_is_none_is_made_anew(folder: Path, guide: Path, data: bytes) -> None:
    opened(folder, guide)
    (folder / "cards.json").write_bytes(data)
    assert isinstance(opened(folder, guide), KeptCatalogue)


def test_another_format_is_read_anew(folder: Path, guide: Path, read: list[str]) -> None:
    opened(folder, guide)
    listed = json.loads((folder / "cards.json").read_text())
    (folder / "cards.json").write_text(json.dumps(listed | {"format": FORMAT + 1}))
    read.clear()
    GuideCache(folder).open(guide)
    assert len(read) == 2
    assert json.loads((folder / "cards.json").read_text())["format"] == FORMAT


# --- what stands in the way ---------------------------------------------------------------------------


def test_a_full_disk_leaves_it_working_from_memory(folder: Path, guide: Path) -> None:
    for room in (0, 10_000, 40_000):
        with files_limited_to(room):
            catalogue = opened(folder, guide)
        assert not isinstance(catalogue, KeptCatalogue)
        assert names(folder) <= FILES
    assert isinstance(opened(folder, guide), KeptCatalogue)


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_may_not_be_written_leaves_it_working(
    folder: Path, guide: Path, mode: int
) -> None:
    folder.mkdir()
    with mode_of(folder, mode):
        assert not isinstance(opened(folder, guide), KeptCatalogue)
    opened(folder, guide)
    before = names(folder)
    with mode_of(folder, mode):
        assert isinstance(opened(folder, guide), KeptCatalogue) is (mode == 0o555)
    same_size(guide)
    with mode_of(folder, mode):
        assert not isinstance(opened(folder, guide), KeptCatalogue)
    assert names(folder) == before


@pytest.mark.parametrize("place", ["cache", "cache/guide"])
def test_a_file_in_the_way_leaves_it_working(tmp_path: Path, guide: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("in the way")
    assert not isinstance(opened(tmp_path / "cache" / "guide", guide), KeptCatalogue)
    assert (tmp_path / place).read_text() == "in the way"


def test_a_cache_that_is_taken_away_does_no_harm(folder: Path, guide: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("what is open cannot be taken away there")
    GuideCache(folder).open(guide)
    catalogue = GuideCache(folder).open(guide)
    shutil.rmtree(folder)
    assert catalogue.cards == load(guide).cards
    opened(folder, guide)


def test_the_cache_does_not_grow(folder: Path, guide: Path) -> None:
    file = guide / "trust" / "on-time.md"
    text = file.read_text()
    for number in range(50):
        file.write_text(text.replace("Being on time", f"Being on time {number}"))
        if number % 5 == 4:
            with files_limited_to(20_000):
                GuideCache(folder).open(guide)
        else:
            GuideCache(folder).open(guide)
    assert names(folder) == FILES | {store_file(folder).name}


# --- the format ---------------------------------------------------------------------------------------


def test_what_is_kept_has_the_number_of_its_format(folder: Path, tmp_path: Path) -> None:
    guide = write_guide(tmp_path / "small", **{"kept-word": card_text()})
    GuideCache(folder).open(guide)
    connection = sqlite3.connect(store_file(folder))
    tables = [
        "SELECT name, sql FROM sqlite_master WHERE name IN"
        " ('note', 'item', 'ref', 'passage', 'whole') ORDER BY name",
        "SELECT place, id, data FROM item ORDER BY place",
        "SELECT rowid, text FROM passage ORDER BY rowid",
        "SELECT rowid, text FROM whole ORDER BY rowid",
        "SELECT row, ref FROM ref ORDER BY row",
        "SELECT name, value FROM note WHERE name <> 'listing' ORDER BY name",
        "SELECT name FROM note ORDER BY name",
    ]
    content = [connection.execute(table).fetchall() for table in tables]
    (listing,) = connection.execute("SELECT value FROM note WHERE name = 'listing'").fetchone()
    connection.close()
    files = [[state[0] for state in own] for _, own in json.loads(listing)]
    widths = {len(state) for _, own in json.loads(listing) for state in own}
    found = hashlib.sha256(repr([content, files, widths]).encode()).hexdigest()[:16]
    assert CONTENT == {FORMAT: found}, (
        f"A card, its passages or the store come out otherwise: raise FORMAT in guide_cache.py, and "
        f"let CONTENT here be {{{FORMAT + 1}: {found!r}}}. Else guides kept before would not be made anew."
    )


def test_embedded_guide_is_found() -> None:
    assert (embedded_guide() / "sources.yaml").is_file()
