"""Trying another language model, and using it: real models, of small size."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.doctor import examine
from assistant.errors import Trouble
from assistant.finding import Finding
from assistant.locations import Locations
from assistant.model_trial import try_model
from assistant.workspace import Mode, Workspace
from knowledge.encoder import default_model_folder
from tests.builders import write_guide


def tried(work: Workspace, name: str | Path) -> dict[str, Finding]:
    return {finding.name: finding for finding in try_model(work, str(name))}


def small_guide(folder: Path) -> Path:
    return write_guide(folder / "guide")


def test_a_model_is_tried_beside_the_one_in_use(real_home: Path, made_model: Path) -> None:
    work = Workspace(Locations.find(real_home))
    found = tried(work, made_model)
    assert found["model"].text.startswith("small-model, loaded in ")
    assert "ms for a question" in found["speed"].text
    assert "passages a second" in found["speed"].text
    count = len(work.library.search.texts)
    assert found["size"].text.startswith(f"24 numbers a vector, {count * 24 * 4 / 2**20:.1f} MiB")
    assert "not this model's" in found["parity"].text
    assert "all-MiniLM-L6-v2: " in found["finds"].text
    assert f'model = "{made_model}"' in found["to use it"].text
    assert str(real_home / "settings.toml") in found["to use it"].text
    assert all(finding.well for finding in found.values())


def test_the_default_model_has_parity_with_the_index_kept(real_home: Path) -> None:
    found = tried(Workspace(Locations.find(real_home)), default_model_folder())
    assert found["parity"].well
    assert found["parity"].text.startswith(("least cosine 1.000", "least cosine 0.9999"))
    assert "all-MiniLM-L6-v2: " not in found["finds"].text


def test_a_model_that_was_set_is_used_and_has_an_index_of_its_own(
    home: Path, tmp_path: Path, made_model: Path
) -> None:
    home.mkdir()
    guide = small_guide(tmp_path)
    before = Workspace(Locations.find(home), guide=guide)
    before.load_model()
    (home / "settings.toml").write_text(f'[search]\nmodel = "{made_model}"\n', encoding="utf-8")
    work = Workspace(Locations.find(home), guide=guide)
    assert work.index_state.state == "stale"
    work.load_model()
    assert work.mode is Mode.SEMANTIC
    assert work.library.open_encoder().dimensions == 24
    assert [hit.card.id for hit in work.ask("keep what you promise").hits] == ["trust/kept-word"]
    model = next(finding for finding in examine(work) if finding.name == "model")
    assert str(made_model) in model.text
    again = Workspace(Locations.find(home), guide=guide)
    assert again.index_state.state == "ready"
    assert "least cosine 1.000000" in tried(again, made_model)["parity"].text


@pytest.mark.parametrize("name", ["nobody/has-this", "", "/etc", "/etc/hostname", "a\0b"])
def test_what_is_no_model_is_told_and_changes_nothing(
    home: Path, tmp_path: Path, name: str
) -> None:
    work = Workspace(Locations.find(home), guide=small_guide(tmp_path))
    with pytest.raises(Trouble) as caught:
        try_model(work, name)
    assert "stays as it is" in caught.value.hint
    assert not home.exists()


def test_a_set_model_that_is_not_there_leaves_search_by_words(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('[search]\nmodel = "nobody/has-this"\n', encoding="utf-8")
    work = Workspace(Locations.find(home), guide=small_guide(tmp_path))
    with pytest.raises(Trouble, match="none is fetched"):
        work.load_model()
    assert work.ask("promise").hits
    unwell = {finding.name for finding in examine(work) if not finding.well}
    assert unwell == {"model", "index"}


def test_a_set_folder_needs_its_whole_path(
    home: Path, tmp_path: Path, made_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(
        f'[search]\nmodel = "{made_model.name}"\n', encoding="utf-8"
    )
    monkeypatch.chdir(made_model.parent)
    work = Workspace(Locations.find(home), guide=small_guide(tmp_path))
    with pytest.raises(Trouble, match="whole path"):
        work.load_model()
