"""Older versions are read and rewritten when they change; newer ones are read where that is possible."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.entry import Draft
from assistant.promotion import PrivateText, Promotion
from assistant.storage import upgrades
from assistant.storage.drafts import Drafts
from assistant.storage.keys import Keys
from assistant.storage.lock import SpaceLock
from assistant.storage.segments import Header, Rows, opened, reader_of, sealed
from assistant.storage.troubles import Damaged, NewerFormat, NewerWrote
from tests.assistant.storage import stored_pair
from tests.assistant.storage.conftest import SPACE, WRITER
from tests.assistant.storage.stored_pair import CONTENTS, files_in, places_of, put_back

FAR = 99


def tagging(tag: str) -> upgrades.Upgrade:
    """An upgrade that leaves a mark on each entry, in place, as a careless one would."""

    def step(kind: str, rows: Rows) -> Rows:
        for row in rows.values():
            if kind == "j":
                row["tags"].append(tag)
        return rows

    return step


@pytest.fixture
def space(home: Path) -> Path:
    return put_back(home)


def header_of(path: Path, keys: Keys) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(keys.decrypt(path.read_bytes(), path.name).split(b"\n")[0])
    return head


def sealed_keys(home: Path, name: str = "Asha") -> Keys:
    from assistant.storage.identity_files import keys_by_code

    return keys_by_code(places_of(home, name), stored_pair.code_of(name))


def make_newer(path: Path, keys: Keys, recipients: list[str] | None = None) -> None:
    """Write the segment at `path` as a version would that nobody knows yet."""
    old = opened(path.read_bytes(), path.name, keys, keys.verifier)
    later = old.header.sequence + 1
    header = replace(old.header, sequence=later, former=old.digest, v=FAR)
    path.write_bytes(sealed(header, old.rows, keys, recipients or [keys.recipient]))


# --- older ---------------------------------------------------------------------------------------------


def test_steps_are_taken_in_order_from_the_version_found_on_and_on_copies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upgrades, "UPGRADES", (tagging("two"), tagging("three")))
    rows: Rows = {"1": {"tags": ["one"]}}
    before = copy.deepcopy(rows)
    assert upgrades.newest() == 3
    assert upgrades.upgraded("j", rows, 1) == {"1": {"tags": ["one", "two", "three"]}}
    assert upgrades.upgraded("j", rows, 2) == {"1": {"tags": ["one", "three"]}}
    assert upgrades.upgraded("j", rows, 3) == before
    assert rows == before


def test_an_old_home_is_read_in_todays_form_and_rewritten_only_where_it_changes(
    space: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = sealed_keys(space)
    journal = places_of(space).private / "j-0001.age"
    profile = places_of(space).private / "p-0001.age"
    old = journal.read_bytes()
    monkeypatch.setattr(upgrades, "UPGRADES", (tagging("upgraded"),))
    with stored_pair.opened(space) as pair:
        assert all(entry.tags[-1] == "upgraded" for entry in pair.journal.entries)
        assert pair.notices == []
        assert journal.read_bytes() == old
        pair.journal.keep(Draft(text="In the new version."))
    assert header_of(journal, keys)["v"] == 2
    assert journal.with_name("j-0001.age.1").read_bytes() == old
    assert header_of(profile, keys)["v"] == 1
    with stored_pair.opened(space) as pair:
        assert pair.notices == []
        tags = {entry.text: entry.tags for entry in pair.journal.entries}
        assert tags.pop("In the new version.") == ()
        assert all(one.count("upgraded") == 1 for one in tags.values())
        assert len(tags) == len(CONTENTS["Asha"]["entries"])


def test_rows_that_no_version_had_are_damage(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    header = Header(SPACE, WRITER, "j-0001", 1, "", (reader_of(keys.recipient),))
    data = sealed(header, {"1": {"text": "no tags: private words"}}, keys, [keys.recipient])
    monkeypatch.setattr(upgrades, "UPGRADES", (tagging("upgraded"),))
    with pytest.raises(Damaged) as caught:
        opened(data, "j-0001.age", keys, keys.verifier)
    assert "private words" not in str(caught.value)
    assert caught.value.__cause__ is None


# --- newer ---------------------------------------------------------------------------------------------


def only_read(home: Path, notice: str = "newer version") -> list[str]:
    """The home opens for reading, says why once, and nothing in it changes; the texts it shows."""
    before = files_in(home)
    with stored_pair.opened(home) as pair:
        assert pair.read_only
        assert [one for one in pair.notices if notice in one], pair.notices
        assert not [one for one in pair.notices if "older" in one or "earlier" in one]
        for write in (
            lambda: pair.journal.keep(Draft(text="x")),
            lambda: pair.journal.keep_draft(Draft(text="x")),
            lambda: pair.shared.add(Promotion(PrivateText("x")).confirmed()),
            lambda: pair.set_passphrase("orbit velvet canoe mimic ladder moon"),
        ):
            with pytest.raises(NewerWrote):
                write()
        assert "newer version" in pair.why_read_only
        texts = [entry.text for entry in pair.journal.entries]
        # The newer program may have it open and write meanwhile.
        lock = SpaceLock(places_of(home).lock)
        assert lock.take()
        lock.release()
    assert files_in(home) == before
    return texts


def stored_texts() -> list[str]:
    return [versions[-1]["text"] for versions in CONTENTS["Asha"]["entries"]]


def test_after_a_newer_version_wrote_the_older_one_shows_what_it_can(
    space: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setattr(upgrades, "UPGRADES", (tagging("upgraded"),))
        with stored_pair.opened(space) as pair:
            pair.journal.keep(Draft(text="Only the newer version can read this."))
    # The former copy of the segment is still of the version we know.
    assert only_read(space) == stored_texts()


def test_a_newer_head_is_done_without(space: Path) -> None:
    make_newer(places_of(space).private / "head.age", sealed_keys(space))
    assert only_read(space) == stored_texts()


def test_a_newer_segment_without_a_former_copy_is_left_out(space: Path) -> None:
    make_newer(places_of(space).private / "j-0001.age", sealed_keys(space))
    assert only_read(space) == []


def test_newer_marks_stop_nobody(space: Path) -> None:
    with stored_pair.opened(space) as pair:
        pair.journal.keep(Draft(text="One more."))
    make_newer(places_of(space).marks, sealed_keys(space))
    with stored_pair.opened(space) as pair:
        assert not pair.read_only
        assert pair.notices == []


def test_a_newer_draft_is_kept_and_not_written_over(space: Path) -> None:
    path = places_of(space).private / "draft.age"
    make_newer(path, sealed_keys(space))
    newer = path.read_bytes()
    with stored_pair.opened(space) as pair:
        assert pair.journal.draft() is None
        assert any("newer version" in notice for notice in pair.notices)
        with pytest.raises(NewerWrote):
            pair.journal.keep_draft(Draft(text="x"))
        assert isinstance(pair.journal.keep(Draft(text="Kept all the same.")).id, str)
    assert path.read_bytes() == newer


def test_a_newer_profile_says_nobody_is_who(space: Path) -> None:
    for path in places_of(space).private.glob("p-*.age"):  # the profile is kept twice
        make_newer(path, sealed_keys(space))
    before = files_in(space)
    with pytest.raises(NewerFormat), stored_pair.opened(space):
        pass
    assert files_in(space) == before


def test_a_partners_newer_version_leaves_ones_own_journal_alone(space: Path) -> None:
    keys, both = sealed_keys(space, "Bernard"), [
        CONTENTS[name]["me"]["recipient"] for name in ("Asha", "Bernard")
    ]  # fmt: skip
    folder = places_of(space, "Bernard").shared / places_of(space, "Bernard").writer
    for name in ("s-0001.age", "head.age"):
        make_newer(folder / name, keys, both)
    with stored_pair.opened(space) as pair:
        assert [note.writer for note in pair.shared.notes] == [pair.me.writer]
        assert [one for one in pair.notices if "partner has a newer version" in one]
        assert not pair.read_only
        pair.journal.keep(Draft(text="Written all the same."))
        pair.shared.add(Promotion(PrivateText("Shared all the same.")).confirmed())


def test_a_newer_list_of_members_leaves_ones_own_journal_alone(space: Path) -> None:
    founder = sealed_keys(space)
    places = places_of(space)
    both = [CONTENTS[name]["me"]["recipient"] for name in ("Asha", "Bernard")]
    make_newer(places.members, founder, both)
    before = {name: one for name, one in files_in(space).items() if name.startswith("shared")}
    with stored_pair.opened(space, "Bernard") as pair:
        assert [one for one in pair.notices if "newer version" in one]
        assert pair.shared.notes == []
        pair.journal.keep(Draft(text="Written all the same."))
        with pytest.raises(NewerWrote):
            pair.shared.add(Promotion(PrivateText("x")).confirmed())
    after = {name: one for name, one in files_in(space).items() if name.startswith("shared")}
    assert after == before


def test_drafts_of_a_newer_version_are_not_swept_aside(space: Path) -> None:
    keys = sealed_keys(space)
    path = places_of(space).private / "draft.age"
    make_newer(path, keys)
    drafts = Drafts(places_of(space), keys, writable=True)
    assert drafts.names() == []
    assert list(path.parent.glob("*.damaged*")) == []
