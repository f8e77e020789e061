"""Backups: whole, of one moment, telling nothing; and what comes back from them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.promotion import PrivateText, Promotion
from assistant.storage import backup as backing_up
from assistant.storage import files
from assistant.storage.backup import NAME, back_up
from assistant.storage.identity_files import keys_by_code
from assistant.storage.recovery import RecoveryCode
from assistant.storage.restore import restore
from assistant.storage.space import Space
from assistant.wording import Side
from tests.assistant.storage import stored_pair
from tests.assistant.storage.stored_pair import (
    CONTENTS,
    files_in,
    opened,
    places_of,
    put_back,
    put_back_of,
)
from tests.conftest import PROJECT
from tests.knowledge.refusals import files_limited_to, mode_of

TEXTS = {"viceversa-backup/HOW-TO-OPEN.txt", "viceversa-backup/SHA256SUMS"}


@pytest.fixture
def space(home: Path) -> Path:
    return put_back(home)


def test_restore_drill_with_nothing_but_the_recovery_code(home: Path, tmp_path: Path) -> None:
    people = People(home)
    new = people.new_pair("Ines", Side.MENTOR, "Harold", "copper lantern drift 48 meadow")
    code = new.code.code
    ines = people.save(new)
    joining = people.join("Harold", "tundra biscuit violin 73 harbour")
    their_code = joining.code.code
    harold = people.save(joining)
    ines.admit(ines.waiting[0])
    entry = ines.journal.keep(Draft(text="The first version", tags=("one",), mood=3))
    ines.journal.keep(entry.draft().model_copy(update={"text": "The second version"}))
    ines.journal.keep_draft(Draft(text="Half a sentence"))
    ines.shared.add(Promotion(PrivateText("For both of us")).confirmed())
    harold.journal.keep(Draft(text="What the senior wrote"))
    ines_writer = ines.me.writer
    people.capture(Draft(text="On the way home"), ines_writer)
    made = back_up(home, tmp_path / "all.tar")
    ines.close()
    harold.close()
    assert made.members == 2
    shutil.rmtree(home)

    elsewhere = tmp_path / "elsewhere"
    done = restore(tmp_path / "all.tar", elsewhere)
    assert len(done.members) == 2
    people = People(elsewhere)
    pair = people.recover(RecoveryCode.parse(code), "a quite new phrase 92 walrus")
    assert (pair.me.name, pair.partner, pair.complete) == ("Ines", "Harold", True)
    assert [one.text for one in pair.journal.versions(entry.id)] == [
        "The first version",
        "The second version",
    ]
    assert (draft := pair.journal.draft()) is not None
    assert draft.text == "Half a sentence"
    assert [one.draft.text for one in pair.captured()] == ["On the way home"]
    assert [note.text for note in pair.shared.notes] == ["For both of us"]
    assert pair.notices == []
    pair.journal.keep(Draft(text="Written after all was lost"))
    pair.shared.add(Promotion(PrivateText("Shared after all was lost")).confirmed())
    pair.close()
    pair = people.unlock("a quite new phrase 92 walrus", ines_writer)
    assert len(pair.journal) == 2
    assert pair.notices == []
    pair.close()
    own = next(one for one in done.members if one.writer != ines_writer)
    keys = keys_by_code(own, RecoveryCode.parse(their_code))
    other = PairSpace(Space.open(own, keys), stored_pair.noon)
    assert (other.me.name, other.notices) == ("Harold", [])
    assert len(other.shared.notes) == 2
    assert [one.text for one in other.journal.entries] == ["What the senior wrote"]
    other.close()


def test_what_is_restored_is_what_there_was_and_only_its_owners(
    space: Path, tmp_path: Path
) -> None:
    with stored_pair.opened(space) as pair:  # makes former copies, state and a lock
        pair.journal.keep(Draft(text="One more."))
    (space / "settings.toml").write_text("", encoding="utf-8")
    made = back_up(space, tmp_path / "all.tar")
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert (made.left_out, made.unread) == ((), ())
    home = tmp_path / "new" / "home"
    assert restore(made.path, home).files == made.files == len(files_in(space))
    assert files_in(home) == put_back_of(files_in(space))
    assert sorted(path.name for path in home.iterdir()) == ["private", "shared"]
    for path in home.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_heads_come_back_before_what_they_name(space: Path, tmp_path: Path) -> None:
    """Whether a segment is newer than the head is first told by when it was written."""
    (places_of(space).private / "c-0001.age").write_bytes(b"a kind to come")
    with tarfile.open(back_up(space, tmp_path / "all.tar").path) as tar:
        names = tar.getnames()
    for folder in {name.rpartition("/")[0] for name in names if name.endswith("/head.age")}:
        inner = [name for name in names if name.startswith(f"{folder}/")]
        assert inner[0] == f"{folder}/head.age"


def test_it_says_nothing_of_the_computer_and_is_the_same_each_time(
    space: Path, tmp_path: Path
) -> None:
    first = back_up(space, tmp_path / "1.tar").path.read_bytes()
    for path in space.rglob("*"):
        os.utime(path, (1, 1))
    second = back_up(space, tmp_path / "2.tar").path.read_bytes()
    assert first == second
    with tarfile.open(tmp_path / "1.tar") as tar:
        members = tar.getmembers()
    assert {(m.uid, m.gid, m.uname, m.gname, m.mtime, m.mode) for m in members} == {
        (0, 0, "", "", 0, 0o600)
    }
    assert all(member.isreg() for member in members)


def test_nothing_in_it_is_in_clear_but_the_public_key(space: Path, tmp_path: Path) -> None:
    made = back_up(space, tmp_path / "all.tar")
    with tarfile.open(made.path) as tar:
        for member in tar.getmembers():
            file = tar.extractfile(member)
            assert file is not None
            data = file.read()
            if member.name in TEXTS or member.name.endswith("/owner.json"):
                assert data.isascii()
            else:
                assert data.startswith(b"age-encryption.org/v1\n")
    data = made.path.read_bytes()
    for words in ("Asha", "Bernard", "first hour", "Half a change", "glad"):
        assert words.encode() not in data


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_other_programs_unpack_and_check_it(space: Path, tmp_path: Path) -> None:
    back_up(space, tmp_path / "all.tar")
    subprocess.run(["tar", "-xf", "all.tar"], cwd=tmp_path, check=True, timeout=60)
    folder = tmp_path / "viceversa-backup"
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    subprocess.run(command, cwd=folder, check=True, timeout=60)


# --- while the app is open -----------------------------------------------------------------------------


def test_a_file_that_goes_while_others_are_read(
    space: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head that was read first named it: a backup of two moments would open with an alarm."""
    with stored_pair.opened(space, "Bernard") as pair:
        read = files.read
        own = places_of(space, "Bernard")

        def meanwhile(path: Path) -> bytes:
            data = read(path)
            if path == own.private / "head.age" and len(pair.journal):
                pair.journal.erase(pair.journal.entries[0].id)
            return data

        monkeypatch.setattr(backing_up.files, "read", meanwhile)
        made = back_up(space, tmp_path / "all.tar")
        monkeypatch.undo()
    assert not list(own.private.glob("j-*"))
    restore(made.path, tmp_path / "new")
    with stored_pair.opened(tmp_path / "new", "Bernard") as pair:
        assert pair.notices == []
        assert len(pair.journal) == 0


