"""Words that occur nowhere else, typed through a full run, and then looked for in every file and output."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from textual.widgets import Input

from assistant.entry import Draft
from knowledge.encoder import Encoder
from knowledge.growing import passages_of
from tests.conftest import FakeEncoder
from tests.pairs import quick_to_open
from tests.tui.driving import type_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import rows, unlocked, words_held
from tui.screens.writing import WritingScreen

PHRASE = "seven copper zyqqphrasor kettles whistle"
ENTRY = "Today the zyqqelvorn frightened me."
LOCKED = "Noted in haste: zyqqlattim."
SHARED = "A line about zyqqsharrop for both."
CHANGED = "Today the zyqqchangund frightened me less."
TAG, QUESTION = "zyqqtaggen", "zyqqwhyquen"
PROMPT, DRAFT, ERASED = "Who was zyqqprompil?", "half a zyqqdraftor", "zyqqerasted at once"
ME, PARTNER = "Zyqqmeriel", "Zyqqpartand"
WORDS = [
    word.strip(".:?")
    for text in (
        ENTRY,
        LOCKED,
        SHARED,
        CHANGED,
        TAG,
        QUESTION,
        PROMPT,
        DRAFT,
        ERASED,
        ME,
        PARTNER,
        PHRASE,
    )
    for word in text.split()
    if "zyqq" in word.lower()
]


def forms(data: bytes) -> list[bytes]:
    """`data` as base64 may hold it at each of three offsets, without the ends that depend on neighbours."""
    found = []
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + data)
        found.append(encoded[(offset * 8 + 5) // 6 :].rstrip(b"=")[:-1])
    return found


def needles(words: Iterable[str]) -> dict[bytes, str]:
    """What to look for, and the word that each stands for."""
    found = {}
    for word in words:
        for spelling in {word, word.lower(), word.upper()}:
            plain = spelling.encode()
            for form in (
                plain,
                spelling.encode("utf-16-le"),
                spelling.encode("utf-16-be"),
                *forms(plain),
            ):
                found[form] = word
            found[plain.hex().encode()] = word
    return found


def vectors_as_bytes(encoder: Encoder, texts: Iterable[str]) -> dict[bytes, str]:
    """Parts of the vectors of texts as files hold numbers: 32 bytes of each, from several places."""
    found = {}
    passages = [passage for text in texts for passage in passages_of(text)]
    vectors = np.asarray(encoder.encode(passages))
    for passage, vector in zip(passages, vectors, strict=True):
        for kind in ("<f4", "<f2", ">f4", ">f2"):
            data = vector.astype(kind).tobytes()
            for start in (0, len(data) // 2, len(data) - 32):
                part = data[start : start + 32]
                for form in (part, *forms(part)):
                    found[form] = f"vector of {passage[:20]}"
    return found


def seen(data: bytes, needles: dict[bytes, str]) -> set[str]:
    return {word for form, word in needles.items() if form in data}


@dataclass
class World:
    """A user's whole world in one folder: home, temporary files, where they stand."""

    root: Path
    command: list[str]
    said: list[tuple[str, bytes, set[str]]] = field(default_factory=list)
    """Each command's name, all it printed, and the words that it was asked to print."""

    @property
    def home(self) -> Path:
        return self.root / "home"

    def run(
        self,
        *arguments: str,
        stdin: str = "",
        asked: Iterable[str] = (),
        passphrase: bool = True,
        code: int = 0,
        program: list[str] | None = None,
    ) -> str:
        folders = {name: self.root / name.lower() for name in ("TMPDIR", "HOME", "cwd")}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        reading, writing = os.pipe()
        os.write(writing, f"{PHRASE}\n".encode())
        os.close(writing)
        given = ["--passphrase-fd", str(reading)] if passphrase else []
        environment = {
            **os.environ,
            "HOME": str(folders["HOME"]),
            "TMPDIR": str(folders["TMPDIR"]),
            "VICEVERSA_HOME": str(self.home),
            "GIVEN": str(reading),
        }
        done = subprocess.run(
            [*(program or self.command), *arguments, *(given if program is None else [])],
            input=stdin.encode(),
            capture_output=True,
            timeout=120,
            check=False,
            cwd=folders["cwd"],
            env=environment,
            pass_fds=[reading],
        )
        os.close(reading)
        assert done.returncode == code, done.stderr.decode()
        self.said.append((" ".join(arguments)[:60], done.stdout + done.stderr, set(asked)))
        return done.stdout.decode()


