"""Imports point one way, and nothing heavy is loaded before it is needed: asked of fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import write_guide
from tests.conftest import PROJECT

MODEL = {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "faiss"}

_COMMAND = """
import json, sys
from tui.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print("\\n" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

_APP = """
import asyncio, json, sys
from tui.app import ViceVersaApp
seen = []
class Frame(ViceVersaApp):
    CSS_PATH = []
    def _open_guide(self):
        seen.append(sorted({name.partition(".")[0] for name in sys.modules}))
        return super()._open_guide()
async def run():
    def refuse():
        from assistant.errors import Trouble
        raise Trouble("x", "y")
    app = Frame(refuse)
    async with app.run_test() as pilot:
        while not seen:
            await pilot.pause(0.01)
asyncio.run(run())
print("\\n" + json.dumps(seen[0]))
"""


def imported(program: str, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_help_imports_next_to_nothing() -> None:
    found = imported(_COMMAND, "--help")
    assert not found & (MODEL | {"pydantic", "textual", "rich", "numpy", "yaml", "tinydb"})


@pytest.mark.parametrize(
    "command", [["guide", "list"], ["agenda"], ["questions"], ["guide", "check", "--quick"]]
)
def test_commands_without_a_question_load_neither_model_nor_textual(command: list[str]) -> None:
    found = imported(_COMMAND, *command)
    assert not found & (MODEL | {"textual", "rich", "numpy"})


HEAVY = {"torch", "transformers", "sentence_transformers", "sklearn", "scipy"}


def test_a_question_is_answered_without_the_heavy_libraries(real_home: Path) -> None:
    found = imported(_COMMAND, "ask", "--home", str(real_home), "he talks the whole hour")
    assert {"numpy", "faiss", "tokenizers"} <= found
    assert not found & (HEAVY | {"textual", "rich", "pydantic", "yaml"})


def test_an_index_is_built_without_the_heavy_libraries(tmp_path: Path) -> None:
    guide = str(write_guide(tmp_path / "guide"))
    found = imported(_COMMAND, "ask", "--home", str(tmp_path), "--guide", guide, "promise")
    assert {"numpy", "faiss", "tokenizers"} <= found
    assert not found & (HEAVY | {"textual", "rich"})


def test_the_first_frame_comes_before_any_model() -> None:
    found = imported(_APP)
    assert "textual" in found
    assert not found & (MODEL | {"numpy", "pydantic", "yaml"})


def test_the_models_libraries_are_offline_before_they_are_imported() -> None:
    imported(
        "import json\n"
        "from knowledge.reference_encoder import SentenceTransformerEncoder\n"
        "SentenceTransformerEncoder()\n"
        "from huggingface_hub import constants\n"
        "assert constants.HF_HUB_OFFLINE and constants.HF_HUB_DISABLE_TELEMETRY\n"
        "print(json.dumps([]))"
    )


def test_altered_weights_are_refused_before_any_library_reads_them(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    found = imported(
        "import json, pathlib, sys\n"
        "from knowledge.fast_encoder import FastEncoder\n"
        "from knowledge.errors import ModelError\n"
        "try:\n"
        f"    FastEncoder(pathlib.Path({str(tmp_path)!r}))\n"
        "except ModelError as error:\n"
        "    assert 'not the published one' in str(error)\n"
        "    print(json.dumps(sorted(sys.modules)))"
    )
    assert not found & (MODEL | {"numpy", "tokenizers"})


def test_importing_knowledge_and_assistant_does_no_work() -> None:
    names = sorted(
        ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        for package in ("knowledge", "assistant")
        for path in (PROJECT / package).rglob("*.py")
    )
    program = (
        "import importlib, json, os, sys, threading\n"
        "sys.dont_write_bytecode = True\n"  # whichever test is the first to import a module
        "def refuse(event, arguments):\n"
        "    writes = event == 'open' and isinstance(arguments[1], str) and set(arguments[1]) & set('wax+')\n"
        "    if event in ('os.mkdir', 'socket.connect', 'subprocess.Popen') or (\n"
        "            writes and '__pycache__' not in str(arguments[0])):\n"
        "        raise AssertionError((event, arguments))\n"
        "sys.addaudithook(refuse)\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    assert not imported(program) & (MODEL | {"textual", "rich", "numpy"})


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


def test_packages_are_empty_at_their_root() -> None:
    for path in PROJECT.glob("*/__init__.py"):
        assert path.read_text(encoding="utf-8") == ""
    for package in ("knowledge", "assistant", "tui"):
        for path in (PROJECT / package).rglob("*.py"):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 320, path
