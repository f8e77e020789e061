"""What every test stands on: own folders, no network, a fake model where meaning does not matter."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.locations import Locations
from assistant.workspace import Workspace
from knowledge.encoder import Encoder, default_model_folder
from knowledge.plain_text import words
from knowledge.reference_encoder import SentenceTransformerEncoder
from tests.pairs import MadePair, make_pair
from tests.running import Done, Run
from tui.__main__ import main

TESTS = Path(__file__).parent
PROJECT = TESTS.parent


class NetworkUsed(AssertionError):
    """Something tried to reach the network."""


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the developer's home nor settings, nor the network, are seen by any test."""
    home = tmp_path / "user"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("VICEVERSA_", "XDG_", "TEXTUAL", "HF_")) or name in {
            "NO_COLOR",
            "COLUMNS",
            "LINES",
            "TMUX",
        }:
            monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    # Child processes get the same refusal through tests/offline/sitecustomize.py.
    monkeypatch.setenv("PYTHONPATH", str(TESTS / "offline"))


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    def refuse(*arguments: Any, **_named: Any) -> Any:
        raise NetworkUsed(f"a test tried to use the network: {arguments[1:]}")

    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex", "bind", "sendto"):
        patch.setattr(socket.socket, name, refuse)
    patch.setattr(socket, "getaddrinfo", refuse)
    yield
    patch.undo()


@cache
def _direction(word: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    seed = int(hashlib.sha256(word.encode()).hexdigest()[:15], 16)
    weight = 1.0 if len(word) > 3 else 0.1
    return np.random.default_rng(seed).normal(size=256).astype(np.float32) * weight


@cache
def _vector(text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Kept for all tests of a process: each app test searches the whole guide."""
    total = np.sum([_direction(word) for word in words(text) or ["-"]], axis=0)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


class FakeEncoder:
    """A direction for each word, added up: right where the mechanism matters, not the meaning."""

    name = "fake"
    dimensions = 256

    def __init__(self, key: str = "fake-1") -> None:
        self.key = key
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray[Any, np.dtype[np.float32]]:
        self.encoded += texts
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.array([_vector(text) for text in texts])


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def open_workspace(home: Path, fake_encoder: FakeEncoder) -> Callable[..., Workspace]:
    """Makes workspaces in the test's own home, with the fake model unless told otherwise."""

    def make(**options: Any) -> Workspace:
        options.setdefault("load_encoder", lambda: fake_encoder)
        options.setdefault("model_key", fake_encoder.key)
        return Workspace(Locations.find(home), **options)

    return make


@pytest.fixture
def workspace(open_workspace: Callable[..., Workspace]) -> Workspace:
    return open_workspace()


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The real model, loaded once for all tests that need meaning."""
    return SentenceTransformerEncoder()


@pytest.fixture(scope="session")
def made_model(real_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real model of small size: one layer, 32 dimensions, then a dense layer to 24."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Dense, Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(4)
    base = tmp_path_factory.mktemp("base")
    config = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast.from_pretrained(default_model_folder()).save_pretrained(base)
    transformer = Transformer(str(base), max_seq_length=64)
    modules = [transformer, Pooling(32), Dense(32, 24), Normalize()]
    folder = tmp_path_factory.mktemp("models") / "small-model"
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index of the embedded guide the model that comes with the program has built."""
    folder = tmp_path_factory.mktemp("real-home")
    Workspace(Locations.find(folder, environ={})).load_model()
    return folder


@pytest.fixture
def real_workspace(real_home: Path) -> Workspace:
    """A workspace that already searches by meaning."""
    work = Workspace(Locations.find(real_home))
    work.load_model()
    return work


@pytest.fixture(scope="session")
def made_pair(tmp_path_factory: pytest.TempPathFactory) -> MadePair:
    """Priya's and Martin's pair; not to be changed."""
    return make_pair(tmp_path_factory.mktemp("pair"))


@pytest.fixture
def pair(made_pair: MadePair, home: Path) -> MadePair:
    """Priya's and Martin's pair in the test's own home."""
    return made_pair.copied(home)


@pytest.fixture
def viceversa() -> list[str]:
    """The installed program, as a command for a child process."""
    return [str(Path(sys.executable).with_name("viceversa"))]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program in this process, in the test's own home."""

    def call(*arguments: object, stdin: bytes | None = None) -> Done:
        monkeypatch.setenv("VICEVERSA_HOME", str(home))
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        code = end.value.code
        return Done(code if isinstance(code, int) else 0, captured.out, captured.err)

    return call
