"""What is promised: the free `age` tool opens everything, by the very commands that backups tell."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.storage.keys import Keys, seal, stanzas
from assistant.storage.passphrase import unwrap
from tests.assistant.storage.stored_pair import BACKUP, CONTENTS, opened, put_back

pytestmark = [
    pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]
ASHA = CONTENTS["Asha"]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """The stored backup as `tar` unpacks it."""
    subprocess.run(["tar", "-xf", str(BACKUP), "-C", str(tmp_path)], check=True, timeout=60)
    return tmp_path / "viceversa-backup"


@pytest.fixture
def folder(unpacked: Path) -> Path:
    """Asha's, found as the text says."""
    named = re.findall("^    viceversa-backup/(private/.*)$", how_to(unpacked), re.MULTILINE)
    assert len(named) == 2
    (own,) = [unpacked / name for name in named if ASHA["me"]["writer"] in name]
    return own


def how_to(unpacked: Path) -> str:
    return (unpacked / "HOW-TO-OPEN.txt").read_text(encoding="ascii")


def commands(text: str) -> list[str]:
    return re.findall(r"^    (age .*)$", text, re.MULTILINE)


def told(command: str, folder: Path) -> str:
    done = subprocess.run(
        shlex.split(command),
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def records(text: str) -> list[dict[str, Any]]:
    head, signature, *lines = text.splitlines()
    assert json.loads(head)["format"] == "viceversa-segment"
    assert len(signature) == 128
    return [json.loads(line) for line in lines if line]


def read_all(folder: Path, told_commands: list[str]) -> None:
    """What the commands after the key was had print is what was written."""
    journal, draft, inbox, *shared = told_commands
    assert journal.endswith(" j-0001.age")
    found = {(row["entry"], row["edits"]): row["text"] for row in records(told(journal, folder))}
    stored = {
        (one["id"], one["edits"]): one["text"] for versions in ASHA["entries"] for one in versions
    }
    assert found == stored
    drafts = {row["draft"]: row["text"] for row in records(told(draft, folder))}
    assert drafts == {name: one["text"] for name, one in ASHA["drafts"].items()}
    (name,) = [path.name for path in (folder / "inbox").iterdir()]
    captured = json.loads(told(inbox.replace("NAME.age", name), folder))
    assert captured["draft"]["text"] == ASHA["captured"][0]["text"]
    notes = [row for command in shared for row in records(told(command, folder))]
    texts = {row["text"] for row in notes if row.get("kind") == "note"}
    assert texts == {note["text"] for note in ASHA["shared"]}
    assert {row["member"]["name"] for row in notes if "member" in row} == {"Asha", "Bernard"}


def test_by_the_passphrase(unpacked: Path, folder: Path) -> None:
    from tests.test_terminal import Terminal

    version, by_passphrase, _by_code, *others = commands(how_to(unpacked))
    assert told(version, folder)
    with Terminal(shlex.split(by_passphrase), folder) as terminal:
        terminal.sees("passphrase")
        terminal.press(ASHA["secrets"]["passphrase"] + "\r")
        assert terminal.ended() == 0
    assert (
        Keys.parse((folder / "key.txt").read_bytes(), "key.txt").recipient
        == (ASHA["me"]["recipient"])
    )
    read_all(folder, others)


def test_by_the_recovery_code(unpacked: Path, folder: Path) -> None:
    _version, _by_passphrase, by_code, *others = commands(how_to(unpacked))
    (folder / "code.txt").write_text(ASHA["secrets"]["recovery_code"], encoding="ascii")
    told(by_code, folder)
    read_all(folder, others)


def test_the_partners_key_opens_what_is_shared_and_nothing_else(
    unpacked: Path, folder: Path
) -> None:
    secrets = CONTENTS["Bernard"]["secrets"]
    other = folder.with_name(CONTENTS["Bernard"]["me"]["writer"])
    (other / "code.txt").write_text(secrets["recovery_code"] + "\n", encoding="ascii")
    told("age -d -i code.txt -o key.txt identity.recovery.age", other)
    shared = next(unpacked.glob(f"shared/*/{folder.name}/s-0001.age"))
    assert ASHA["shared"][0]["text"] in told(f"age -d -i key.txt {shared}", other)
    for private in folder.rglob("*.age"):
        done = subprocess.run(
            ["age", "-d", "-i", str(other / "key.txt"), str(private)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=60,
        )
        assert done.returncode != 0
        assert done.stdout == b""


def test_what_age_writes_is_read_here(home: Path, tmp_path: Path) -> None:
    recipient = ASHA["me"]["recipient"]
    plain = tmp_path / "plain"
    plain.write_bytes(b"from age\n")
    sealed = tmp_path / "sealed.age"
    told(f"age -r {recipient} -o {sealed} {plain}", tmp_path)
    put_back(home)
    with opened(home) as pair:
        assert pair._space.keys.decrypt(sealed.read_bytes(), "sealed.age") == b"from age\n"


def test_a_passphrase_file_that_age_writes_is_read_here(tmp_path: Path) -> None:
    from tests.test_terminal import Terminal

    (tmp_path / "plain").write_bytes(b"from age\n")
    with Terminal(["age", "-p", "-o", "sealed.age", "plain"], tmp_path) as terminal:
        terminal.sees("passphrase")
        terminal.press("a phrase for age\r")
        terminal.sees("onfirm")
        terminal.press("a phrase for age\r")
        assert terminal.ended() == 0
    sealed = (tmp_path / "sealed.age").read_bytes()
    assert unwrap(sealed, "a phrase for age", "sealed.age") == b"from age\n"


def test_every_private_file_has_one_reader_and_every_shared_one_two(unpacked: Path) -> None:
    for path in unpacked.glob("private/*/*/**/*.age*"):
        kinds = stanzas(path.read_bytes(), path.name)
        assert kinds == (["scrypt"] if path.name.startswith("identity.age") else ["X25519"])
    for path in unpacked.glob("shared/**/*.age*"):
        assert stanzas(path.read_bytes(), path.name) == ["X25519", "X25519"]


def test_our_files_hold_nothing_that_age_does_not_know(tmp_path: Path, keys: Keys) -> None:
    (tmp_path / "key.txt").write_text(keys.text, encoding="ascii")
    for size in (0, 1, 64 * 1024, 64 * 1024 + 1):
        (tmp_path / "x.age").write_bytes(seal(b"x" * size, [keys.recipient]))
        assert told("age -d -i key.txt x.age", tmp_path) == "x" * size
