"""What somebody who may write among the files tries, each of which worked once."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import tarfile
import time
from pathlib import Path

import pytest

from assistant.entry import Draft
from assistant.life.about import Rhythm
from assistant.people import People
from assistant.storage import inbox
from assistant.storage.backup import back_up
from assistant.storage.identity_files import keys_by_passphrase, write_identity
from assistant.storage.keys import Keys
from assistant.storage.passphrase import LEAST_LOG_N, wrap
from assistant.storage.places import Owner, Places, owner_of
from assistant.storage.restore import restore
from assistant.storage.troubles import Damaged, WrongPassphrase
from assistant.storage.trying import tried
from knowledge.durable import generation
from tests.pairs import MARTIN, PRIYA, MadePair
from tests.running import Run

LATER = "copper walrus drift eleven meadow lamps"
LONG_AGO = 24 * 3600


def swap_owner(places: Places, keys: Keys) -> None:
    """Have notes for `places` go to the owner of `keys`, as somebody does who can write there."""
    told = places.owner.read_text(encoding="utf-8")
    own = owner_of(places)
    told = told.replace(own.recipient, keys.recipient).replace(own.verifier, keys.verifier)
    places.owner.write_text(told, encoding="utf-8")


def aged(path: Path) -> None:
    """As if it had been written a day ago."""
    then = time.time() - LONG_AGO
    os.utime(path, (then, then))


def opens(places: Places, passphrase: str) -> bool:
    try:
        keys_by_passphrase(places, passphrase)
    except WrongPassphrase:
        return False
    return True


# --- notes taken while locked --------------------------------------------------------------------------


def test_with_the_keys_in_hand_no_key_beside_the_files_is_asked(
    pair: MadePair, others: Keys
) -> None:
    first, second = pair.open(), pair.open()
    assert second.read_only
    swap_owner(pair.priya, others)
    second.capture(Draft(text="meanwhile"))
    (path,) = pair.priya.inbox.iterdir()
    with pytest.raises(Damaged, match="not meant for these keys"):
        others.decrypt(path.read_bytes(), path.name)
    assert [note.draft.text for note in first.captured()] == ["meanwhile"]
    second.close()
    first.close()


def test_nor_does_the_command(pair: MadePair, others: Keys, run: Run) -> None:
    first = pair.open()
    swap_owner(pair.priya, others)
    reading, writing = os.pipe()
    os.write(writing, f"{PRIYA}\n".encode())
    os.close(writing)
    done = run("journal", "add", "--passphrase-fd", reading, stdin=b"meanwhile")
    with contextlib.suppress(OSError):
        os.close(reading)
    assert done.code == 0, done.err
    assert [note.draft.text for note in first.captured()] == ["meanwhile"]
    first.close()


def test_nothing_is_sealed_for_a_key_that_was_put_in_place(pair: MadePair, others: Keys) -> None:
    swap_owner(pair.priya, others)
    people = People(pair.home)
    for act in (
        lambda: people.note_taker(pair.priya.writer),
        lambda: people.capture(Draft(text="words"), pair.priya.writer),
    ):
        with pytest.raises(Damaged, match="another key") as refused:
            act()
        assert "Unlock once" in refused.value.hint
    assert not pair.priya.inbox.exists()
    space = pair.open()
    assert any("was not yours" in notice for notice in space.notices)
    space.close()
    people.capture(Draft(text="words"), pair.priya.writer)
    space = pair.open()
    assert space.notices == []
    assert [note.draft.text for note in space.captured()] == ["words"]
    space.close()


def test_nor_where_the_copy_of_this_computer_is_gone(pair: MadePair) -> None:
    shutil.rmtree(pair.priya.state)
    with pytest.raises(Damaged) as refused:
        People(pair.home).capture(Draft(text="words"), pair.priya.writer)
    assert "Unlock once" in refused.value.hint
    pair.open().close()
    People(pair.home).capture(Draft(text="words"), pair.priya.writer)


def test_a_tampered_backup_brings_no_key_for_notes(
    pair: MadePair, others: Keys, tmp_path: Path
) -> None:
    made = back_up(pair.home, tmp_path / "all.tar")
    (tmp_path / "evil.tar").write_bytes(with_owner(made.path, owner_of(pair.priya), others))
    there = tmp_path / "there"
    done = restore(tmp_path / "evil.tar", there)
    assert done.files == made.files
    assert not list(there.rglob("owner.json"))
    priya = next(places for places in done.members if places.writer == pair.priya.writer)
    with pytest.raises(Damaged, match="missing") as refused:
        People(there).capture(Draft(text="words"), priya.writer)
    assert "Unlock once" in refused.value.hint
    space = pair.open(priya)
    assert space.notices == []
    space.close()
    assert owner_of(priya) == owner_of(pair.priya)


def with_owner(backup: Path, owner: Owner, other: Keys) -> bytes:
    """The backup with the keys of `other` for `owner`, and the list of its files put right."""
    held: dict[str, bytes] = {}
    with tarfile.open(backup) as tar:
        for member in tar:
            file = tar.extractfile(member)
            assert file is not None
            held[member.name] = file.read()
    (top,) = {name.partition("/")[0] for name in held}
    sums = held[f"{top}/SHA256SUMS"].decode()
    changed = 0
    for name, data in held.items():
        if name.endswith("/owner.json") and owner.recipient.encode() in data:
            new = data.replace(owner.recipient.encode(), other.recipient.encode())
            held[name] = new
            sums = sums.replace(hashlib.sha256(data).hexdigest(), hashlib.sha256(new).hexdigest())
            changed += 1
    assert changed == 1
    held[f"{top}/SHA256SUMS"] = sums.encode()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in held.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def test_any_number_of_junk_files_hides_no_note(pair: MadePair) -> None:
    People(pair.home).capture(Draft(text="words"), pair.priya.writer)
    (path,) = pair.priya.inbox.iterdir()
    path.rename(path.with_name("f" * 16 + ".age"))
    for number in range(1_100):
        (pair.priya.inbox / f"{number:016x}.age").write_bytes(b"junk")
    space = pair.open()
    assert [note.draft.text for note in space.captured()] == ["words"]
    assert not any("not looked at" in notice for notice in space.notices)
    space.close()


@pytest.mark.parametrize(("limit", "at"), [("_MOST", 3), ("_MOST_TOTAL", 3 * 4096)])
def test_more_notes_than_are_shown_at_once_are_told(
    pair: MadePair, monkeypatch: pytest.MonkeyPatch, limit: str, at: int
) -> None:
    for number in range(5):
        People(pair.home).capture(Draft(text=f"words {number}"), pair.priya.writer)
    monkeypatch.setattr(inbox, limit, at)
    space = pair.open()
    found = space.captured()
    assert len(found) == 3
    assert [notice for notice in space.notices if "not looked at" in notice] == [
        "2 more files in the inbox were not looked at: first let these notes join, or dismiss them."
    ]
    for note in found:
        space.dismiss_captured(note)
    assert len(space.captured()) == 2
    assert space.notices == []
    space.close()


# --- the files with the keys ---------------------------------------------------------------------------


@pytest.mark.parametrize(("used", "other"), [(PRIYA, LATER), (LATER, PRIYA)])
def test_after_a_killed_change_of_passphrase_only_the_one_used_opens(
    pair: MadePair, used: str, other: str
) -> None:
    places = pair.priya
    text = pair.keys[places.writer].encode()
    # The copy goes first; then it was killed.
    generation(places.identity, 1).write_bytes(wrap(text, LATER, log_n=LEAST_LOG_N))
    assert opens(places, used)
    assert opens(places, other)
    space = People(pair.home).unlock(used)
    assert any("two copies of your key file" in notice for notice in space.notices)
    space.close()
    assert opens(places, used)
    assert not opens(places, other)
    space = People(pair.home).unlock(used)
    assert space.notices == []
    space.close()


def test_a_damaged_or_missing_key_file_is_mended_and_told(pair: MadePair) -> None:
    places = pair.priya
    for spoil in (lambda: places.identity.write_bytes(b"rubbish"), places.identity.unlink):
        spoil()
        space = People(pair.home).unlock(PRIYA)
        assert any("two copies of your key file" in notice for notice in space.notices)
        space.close()
        assert places.identity.read_bytes() == generation(places.identity, 1).read_bytes()


def test_key_files_are_not_mended_while_another_may_write(pair: MadePair) -> None:
    copy = generation(pair.priya.identity, 1)
    copy.write_bytes(b"rubbish")
    first = pair.open()
    second = People(pair.home).unlock(PRIYA)
    assert second.read_only
    assert second.notices == []
    second.close()
    first.close()
    assert copy.read_bytes() == b"rubbish"


def test_an_older_key_file_under_another_name_opens_nothing(pair: MadePair) -> None:
    places = pair.priya
    former = places.identity.read_bytes()
    write_identity(places, wrap(pair.keys[places.writer].encode(), LATER, log_n=LEAST_LOG_N))
    generation(places.identity, 2).write_bytes(former)
    assert opens(places, LATER)
    assert not opens(places, PRIYA)


def test_key_files_that_cost_more_than_ours_are_tried_last_and_alone(pair: MadePair) -> None:
    data = pair.martin.identity.read_bytes()
    costly = data.replace(b" %d\n" % LEAST_LOG_N, b" 20\n", 1)
    assert costly != data
    planted = [Places(pair.home, letter * 16, letter * 16) for letter in "abc"]
    for places in planted:
        places.private.mkdir(parents=True)
        places.identity.write_bytes(data)
        generation(places.identity, 1).write_bytes(costly)
    begun: list[Places] = []
    running: list[Places] = []

    def keys_of(places: Places) -> Keys:
        begun.append(places)
        running.append(places)
        assert places not in planted or running == [places]
        running.remove(places)
        raise WrongPassphrase

    told = [places for places, _ in tried([*planted, pair.priya, pair.martin], keys_of)]
    assert told == [pair.priya, pair.martin, *planted]
    assert begun[2:] == planted


# --- what a killed program leaves ----------------------------------------------------------------------


def test_erasing_takes_damaged_drafts_along(pair: MadePair) -> None:
    space = pair.open()
    entry = space.journal.keep(Draft(text="words"))
    space.journal.keep_draft(Draft(text="changed words", entry=entry.id))
    draft = pair.priya.private / "draft.age"
    for name in ("draft.age.damaged1", "draft.age.damaged2", "draft.age.1"):
        shutil.copy(draft, draft.with_name(name))
    space.journal.keep_draft(Draft(text="another"))
    space.journal.erase(entry.id)
    assert [path.name for path in draft.parent.glob("draft*")] == ["draft.age"]
    assert space.journal.draft() is not None
    space.close()


def test_what_was_begun_long_ago_is_swept_when_opened_and_nothing_else(pair: MadePair) -> None:
    pair.priya.inbox.mkdir()
    old, new = (pair.priya.inbox / name for name in (".new-old", ".new-now"))
    left, running = (pair.home / name for name in (".restoring-old", ".restoring-now"))
    for path in (old, new):
        path.write_bytes(b"sealed")
    for path in (left, running):
        (path / "private").mkdir(parents=True)
        (path / "private" / "x.age").write_bytes(b"sealed")
    aged(old)
    aged(left)
    first = pair.open()
    assert not old.exists()
    assert not left.exists()
    assert new.exists()  # somebody may be taking a note, or restoring, just now
    assert (running / "private" / "x.age").exists()
    aged(new)
    pair.open().close()  # only for reading
    assert new.exists()
    first.close()


def test_a_partners_passphrase_stays_their_own(pair: MadePair) -> None:
    """Nothing above has anything to do with the other member's files."""
    before = pair.martin.identity.read_bytes()
    generation(pair.priya.identity, 1).unlink()
    People(pair.home).unlock(PRIYA).close()
    assert pair.martin.identity.read_bytes() == before
    assert opens(pair.martin, MARTIN)


def test_a_partners_folder_that_was_filled_is_not_read(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    martin.records.keep(Rhythm(weeks=2))
    assert priya.records.life.rhythm.weeks == 2
    folder = pair.martin.shared / pair.martin.writer
    for number in range(2_001):
        (folder / f"s-{number:06}.age").write_bytes(b"")
    assert priya.records.life.rhythm == Rhythm()
    assert any("far more than one person writes" in notice for notice in priya.notices)
    for number in range(2_001):
        (folder / f"s-{number:06}.age").unlink()
    assert priya.records.life.rhythm.weeks == 2