def test_backups_made_while_somebody_writes_all_open_without_alarm(
    space: Path, tmp_path: Path
) -> None:
    written: list[str] = []
    done = threading.Event()

    def write() -> None:
        try:
            with stored_pair.opened(space, "Bernard") as pair:
                for number in range(25):
                    entry = pair.journal.keep(Draft(text=f"Entry {number}"))
                    written.append(entry.text)
                    pair.journal.keep_draft(Draft(text=f"Draft {number}"))
                    if number % 5 == 4:
                        pair.journal.erase(entry.id)
        finally:
            done.set()

    writer = threading.Thread(target=write)
    writer.start()
    made: list[Path] = []
    while not done.is_set() or not made:
        made.append(back_up(space, tmp_path / "all.tar").path)
    writer.join()
    assert len(written) == 25
    assert len(made) > 1
    for number, path in enumerate(made[:: len(made) // 6 or 1]):
        home = tmp_path / f"restored-{number}"
        restore(path, home)
        with stored_pair.opened(home, "Bernard") as pair:
            assert pair.notices == []
            found = {one.text for one in pair.journal.entries if one.text.startswith("Entry")}
            assert found <= set(written)


def test_files_that_never_rest_are_given_up_on(
    space: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backing_up, "_PAUSE", 0)
    read = files.read

    def restless(path: Path) -> bytes:
        os.utime(path)
        return read(path)

    monkeypatch.setattr(backing_up.files, "read", restless)
    with pytest.raises(Trouble, match="kept changing"):
        back_up(space, tmp_path / "all.tar")
    assert not (tmp_path / "all.tar").exists()


# --- an older copy -------------------------------------------------------------------------------------


def test_an_older_backup_put_in_place_of_newer_files_is_told(space: Path, tmp_path: Path) -> None:
    made = back_up(space, tmp_path / "old.tar")
    with stored_pair.opened(space) as pair:
        for number in range(3):
            pair.journal.keep(Draft(text=f"Written after the backup {number}"))
    for name in ("private", "shared"):
        (space / name).rename(tmp_path / name)
    restore(made.path, space)
    with stored_pair.opened(space) as pair:
        assert [one for one in pair.notices if "older than those you saw last" in one]
        assert len(pair.journal) == len(CONTENTS["Asha"]["entries"])


# --- what is left out ----------------------------------------------------------------------------------


def test_what_is_none_of_ours_is_left_out_and_told(space: Path, tmp_path: Path) -> None:
    places = places_of(space)
    secret = tmp_path / "secret.age"
    secret.write_bytes(b"not for a backup")
    before = len(files_in(space))
    (places.private / "j-0009.age").symlink_to(secret)
    (places.private / "notes.txt").write_text("in clear", encoding="utf-8")
    (places.private / "j-0001 (conflicted copy).age").write_bytes(b"x")
    (places.private / "nul.age").write_bytes(b"x")
    (places.private / ".new-abc").write_bytes(b"half done")
    (space / "shared" / "stranger").mkdir()
    (space / "private" / ("0" * 16)).symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(places.private / "j-0008.age")
    made = back_up(space, tmp_path / "all.tar")
    assert made.files == before
    told = "\n".join(made.left_out)
    for name in ("j-0009.age: it is a link", "notes.txt", "conflicted", "nul.age", "stranger"):
        assert name in told
    assert f"{'0' * 16}: it is a link" in told
    assert ".new-abc" not in told
    if hasattr(os, "mkfifo"):
        assert "j-0008.age: it is no ordinary file" in told
    data = made.path.read_bytes()
    assert b"not for a backup" not in data
    assert b"in clear" not in data
    restore(made.path, tmp_path / "new")


def test_a_synchronisers_copies_are_in_it_under_names_that_tell_nothing(
    space: Path, tmp_path: Path
) -> None:
    places = places_of(space)
    former = (places.private / "j-0001.age").read_bytes()
    with opened(space) as pair:
        pair.journal.keep(Draft(text="Only in the copies"))
    last = (places.private / "j-0001.age").read_bytes()
    copies = ("j-0001.sync-conflict-20260309-120000-ABC.age", "j-0001 (Asha's laptop).age")
    for name in copies:
        (places.private / name).write_bytes(last)
    (places.private / "j-0001.age").write_bytes(former)
    (places.private / "j-0001.copy1.age").write_bytes(former)
    with opened(space) as pair:
        entries = pair.journal.entries
        assert "Only in the copies" in [entry.text for entry in entries]
    made = back_up(space, tmp_path / "all.tar")
    assert made.left_out == made.unread == ()
    assert b"laptop" not in made.path.read_bytes()
    restore(made.path, tmp_path / "new")
    restored = places_of(tmp_path / "new").private
    names = sorted(path.name for path in restored.glob("j-0001.*copy*"))
    assert names == ["j-0001.copy1.age", "j-0001.copy2.age", "j-0001.copy3.age"]
    with opened(tmp_path / "new") as pair:
        assert pair.journal.entries == entries
    again = back_up(tmp_path / "new", tmp_path / "again.tar")
    assert again.path.read_bytes() == made.path.read_bytes()


def test_files_that_cannot_be_read_are_told_and_the_others_kept(
    space: Path, tmp_path: Path
) -> None:
    large = places_of(space).private / "j-0007.age"
    large.touch()
    os.truncate(large, files.MOST + 1)
    made = back_up(space, tmp_path / "all.tar")
    assert [one.rpartition("/")[2] for one in made.unread] == ["j-0007.age: it is too large"]
    restore(made.path, tmp_path / "new")


# --- where it goes -------------------------------------------------------------------------------------


def test_it_goes_beside_a_file_that_is_there(space: Path, tmp_path: Path) -> None:
    first = back_up(space, tmp_path)
    assert first.path == tmp_path / NAME
    before = first.path.read_bytes()
    assert back_up(space, tmp_path).path == tmp_path / "viceversa-backup-2.tar"
    assert first.path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits and modes")
def test_half_a_backup_is_never_left(space: Path, tmp_path: Path) -> None:
    target = tmp_path / "disk"
    target.mkdir()
    with files_limited_to(100_000), pytest.raises(Trouble, match="file too large"):
        back_up(space, target / "all.tar")
    with mode_of(target, 0o500), pytest.raises(Trouble, match="permission denied"):
        back_up(space, target / "all.tar")
    with pytest.raises(Trouble, match="could not be written"):
        back_up(space, target / "missing" / "all.tar")
    assert list(target.iterdir()) == []


_KILLED = """
import os, sys
from pathlib import Path
from assistant.storage.backup import back_up
from assistant.storage.restore import restore
os.fsync = lambda descriptor: os._exit(9)
{"back_up": back_up, "restore": restore}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
"""


def killed(what: str, source: Path, target: Path) -> None:
    """The process dies when it has written, and before anything is in place."""
    command = [sys.executable, "-c", _KILLED, what, str(source), str(target)]
    assert subprocess.run(command, check=False, timeout=60, cwd=PROJECT).returncode == 9


def test_a_kill_leaves_no_file_of_that_name(space: Path, tmp_path: Path) -> None:
    target = tmp_path / "disk"
    target.mkdir()
    killed("back_up", space, target / "all.tar")
    assert not (target / "all.tar").exists()
    assert back_up(space, target / "all.tar").path == target / "all.tar"


def test_a_restore_that_was_killed_is_done_again(space: Path, tmp_path: Path) -> None:
    made = back_up(space, tmp_path / "all.tar")
    home = tmp_path / "new"
    killed("restore", made.path, home)
    assert People(home).places == []
    assert files_in(home) == {}
    restore(made.path, home)
    assert files_in(home) == put_back_of(files_in(space))
    assert sorted(path.name for path in home.iterdir()) == ["private", "shared"]


def test_a_home_without_a_journal_has_nothing_to_back_up(home: Path, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no journal"):
        back_up(home, tmp_path / "all.tar")
    assert not home.exists()