CRASH = """
import os, sys
from pathlib import Path
from assistant.entry import Draft
from assistant.people import People
from assistant.promotion import PrivateText, Promotion
from assistant.workspace import Workspace
from assistant.locations import Locations

changed, shared, prompt, draft, erased, question = sys.stdin.read().splitlines()
phrase = os.read(int(os.environ["GIVEN"]), 1000).decode().strip()
work = Workspace(Locations.find(Path(os.environ["VICEVERSA_HOME"])))
space = work.people.unlock(phrase)
entry = space.journal.entries[-1]
edited = entry.draft().model_copy(update={"text": changed, "prompts": (prompt,)})
space.journal.keep(edited)
gone = space.journal.keep(Draft(text=erased))
space.shared.add(Promotion(PrivateText(shared)).confirmed())
space.search.search_by(work.library.open_encoder())
space.search.find(question)
space.journal.erase(gone.id)
space.journal.keep_draft(Draft(text=draft))

from tui import __main__ as way_in

def broken(arguments):
    private = [draft, erased, changed]
    raise RuntimeError(f"a fault while the journal is open: {private}")

way_in._command = broken
way_in.main(["journal", "list"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are not handed on there")
def test_no_word_and_no_vector_is_in_any_file_or_output(
    tmp_path: Path, viceversa: list[str], real_encoder: Encoder
) -> None:
    world = World(tmp_path / "world", viceversa)
    make = ("pair", "new", "--me", ME, "--role", "mentor", "--partner", PARTNER)
    world.run(*make, asked={ME, PARTNER})
    quick_to_open(world.home, PHRASE)
    world.run("journal", "add", "--tag", TAG, stdin=ENTRY)
    world.run("journal", "add", "--locked", stdin=LOCKED, passphrase=False)
    world.run("journal", "captured", "--admit", "all", asked=WORDS)
    found = world.run("journal", "search", "-", stdin=f"{QUESTION} frightened", asked=WORDS)
    assert "zyqqelvorn" in found
    told = "\n".join([CHANGED, SHARED, PROMPT, DRAFT, ERASED, QUESTION])
    world.run("-c", CRASH, stdin=told, code=1, program=[sys.executable])
    world.run("journal", "search", "-", stdin=QUESTION, asked=WORDS)
    exported = world.run("journal", "export", "-", asked=WORDS)
    assert {"zyqqchangund", "zyqqprompil", "zyqqtaggen"} <= {
        word for word in WORDS if word in exported
    }
    world.run("journal", "list", asked={TAG})
    world.run("pair", "list", passphrase=False)
    world.run("doctor", passphrase=False)
    world.run("backup", str(world.root / "backup.tar"), passphrase=False)

    texts = (ENTRY, LOCKED, CHANGED, SHARED, ERASED, f"{QUESTION} frightened", QUESTION)
    looked_for = {**needles(WORDS), **vectors_as_bytes(real_encoder, texts)}
    for command, printed, asked in world.said:
        assert seen(printed, looked_for) <= asked, command
    kept = [path for path in world.root.rglob("*") if path.is_file()]
    assert len(kept) > 15
    assert any(path.name == "v-0001.age" for path in kept)
    for path in kept:
        assert not seen(path.read_bytes(), looked_for), path
        assert not seen(path.name.encode(), looked_for), path


def test_what_is_looked_for_would_be_found(real_encoder: Encoder) -> None:
    looked_for = {**needles(["zyqqelvorn"]), **vectors_as_bytes(real_encoder, [ENTRY])}
    vector = np.asarray(real_encoder.encode(passages_of(ENTRY)))[0]
    for data in (
        ENTRY.encode(),
        ENTRY.encode("utf-16-le"),
        ENTRY.encode("utf-16-be"),
        ENTRY.upper().encode(),
        *(base64.b64encode(b"x" * number + ENTRY.encode()) for number in range(4)),
        ENTRY.encode().hex().encode(),
        b"head" + vector.astype("<f4").tobytes(),
        vector.astype("<f2").tobytes(),
        *(base64.b64encode(b"y" * number + vector.astype("<f2").tobytes()) for number in range(4)),
    ):
        assert seen(data, looked_for), data[:40]
    assert not seen(b"nothing of the kind" * 100, looked_for)


# --- typed in the app --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def test_what_is_typed_in_the_app_is_in_no_file_in_clear(
    made: MadeHome,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    async with unlocked(made, home, [Draft(text=CHANGED)], meaning=True) as (app, pilot, pair):
        private = pair._space.places.private
        await until(pilot, lambda: any(private.glob("v-*.age")), "vectors")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        await type_text(pilot, ENTRY)
        await pilot.press("tab")
        await type_text(pilot, TAG)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(pair.journal) == 2)
        await pilot.press("escape")
        await until(pilot, lambda: rows(app) == 2)
        await pilot.press("slash")
        await type_text(pilot, f"{QUESTION} frightened")
        await until(pilot, lambda: app.screen.query_one(Input).value.endswith("frightened"))
        await pilot.press("escape", "escape", "w")
        await until(pilot, lambda: isinstance(app.screen, WritingScreen))
        await type_text(pilot, DRAFT)
        app.lock()
        await until(pilot, lambda: app.pair is None)
        await until(pilot, lambda: "zyqq" not in words_held(app))
    looked_for = {
        **needles(WORDS),
        **vectors_as_bytes(FakeEncoder(), [ENTRY, CHANGED, f"{QUESTION} frightened"]),
    }
    again = made.opened(home)
    draft = again.journal.draft()
    assert {entry.text for entry in again.journal.entries} == {ENTRY, CHANGED}
    assert draft is not None
    assert draft.text == DRAFT
    again.close()
    printed = capfd.readouterr()
    assert not seen((printed.out + printed.err).encode(), looked_for)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert not seen(path.read_bytes(), looked_for), path
