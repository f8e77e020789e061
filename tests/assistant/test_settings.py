"""What a person has set is read forgivingly, and models are named by it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.models import default_model, named_model
from assistant.settings import FILE, Settings, read_settings
from assistant.workspace import Workspace
from knowledge.encoder import DEFAULT_MODEL, WEIGHTS_SHA256, default_model_folder
from knowledge.errors import ModelError


def read(home: Path, data: bytes | str) -> Settings:
    home.mkdir(exist_ok=True)
    (home / FILE).write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_settings(home)


def test_without_a_file_nothing_is_set(home: Path) -> None:
    assert read_settings(home) == Settings()
    assert not home.exists()


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ('[search]\nmodel = "/models/x"', "/models/x"),
        ('\ufeff[search]\r\nmodel = " name "\r\n', "name"),
        ("search.model = 'C:\\models\\x'", "C:\\models\\x"),
        ("", ""),
        ("[search]", ""),
        ('[search]\nmodel = ""', ""),
    ],
)
def test_the_model_is_read(home: Path, text: str, model: str) -> None:
    assert read(home, text) == Settings(model)


@pytest.mark.parametrize("minutes", [1, 5, 60])
def test_the_minutes_until_it_locks_are_read(home: Path, minutes: int) -> None:
    assert read(home, f"[privacy]\nlock_after = {minutes}") == Settings(lock_after=minutes)


@pytest.mark.parametrize("value", ["0", "61", "-5", "5.0", "true", "'5'", "[5]", "1e3"])
def test_minutes_that_cannot_be_are_named_and_five_taken(home: Path, value: str) -> None:
    found = read(home, f"[search]\nmodel = 'x'\n[privacy]\nlock_after = {value}")
    assert (found.model, found.lock_after) == ("x", 5)
    (line,) = found.unusable
    assert line.startswith("“privacy.lock_after” in ")
    assert "a whole number of minutes, 1 to 60" in line


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("[search", "is not valid TOML (at "),
        ("model = ", "is not valid TOML (at "),
        ("a = 1\na = 2", "is not valid TOML (at "),
        (b"\xff\xfe", "it is not UTF-8 text"),
        (b"x" * (65 * 1024), "larger than 64 KiB"),
        ('search = "fast"', "“search” in {} must be a table, [search]"),
        ("[search]\nmodel = 5", "“search.model” in {} must be text"),
        ('[search]\nmodel = ["a"]', "“search.model” in {} must be text"),
        ("[search]\nmodle = 'x'", "“search.modle” in {} is not a setting."),
        ("privacy = 5", "“privacy” in {} must be a table, [privacy]"),
        ("[privacy]\nlock = 5", "“privacy.lock” in {} is not a setting."),
        ("colour = 1", "“colour” in {} is not a setting."),
        ("b = 1\na = 1\n[c]", "“a”, “b”, “c” in {} are not settings."),
        ("a = 1\nb = 1\nc = 1\nd = 1\ne = 1", "“a”, “b”, “c” and 2 more in {} are not settings."),
        ('"\\u001b[31m\\n" = 1', "“[31m” in {} is not a setting."),
        ("a = " + "[" * 9000, "is not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named_and_its_default_taken(
    home: Path, data: bytes | str, says: str
) -> None:
    found = read(home, data)
    assert found.model == ""
    (line,) = found.unusable
    assert says.format(home / FILE) in line
    assert str(home / FILE) in line
    assert "None" not in line


def test_what_can_be_used_is_taken_beside_what_cannot(home: Path) -> None:
    found = read(home, "theme = 'dark'\n[search]\nmodel = 'x'\nspeed = 3")
    assert found.model == "x"
    assert len(found.unusable) == 2


def test_a_file_that_is_none_is_said_to_be(home: Path) -> None:
    (home / FILE).mkdir(parents=True)
    assert "cannot be read" in read_settings(home).unusable[0]
    (home / FILE).rmdir()
    os.mkfifo(home / FILE)
    assert "cannot be read (not an ordinary file)" in read_settings(home).unusable[0]


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=80), st.binary(max_size=80)))
def test_no_file_whatever_raises(
    tmp_path_factory: pytest.TempPathFactory, data: bytes | str
) -> None:
    raw = data if isinstance(data, bytes) else data.encode(errors="surrogatepass")
    found = read(tmp_path_factory.getbasetemp() / "any", raw)
    assert all("\n" not in line for line in found.unusable)


# --- models ----------------------------------------------------------------------------------------


def test_the_default_is_the_one_that_comes_with_the_program() -> None:
    model = default_model()
    assert (model.name, model.key()) == (DEFAULT_MODEL, WEIGHTS_SHA256)


def test_the_folder_of_the_default_is_the_default() -> None:
    assert named_model(str(default_model_folder())).key() == WEIGHTS_SHA256


@pytest.mark.parametrize(
    "name", ["no-such-model", "~no-such-user/x", "x" * 5000, "a\0b", "\udcff", "/dev/null", "../.."]
)
def test_a_model_that_is_not_there_is_a_model_error(name: str) -> None:
    model = named_model(name)
    with pytest.raises(ModelError) as raised:
        model.load()
    assert len(str(raised.value)) < 700
    with pytest.raises(ModelError):
        model.key()


def test_a_model_that_is_not_there_leaves_the_search_by_words(
    open_workspace: Callable[..., Workspace], home: Path
) -> None:
    read(home, "[search]\nmodel = '/no/such/model'")
    work = open_workspace(load_encoder=None, model_key="")
    with pytest.raises(Trouble):
        work.load_model()
    assert work.ask("he talks the whole hour").hits
