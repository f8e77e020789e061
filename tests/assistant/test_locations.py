from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import Trouble
from assistant.locations import Locations


def test_a_named_home_keeps_all_in_one_folder(tmp_path: Path) -> None:
    found = Locations.find(tmp_path / "mine", environ={})
    assert found.home == tmp_path / "mine"
    assert found.cache == tmp_path / "mine" / "cache"
    assert found.index == found.cache / "guide"


def test_a_named_home_wins_over_the_variable(tmp_path: Path) -> None:
    environ = {"VICEVERSA_HOME": str(tmp_path / "other")}
    assert Locations.find(tmp_path / "mine", environ).home == tmp_path / "mine"
    assert Locations.find(None, environ).home == tmp_path / "other"


def test_the_variable_is_read_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VICEVERSA_HOME", str(tmp_path / "other"))
    assert Locations.find().home == tmp_path / "other"


def test_an_empty_variable_counts_as_none() -> None:
    assert Locations.find(None, {"VICEVERSA_HOME": ""}) == Locations.find(None, {})


def test_the_platforms_folders_are_used_otherwise(tmp_path: Path) -> None:
    found = Locations.find()
    user = tmp_path / "user"  # what this test's world has for a home
    assert user in found.home.parents
    assert user in found.cache.parents
    assert found.home != found.cache
    assert found.home.name == "viceversa"


def test_a_tilde_means_the_users_home(tmp_path: Path) -> None:
    assert Locations.find(Path("~/mine"), {}).home == tmp_path / "user" / "mine"
    assert Locations.find(None, {"VICEVERSA_HOME": "~/mine"}).home == tmp_path / "user" / "mine"


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = Locations.find(Path("mine"), {})
    monkeypatch.chdir("/")
    assert found.home == tmp_path / "mine"


@pytest.mark.parametrize("place", ["file", "file/home", "file/deep/home"])
def test_a_home_that_is_or_lies_in_a_file_is_trouble(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Trouble, match="is a file, not a folder") as caught:
        Locations.find(tmp_path / place, {})
    assert str(tmp_path / "file") in caught.value.detail
    assert "--home" in caught.value.hint


@pytest.mark.parametrize("name", ["x" * 300, "~nosuchuser/mine"])
def test_a_home_that_cannot_be_looked_at_is_trouble(name: str) -> None:
    with pytest.raises(Trouble) as caught:
        Locations.find(Path(name), {})
    assert caught.value.hint


def test_looking_places_up_makes_nothing(tmp_path: Path) -> None:
    Locations.find(tmp_path / "mine", {})
    Locations.find()
    assert [path.name for path in tmp_path.rglob("*")] == ["user"]
