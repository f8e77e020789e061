"""The journal on real, sealed files: entries, versions, drafts, undo, erasing."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.entry import MAX_PROMPT, MAX_SESSION, MAX_TEXT, Draft, Entry, EntryKind, tags_of
from assistant.errors import Trouble
from assistant.journal import Captured
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.storage.files import MOST
from assistant.storage.troubles import NotKept, TooLarge
from tests.knowledge.refusals import files_limited_to, mode_of
from tests.pairs import START, MadePair, Ticking


@pytest.fixture
def mine(pair: MadePair) -> PairSpace:
    return pair.open()


def texts(space: PairSpace) -> list[str]:
    return [entry.text for entry in space.journal.entries]


def reopened(space: PairSpace, pair: MadePair) -> PairSpace:
    space.close()
    return pair.open()


def test_an_entry_comes_back_whole(mine: PairSpace, pair: MadePair) -> None:
    draft = Draft(
        text="Something I heard\n\n*twice*",
        kind=EntryKind.REFLECTION,
        mood=4,
        tags=("#Trust", "two words", "trust"),
        prompts=("What did you hear?",),
        session="3",
    )
    kept = mine.journal.keep(draft)
    again = reopened(mine, pair)
    assert again.journal.entries == [kept]
    assert kept.tags == ("trust", "two-words")
    assert (kept.at, kept.edits, kept.captured) == (kept.kept, 0, False)
    assert (kept.title, kept.day) == ("Something I heard", "2026-11-03")
    assert again.notices == []


def test_every_version_stays_until_the_entry_is_erased(mine: PairSpace, pair: MadePair) -> None:
    first = mine.journal.keep(Draft(text="one"))
    second = mine.journal.keep(first.draft().model_copy(update={"text": "two", "mood": 2}))
    mine = reopened(mine, pair)
    third = mine.journal.keep(Draft(text="three", entry=first.id))
    assert [one.text for one in mine.journal.versions(first.id)] == ["one", "two", "three"]
    assert third.at == second.at == first.at
    assert mine.journal.get(first.id[:6]) == third
    assert texts(mine) == ["three"]


def test_erasing_leaves_nothing_in_any_file(mine: PairSpace, pair: MadePair) -> None:
    entry = mine.journal.keep(Draft(text="unspeakable"))
    mine.journal.keep(Draft(text="unspeakable too", entry=entry.id))
    mine.journal.keep(Draft(text="harmless"))
    mine.journal.keep_draft(Draft(text="unspeakable draft", entry=entry.id))
    assert "backup" in mine.journal.erase(entry.id)
    keys = mine._space.keys
    for path in pair.priya.private.rglob("*"):
        if path.is_file() and path.name not in {"owner.json"} and "identity" not in path.name:
            assert b"unspeakable" not in keys.decrypt(path.read_bytes(), path.name)
    assert texts(reopened(mine, pair)) == ["harmless"]
    assert mine.journal.undo() == ""


def test_undo_takes_back_a_new_entry_as_a_draft(mine: PairSpace, pair: MadePair) -> None:
    mine.journal.keep(Draft(text="too early", mood=1))
    assert "draft" in mine.journal.undo()
    assert texts(mine) == []
    draft = mine.journal.draft()
    assert draft is not None
    assert (draft.text, draft.mood, draft.entry) == ("too early", 1, None)
    assert mine.journal.undo() == ""


def test_undo_never_overwrites_what_is_being_written(mine: PairSpace) -> None:
    first = mine.journal.keep(Draft(text="first"))
    mine.journal.keep_draft(Draft(text="second, half writ"))
    with pytest.raises(Trouble, match=r"writing something else.*eep it or let go of it"):
        mine.journal.undo()
    assert mine.journal.entries == [first]
    assert mine.journal.draft() == Draft(text="second, half writ")
    mine.journal.keep(Draft(text="second"))
    assert "draft" in mine.journal.undo()
    mine.journal.keep_draft(Draft())
    assert "draft" in mine.journal.undo()
    assert texts(mine) == []
    assert mine.journal.draft() == first.draft().model_copy(update={"entry": None})


def test_undo_never_parts_an_entry_from_the_change_being_written(mine: PairSpace) -> None:
    entry = mine.journal.keep(Draft(text="first"))
    change = Draft(text="first, and more", entry=entry.id)
    mine.journal.keep_draft(change)
    with pytest.raises(Trouble, match="writing something else"):
        mine.journal.undo()
    assert (mine.journal.entries, mine.journal.draft(entry.id)) == ([entry], change)


def test_undo_refused_half_way_goes_on_later(mine: PairSpace) -> None:
    mine.journal.keep(Draft(text="long " * 20_000))
    mine.journal.keep(Draft(text="too early"))
    with files_limited_to(50_000), pytest.raises(NotKept):
        mine.journal.undo()
    assert [mine.journal.draft().text, texts(mine)[0]] == ["too early"] * 2  # type: ignore[union-attr]
    assert "draft" in mine.journal.undo()
    assert len(texts(mine)) == 1


def test_undo_takes_back_a_change(mine: PairSpace, pair: MadePair) -> None:
    entry = mine.journal.keep(Draft(text="one"))
    mine.journal.keep(Draft(text="two", entry=entry.id))
    mine.journal.keep(Draft(text="three", entry=entry.id))
    mine.journal.undo()
    assert texts(mine) == ["two"]
    mine.journal.undo()
    assert texts(mine) == ["one"]
    assert len(mine.journal.versions(entry.id)) == 5
    mine.journal.undo()
    assert texts(reopened(mine, pair)) == []


def test_undo_takes_back_an_import(mine: PairSpace) -> None:
    mine.journal.keep(Draft(text="mine"))
    mine.journal.add_all([Draft(text=f"old {n}", at=START - timedelta(days=n)) for n in range(300)])
    assert len(mine.journal) == 301
    assert mine.journal.undo() == "300 entries are gone again."
    assert texts(mine) == ["mine"]
    mine.journal.add_all([Draft(text="old")])
    assert mine.journal.undo() == "1 entry is gone again."


def test_drafts_survive_without_being_kept(mine: PairSpace, pair: MadePair) -> None:
    entry = mine.journal.keep(Draft(text="kept"))
    mine.journal.keep_draft(Draft(text="half a sen", tags=("a",)))
    mine.journal.keep_draft(Draft(text="kept, and", entry=entry.id))
    mine = pair.open()  # as after a kill: nothing was closed, and the lock is still held
    assert mine.read_only
    assert mine.journal.draft() == Draft(text="half a sen", tags=("a",))
    assert mine.journal.draft(entry.id) == Draft(text="kept, and", entry=entry.id)


def test_keeping_lets_go_of_the_draft(mine: PairSpace, pair: MadePair) -> None:
    mine.journal.keep_draft(Draft(text="half"))
    mine.journal.keep(Draft(text="half and half"))
    assert mine.journal.draft() is None
    assert not (pair.priya.private / "draft.age").exists()


def test_a_refused_erase_leaves_the_unsaved_change(mine: PairSpace) -> None:
    mine.journal.keep(Draft(text="another"))
    entry = mine.journal.keep(Draft(text="kept"))
    change = Draft(text="kept, and changed", entry=entry.id)
    mine.journal.keep_draft(change)
    with files_limited_to(1_000), pytest.raises(NotKept):
        mine.journal.erase(entry.id)
    assert mine.journal.get(entry.id) == entry
    assert mine.journal.draft(entry.id) == change


def test_a_draft_that_outlives_its_entry_is_told(mine: PairSpace, pair: MadePair) -> None:
    entry = mine.journal.keep(Draft(text="kept"))
    mine.journal.keep_draft(Draft(text="kept, and changed", entry=entry.id))
    mine.journal.keep_draft(Draft(text="long " * 20_000))
    with files_limited_to(50_000):
        told = mine.journal.erase(entry.id)
    assert texts(mine) == []
    assert "what you were writing of it is not" in told
    mine = reopened(mine, pair)  # closing tried again
    assert mine.journal.draft(entry.id) is None
    assert mine.journal.draft() == Draft(text="long " * 20_000)


def test_an_erased_note_does_not_come_back(pair: MadePair) -> None:
    People(pair.home, Ticking()).capture(Draft(text="on the train"), pair.priya.writer)
    mine = pair.open()
    (note,) = mine.captured()
    entry = mine.journal.admit(note)  # and as if killed before its file went
    mine.journal.erase(entry.id)
    assert not note.path.exists()
    assert reopened(mine, pair).captured() == []


def test_a_note_whose_file_cannot_go_is_not_erased(pair: MadePair) -> None:
    People(pair.home, Ticking()).capture(Draft(text="on the train"), pair.priya.writer)
    mine = pair.open()
    entry = mine.journal.admit(mine.captured()[0])
    with mode_of(pair.priya.inbox, 0o500), pytest.raises(NotKept):
        mine.journal.erase(entry.id)
    assert texts(mine) == ["on the train"]


def test_whoever_hears_of_a_change_may_wait_for_the_journal(pair: MadePair) -> None:
    People(pair.home, Ticking()).capture(Draft(text="on the train"), pair.priya.writer)
    mine = pair.open()
    read: list[str] = []

    def heard(*_: object) -> None:
        reading = threading.Thread(target=lambda: read.extend(texts(mine)), daemon=True)
        reading.start()
        reading.join(10)

    mine.journal.changed.append(heard)
    mine.journal.admit(mine.captured()[0])
    assert read == ["on the train"]


def test_too_much_is_told_as_such(mine: PairSpace, pair: MadePair) -> None:
    for field, most, long in (
        ("prompts", MAX_PROMPT, ("😀" * (MAX_PROMPT + 1),)),
        ("session", MAX_SESSION, "😀" * (MAX_SESSION + 1)),
        ("text", MAX_TEXT, "😀" * (MAX_TEXT + 1)),
    ):
        draft = Draft(text="words").model_copy(update={field: long})
        with pytest.raises(Trouble, match=f"longer than {most:,} characters"):
            mine.journal.keep(draft)
    many = Draft(text="words").model_copy(update={"prompts": ("Why?",) * 21})
    with pytest.raises(Trouble, match="its prompts are more than 20"):
        mine.journal.keep(many)
    longest = Draft(
        text="😀" * MAX_TEXT, prompts=tuple(str(n % 10) * MAX_PROMPT for n in range(20))
    )
    entries = [mine.journal.keep(longest) for _ in range(3)]
    for entry in entries[:2]:
        mine.journal.keep_draft(longest.model_copy(update={"entry": entry.id}))
    with pytest.raises(TooLarge, match="eep one of them, or let go of one") as refused:
        mine.journal.keep_draft(longest)
    assert isinstance(refused.value, NotKept)
    assert "rights" not in str(refused.value)
    assert (pair.priya.private / "draft.age").stat().st_size < MOST
    assert mine.journal.draft(entries[1].id) is not None
    mine.journal.keep_draft(Draft(text="short"))
    assert mine.journal.draft() == Draft(text="short")


def test_an_empty_entry_is_refused_in_a_sentence(mine: PairSpace) -> None:
    for text in ("", "  \n ", "\x00\x1b"):
        with pytest.raises(Trouble, match="nothing to keep"):
            mine.journal.keep(Draft(text=text))


def test_an_unknown_or_short_id_is_refused(mine: PairSpace) -> None:
    entry = mine.journal.keep(Draft(text="one"))
    for wrong in ("", entry.id[:3], "zzzzzz", "../../x"):
        with pytest.raises(Trouble, match="no entry of that id"):
            mine.journal.get(wrong)


def test_entries_go_by_the_moment_they_tell_of(mine: PairSpace) -> None:
    def at(*day: int) -> datetime:
        return datetime(*day, 9, tzinfo=UTC)  # type: ignore[misc, arg-type]

    for day in ((2026, 5, 3), (2024, 11, 3), (2026, 10, 3), (2026, 11, 2)):
        mine.journal.keep(
            Draft(text=str(day), at=at(*day), mood=day[1] % 5 + 1, tags=(str(day[0]),))
        )
    mine.journal.keep(Draft(text="mood", at=at(2026, 5, 3), mood=4))
    assert texts(mine)[0] == "(2026, 11, 2)"
    today = START.date()
    assert [entry.day for entry in mine.journal.on_this_day(today)] == [
        "2026-10-03",
        "2026-05-03",
        "2026-05-03",
        "2024-11-03",
    ]
    assert mine.journal.tags() == {"2026": 3, "2024": 1}
    assert mine.journal.moods()[1] == (at(2026, 5, 3).date(), 2.5)


def test_a_captured_note_joins_on_assent(pair: MadePair) -> None:
    People(pair.home, Ticking()).capture(Draft(text="on the train", tags=("t",)), pair.priya.writer)
    mine = pair.open()
    (note,) = mine.captured()
    assert isinstance(note, Captured)
    assert texts(mine) == []
    entry = mine.admit_captured(note)
    assert (entry.text, entry.captured, entry.tags) == ("on the train", True, ("t",))
    assert mine.captured() == []
    assert texts(reopened(mine, pair)) == ["on the train"]


def test_captured_notes_come_the_oldest_first(pair: MadePair) -> None:
    people = People(pair.home, Ticking())
    words = [f"note {number}" for number in range(6)]
    for text in words:
        people.capture(Draft(text=text), pair.priya.writer)
    assert [note.draft.text for note in pair.open().captured()] == words


def test_nobody_is_guessed_when_a_note_is_captured(pair: MadePair) -> None:
    with pytest.raises(Trouble, match="nobody can tell whose"):
        People(pair.home).capture(Draft(text="whose?"))


@given(st.text())
def test_text_is_clean_and_comes_back_the_same(text: str) -> None:
    draft = Draft(text=text)
    assert Draft(text=draft.text) == draft
    assert not any(ord(char) < 32 and char not in "\n\t" for char in draft.text)
    draft.text.encode()


@given(st.lists(st.text(max_size=60), max_size=20))
def test_tags_are_words(texts: list[str]) -> None:
    tags = tags_of(texts)
    assert tags_of(tags) == tags
    assert all(tag and tag == tag.strip() and " " not in tag for tag in tags)


def test_errors_and_representations_hold_no_text() -> None:
    entry = Draft(text="secret words")
    assert "secret" not in repr(entry) + str(entry)
    for wrong in ({"text": "secret" * MAX_TEXT}, {"text": "secret", "mood": 9}, {"secret": 1}):
        with pytest.raises(ValidationError) as error:
            Draft.model_validate(wrong)
        assert "secretsecret" not in str(error.value)
        assert "input_value" not in str(error.value)


def test_a_megabyte_is_kept(mine: PairSpace, pair: MadePair) -> None:
    text = "word " * 200_000
    mine.journal.keep(Draft(text=text[:MAX_TEXT]))
    entry: Entry = reopened(mine, pair).journal.entries[0]
    assert entry.text == text.rstrip()
