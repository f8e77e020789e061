"""Backups that are damaged, forged or in the way: refused in a sentence, and nothing is left behind."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.storage.files import MOST
from assistant.storage.restore import restore
from tests.assistant.storage.stored_pair import BACKUP, files_in, put_back, put_back_of
from tests.knowledge.refusals import files_limited_to, mode_of

WHOLE = BACKUP.read_bytes()
TOP = "viceversa-backup"
OWN = f"private/{'1' * 16}/{'2' * 16}"
Member = tuple[tarfile.TarInfo, bytes]


def file(name: str, data: bytes = b"x") -> Member:
    member = tarfile.TarInfo(f"{TOP}/{name}")
    member.size = len(data)
    return member, data


def listed(*members: Member) -> list[Member]:
    """A backup of these, with the right list of them before."""
    how_to = file("HOW-TO-OPEN.txt", b"how\n")
    lines = [
        f"{hashlib.sha256(data).hexdigest()}  {member.name.removeprefix(f'{TOP}/')}\n"
        for member, data in (how_to, *members)
    ]
    return [how_to, file("SHA256SUMS", "".join(lines).encode()), *members]


def tar_of(members: list[Member], form: int = tarfile.USTAR_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for member, data in members:
            tar.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def kind(name: str, kind: bytes, link: str = "") -> Member:
    member, _ = file(name, b"")
    member.type, member.linkname = kind, link
    return member, b""


def named(name: str) -> Member:
    member, data = file("x")
    member.name = name
    return member, data


def refused(backup: bytes, folder: Path, home: Path | None = None) -> str:
    """It is refused with a sentence and a hint, and there is no trace of it; the sentence."""
    path = folder / "given.tar"
    path.write_bytes(backup)
    home = home or folder / "deep" / "home"
    before = sorted(folder.rglob("*"))
    with pytest.raises(Trouble) as caught:
        restore(path, home)
    assert caught.value.__cause__ is None
    assert "Nothing was changed" in caught.value.hint
    assert sorted(folder.rglob("*")) == before
    return caught.value.detail


def test_the_builder_makes_what_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "made.tar"
    path.write_bytes(tar_of(listed(file(f"{OWN}/identity.age"), file(f"{OWN}/j-0001.age", b"j"))))
    restore(path, tmp_path / "home")
    assert (tmp_path / "home" / OWN / "j-0001.age").read_bytes() == b"j"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.age",
        f"{OWN}/../../../../evil.age",
        f"{OWN}/..",
        "/etc/evil.age",
        "settings.toml",
        "state/lock",
        "cache/guide/x.age",
        f"{OWN}/evil.py",
        f"{OWN}/con.age",
        f"{OWN}/nul.age.1",
        f"{OWN}/j-0001.age\n",
        f"{OWN}\\evil.age",
        f"{OWN}/J-0001.AGE",
        f"{OWN}/inbox/evil.age",
        f"{OWN}/inbox/inbox/{'3' * 16}.age",
        f"private/{'1' * 16}/j-0001.age",
        f"shared/{'1' * 16}/x/s-0001.age",
        f"{OWN}/j-0001.age/x.age",
        "HOW-TO-OPEN.txt",
        "SHA256SUMS",
    ],
)
def test_names_that_no_backup_has(name: str, tmp_path: Path) -> None:
    good = file(f"{OWN}/identity.age")
    refused(tar_of(listed(good, file(name))), tmp_path)
    # Nor where the list does not tell of them.
    refused(tar_of([*listed(good), file(name)]), tmp_path)


@pytest.mark.parametrize(
    "name", ["/etc/evil.age", "../evil.age", "evil.age", f"{TOP}-2/{OWN}/a.age"]
)
def test_names_beside_the_folder(name: str, tmp_path: Path) -> None:
    refused(tar_of([*listed(file(f"{OWN}/identity.age")), named(name)]), tmp_path)


@pytest.mark.parametrize(
    "odd",
    [
        kind(f"{OWN}/j-0001.age", tarfile.SYMTYPE, "/etc/passwd"),
        kind(f"{OWN}/j-0001.age", tarfile.LNKTYPE, f"{TOP}/{OWN}/identity.age"),
        kind(f"{OWN}", tarfile.DIRTYPE),
        kind(f"{OWN}/j-0001.age", tarfile.FIFOTYPE),
        kind(f"{OWN}/j-0001.age", tarfile.CHRTYPE),
        kind(f"{OWN}/j-0001.age", tarfile.CONTTYPE),
        kind(f"{OWN}/j-0001.age", tarfile.GNUTYPE_SPARSE),
        kind(f"{OWN}/j-0001.age", tarfile.GNUTYPE_LONGNAME),
        kind(f"{OWN}/j-0001.age", tarfile.XHDTYPE),
    ],
)
def test_links_devices_and_everything_that_is_no_ordinary_file(odd: Member, tmp_path: Path) -> None:
    detail = refused(tar_of([*listed(file(f"{OWN}/identity.age")), odd]), tmp_path)
    assert "no ordinary file" in detail


@pytest.mark.parametrize(
    ("form", "said"), [(tarfile.GNU_FORMAT, "no backup"), (tarfile.PAX_FORMAT, "no ordinary file")]
)
def test_other_kinds_of_tar(form: int, said: str, tmp_path: Path) -> None:
    members = listed(file(f"{OWN}/identity.age"))
    members[0][0].mtime = 0.5  # pax says so in a header of its own
    assert said in refused(tar_of(members, form), tmp_path)


def test_what_is_no_tar_at_all(tmp_path: Path) -> None:
    for data in (b"", b"x", b"x" * 5000, bytes(10240), gzip.compress(WHOLE)):
        assert "is" in refused(data, tmp_path)


def test_a_backup_without_its_list_or_with_a_wrong_one(tmp_path: Path) -> None:
    good = listed(file(f"{OWN}/identity.age"), file(f"{OWN}/j-0001.age"))
    how_to, sums, *files = good
    assert "no backup" in refused(tar_of([sums, how_to, *files]), tmp_path)
    assert "no backup" in refused(tar_of(files), tmp_path)
    assert "list" in refused(tar_of([how_to, file("SHA256SUMS", b"\xff\n"), *files]), tmp_path)
    assert "list" in refused(tar_of([how_to, file("SHA256SUMS", b""), *files]), tmp_path)
    twice = file("SHA256SUMS", sums[1] + sums[1])
    assert "list" in refused(tar_of([how_to, twice, *files]), tmp_path)
    assert "missing" in refused(tar_of(good[:-1]), tmp_path)
    assert "twice" in refused(tar_of([*good, good[-1]]), tmp_path)
    other = file(f"{OWN}/j-0001.age", b"y")
    assert "not the one" in refused(tar_of([*good[:-1], other]), tmp_path)
    assert "not the one" in refused(tar_of([*good, file(f"{OWN}/j-0002.age")]), tmp_path)


def test_sizes_beyond_any_file_of_ours(tmp_path: Path) -> None:
    good = listed(file(f"{OWN}/identity.age"))
    large = file(f"{OWN}/j-0001.age", bytes(MOST + 1))
    assert "too large" in refused(tar_of([*good, large]), tmp_path)
    # A header alone that tells of terabytes costs nothing.
    claimed, _ = file(f"{OWN}/j-0001.age")
    for size in (8**11 - 1, 2**60):
        claimed.size = size
        head = claimed.tobuf(tarfile.GNU_FORMAT).replace(b"ustar  \0", b"ustar\x0000")
        told = head[:148] + b"        " + head[156:]
        head = head[:148] + b"%06o\0 " % sum(told) + head[156:]
        assert "too large" in refused(tar_of(good)[: 3 * 1024] + head, tmp_path)
    path = tmp_path / "vast.tar"
    path.write_bytes(WHOLE)
    os.truncate(path, 2**40)
    with pytest.raises(Trouble, match="larger than any backup"):
        restore(path, tmp_path / "home")


@pytest.mark.parametrize("share", [0.001, 0.1, 0.3, 0.5, 0.9, 0.95])
def test_a_backup_cut_off(share: float, tmp_path: Path) -> None:
    refused(WHOLE[: int(len(WHOLE) * share)], tmp_path)


_pages = st.integers(0, len(WHOLE) // 512 - 1)


@settings(max_examples=80, deadline=None)
@given(
    place=st.one_of(st.integers(0, len(WHOLE) - 1), _pages.map(lambda page: page * 512 + 156)),
    bits=st.integers(1, 255),
)
def test_one_changed_byte_is_refused_or_changes_nothing(place: int, bits: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= bits
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "given.tar").write_bytes(changed)
        try:
            restore(root / "given.tar", root / "home")
        except Trouble:
            assert [path.name for path in root.iterdir()] == ["given.tar"]
        else:  # the padding after a file, or what follows the end
            assert files_in(root / "home") == put_back_of(files_in_golden())


def files_in_golden() -> dict[str, str]:
    with tarfile.open(fileobj=io.BytesIO(WHOLE)) as tar:
        sums = tar.extractfile(f"{TOP}/SHA256SUMS")
        assert sums is not None
        told = [line.split("  ") for line in sums.read().decode().splitlines()]
    return {name: one for one, name in told if name != "HOW-TO-OPEN.txt"}


# --- the home ------------------------------------------------------------------------------------------


def test_a_home_that_has_it_is_left_alone(tmp_path: Path) -> None:
    home = put_back(tmp_path / "home")
    before = files_in(home)
    for top in ("private", "shared"):  # each alone is enough
        detail = refused(WHOLE, tmp_path, home)
        assert str(home) in detail
        shutil.rmtree(home / top)
        before = {name: one for name, one in before.items() if not name.startswith(top)}
        assert files_in(home) == before
    put_back(home)


def test_other_pairs_in_the_home_stay(tmp_path: Path) -> None:
    home = put_back(tmp_path / "home")
    path = tmp_path / "other.tar"
    members = [file(f"{OWN}/identity.age"), file(f"shared/{'1' * 16}/members.age")]
    path.write_bytes(tar_of(listed(*members)))
    before = files_in(home)
    restore(path, home)
    assert files_in(home).items() >= before.items()
    assert len(files_in(home)) == len(before) + 2


def test_what_is_no_file(tmp_path: Path) -> None:
    for path, said in ((tmp_path, "directory|ordinary"), (tmp_path / "none", "no such file")):
        with pytest.raises(Trouble, match=said):
            restore(path, tmp_path / "home")
    with pytest.raises(Trouble):
        restore(Path("a\0b"), tmp_path / "home")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(Trouble, match="no ordinary file"):
            restore(tmp_path / "pipe", tmp_path / "home")
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits and modes")
def test_a_full_disk_and_missing_rights_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "given.tar"
    path.write_bytes(WHOLE)
    with files_limited_to(10_000), pytest.raises(Trouble, match="too large"):
        restore(path, tmp_path / "home")
    home = tmp_path / "kept"
    (home / "private").mkdir(parents=True)
    # What is shared is in place already when the keys are refused.
    with mode_of(home / "private", 0o500), pytest.raises(Trouble, match="permission denied"):
        restore(path, home)
    assert [path.name for path in home.rglob("*")] == ["private"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["given.tar", "kept", "user"]
    restore(path, home)


def test_what_a_killed_restore_left_is_swept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    stray = home / ".restoring-abc" / "private"
    stray.mkdir(parents=True)
    (stray / "x.age").write_bytes(b"x")
    put_back(home)
    assert sorted(path.name for path in home.iterdir()) == ["private", "shared"]


def test_a_stop_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "given.tar"
    path.write_bytes(WHOLE)
    fsync: Callable[[int], None] = os.fsync
    calls: list[int] = []

    def stopped(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 5:
            raise KeyboardInterrupt
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        restore(path, tmp_path / "home")
    assert not (tmp_path / "home").exists()
