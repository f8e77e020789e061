from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assistant.agenda import Agenda
from assistant.context import SAMPLE_PAIR, PairContext
from assistant.errors import Trouble
from assistant.locations import Locations
from assistant.suggest import AgendaRequest
from assistant.workspace import Filters, Mode, Workspace
from knowledge.vocabulary import Side, Stage
from tests.builders import card_text, write_guide

Open = Callable[..., Workspace]


def files_under(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


# --- nothing on disk -----------------------------------------------------------------------------------


def test_nothing_is_made_on_disk_until_the_model_is_loaded(tmp_path: Path) -> None:
    work = Workspace(Locations.find(tmp_path / "home"))
    work.open()
    work.ask("he cancels every session")
    work.suggest_agenda(AgendaRequest(45))
    work.suggest_agenda(AgendaRequest(45, focus="dashboards"))
    work.suggest_questions(side=Side.MENTOR, about="trust")
    work.agenda_markdown(work.suggest_agenda(AgendaRequest(10)))
    assert work.index_state.state == "missing"
    assert work.check_guide() == []
    assert files_under(tmp_path) == {"user"}


def test_making_a_workspace_reads_no_guide(home: Path) -> None:
    Workspace(Locations.find(home), guide=home / "none")


# --- the guide ------------------------------------------------------------------------------------------


def test_a_card_is_found_by_its_id(workspace: Workspace) -> None:
    assert workspace.card("trust/written-limits").title == "Write down what stays in the room"


def test_a_card_is_found_by_its_last_part_where_only_one_has_it(workspace: Workspace) -> None:
    assert workspace.card("written-limits").id == "trust/written-limits"


@pytest.mark.parametrize(
    "card_id", ["trust/writen-limit", "writen-limits", "topics/written-limits"]
)
def test_an_unknown_card_names_the_nearest(workspace: Workspace, card_id: str) -> None:
    with pytest.raises(Trouble, match=f"There is no card “{card_id}”") as caught:
        workspace.card(card_id)
    assert caught.value.hint.startswith("Nearest: trust/written-limits")
    assert caught.value.exit_code == 1


def test_a_card_like_no_other_points_to_the_list(workspace: Workspace) -> None:
    with pytest.raises(Trouble, match="guide list"):
        workspace.card("zzzzzz")


@pytest.mark.parametrize(
    "card_id", ["", "  ", "!!", "\ud800", "x" * 3000, "trust/\x1b[2Jx\u202e", "../../etc/passwd"]
)
def test_whatever_is_asked_for_as_a_card_is_trouble_fit_to_show(
    workspace: Workspace, card_id: str
) -> None:
    with pytest.raises(Trouble) as caught:
        workspace.card(card_id)
    told = str(caught.value)
    assert len(told) < 300
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in told)


def break_card(folder: Path) -> None:
    (folder / "trust" / "kept-word.md").write_text("torn")


def break_skeletons(folder: Path) -> None:
    (folder / "skeletons.yaml").write_text("early: [")


def break_slot(folder: Path) -> None:
    path = folder / "skeletons.yaml"
    path.write_text(path.read_text().replace("trust/kept-word", "trust/none"))


def break_block(folder: Path) -> None:
    path = folder / "skeletons.yaml"
    path.write_text(path.read_text().replace("kind: reflect", "kind: repair"))


def break_sources(folder: Path) -> None:
    (folder / "sources.yaml").unlink()


BREAKS = {
    "card": (break_card, "trust/kept-word.md"),
    "sources": (break_sources, "sources.yaml"),
    "skeletons": (break_skeletons, "skeletons.yaml"),
    "slot without a card": (break_slot, "skeletons.yaml"),
    "slot without a block": (break_block, "skeletons.yaml"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_guide_is_trouble_that_names_the_file(
    open_workspace: Open, tmp_path: Path, name: str
) -> None:
    break_it, file = BREAKS[name]
    guide = write_guide(tmp_path / "guide")
    break_it(guide)
    work = open_workspace(guide=guide)
    for use in (work.open, lambda: work.suggest_agenda(AgendaRequest(45))):
        with pytest.raises(Trouble, match=file) as caught:
            use()
        assert caught.value.title == "The guide cannot be read"
    assert any(line.startswith(f"{file}: ") for line in work.check_guide())


@pytest.mark.parametrize("name", ["card", "sources"])
def test_a_broken_card_stops_every_way_of_reading(
    open_workspace: Open, tmp_path: Path, name: str
) -> None:
    guide = write_guide(tmp_path / "guide")
    BREAKS[name][0](guide)
    work = open_workspace(guide=guide)
    for use in (
        lambda: work.catalogue,
        lambda: work.card("trust/kept-word"),
        lambda: work.ask("promise"),
        work.suggest_questions,
        lambda: work.index_state,
        lambda: work.mode,
        work.load_model,
    ):
        with pytest.raises(Trouble, match="guide is broken"):
            use()


def test_a_mended_guide_is_read_without_starting_again(
    open_workspace: Open, tmp_path: Path
) -> None:
    guide = write_guide(tmp_path / "guide")
    break_card(guide)
    work = open_workspace(guide=guide)
    with pytest.raises(Trouble):
        work.open()
    write_guide(guide)
    work.open()
    assert work.ask("promise").hits


def test_a_folder_without_a_guide_is_trouble(open_workspace: Open, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be read"):
        open_workspace(guide=tmp_path / "none").open()


# --- asking and suggesting ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "?!", "x" * 2001, "\ud800"])
def test_what_is_no_question_is_wrong_usage(workspace: Workspace, text: str) -> None:
    with pytest.raises(Trouble) as caught:
        workspace.ask(text)
    assert caught.value.exit_code == 2


def test_a_question_is_cleaned_before_it_is_searched(workspace: Workspace) -> None:
    assert workspace.ask("  he\x1b is\nlate ").query == "he is late"


def test_filters_and_limit_reach_the_search(workspace: Workspace) -> None:
    answer = workspace.ask("session", Filters(side=Side.MENTEE, stage=Stage.FIRST), 2)
    assert 0 < len(answer.hits) <= 2
    assert all(Stage.FIRST in hit.card.stages for hit in answer.hits)


def test_a_focus_brings_its_card_into_the_agenda(workspace: Workspace) -> None:
    focus = "doubting a number on a dashboard"
    agenda = workspace.suggest_agenda(AgendaRequest(45, Stage.ESTABLISHED, focus))
    assert agenda.focus_found
    assert ("topics/read-a-dashboard",) in [item.cards for item in agenda.items]


def test_a_focus_the_guide_does_not_know_is_said_so(workspace: Workspace) -> None:
    agenda = workspace.suggest_agenda(AgendaRequest(45, focus="zeppelins"))
    usual = workspace.suggest_agenda(AgendaRequest(45))
    assert not agenda.focus_found
    assert agenda.items == usual.items


@pytest.mark.parametrize("focus", ["?", "\ud800", "x" * 2001])
def test_a_focus_that_is_no_text_is_wrong_usage(workspace: Workspace, focus: str) -> None:
    with pytest.raises(Trouble) as caught:
        workspace.suggest_agenda(AgendaRequest(45, focus=focus))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("minutes", [9, 181, 0, -5, 5000])
def test_a_length_out_of_range_is_wrong_usage(workspace: Workspace, minutes: int) -> None:
    with pytest.raises(Trouble) as caught:
        workspace.suggest_agenda(AgendaRequest(minutes))
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("stage", list(Stage))
def test_every_role_and_stage_gets_an_agenda(
    workspace: Workspace, side: Side, stage: Stage
) -> None:
    agenda = workspace.suggest_agenda(AgendaRequest(30, stage, "", side))
    assert sum(item.minutes for item in agenda.items) == 30


def test_questions_about_a_matter_come_from_cards_near_it(workspace: Workspace) -> None:
    found = workspace.suggest_questions(side=Side.MENTEE, about="doubting a number on a dashboard")
    assert found
    assert "topics/read-a-dashboard" in {question.card for question in found}
    assert workspace.suggest_questions(about="zeppelins") == []


def test_two_workspaces_suggest_the_same(open_workspace: Open) -> None:
    request = AgendaRequest(60, Stage.ESTABLISHED, "feedback", Side.MENTOR, 3)
    assert open_workspace().suggest_agenda(request) == open_workspace().suggest_agenda(request)


# --- giving out -----------------------------------------------------------------------------------------


@pytest.fixture
def agenda(workspace: Workspace) -> Agenda:
    return workspace.suggest_agenda(AgendaRequest(45))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_an_agenda_is_written_as_shown(workspace: Workspace, agenda: Agenda, folder: Path) -> None:
    path = workspace.export_agenda(agenda, folder / "agenda.md")
    assert path == folder / "agenda.md"
    assert path.read_text(encoding="utf-8") == workspace.agenda_markdown(agenda)
    assert path.stat().st_mode & 0o777 == 0o600
    assert files_under(folder) == {"agenda.md"}


def test_names_of_the_pair_stand_in_the_export(
    open_workspace: Open, agenda: Agenda, folder: Path
) -> None:
    path = open_workspace(pair=SAMPLE_PAIR).export_agenda(agenda, folder)
    assert "Priya and Martin" in path.read_text(encoding="utf-8")
    assert f"{PairContext().mentor} leads" not in path.read_text(encoding="utf-8")


def test_existing_files_are_never_overwritten(
    workspace: Workspace, agenda: Agenda, folder: Path
) -> None:
    (folder / "agenda.md").write_text("mine")
    (folder / "agenda-3.md").write_text("mine too")
    paths = [workspace.export_agenda(agenda, folder / "agenda.md").name for _ in range(3)]
    assert paths == ["agenda-2.md", "agenda-4.md", "agenda-5.md"]
    assert (folder / "agenda.md").read_text() == "mine"
    assert (folder / "agenda-3.md").read_text() == "mine too"


def test_a_link_to_nowhere_is_not_overwritten_either(
    workspace: Workspace, agenda: Agenda, folder: Path
) -> None:
    (folder / "agenda.md").symlink_to(folder / "gone")
    assert workspace.export_agenda(agenda, folder / "agenda.md").name == "agenda-2.md"
    assert os.path.islink(folder / "agenda.md")  # noqa: PTH114 -- the link, wherever it leads


def test_into_a_folder_the_file_gets_a_name(
    workspace: Workspace, agenda: Agenda, folder: Path
) -> None:
    names = [workspace.export_agenda(agenda, folder).name for _ in range(2)]
    assert names == ["agenda-early-45.md", "agenda-early-45-2.md"]


def test_a_tilde_means_the_users_home(workspace: Workspace, agenda: Agenda, tmp_path: Path) -> None:
    path = workspace.export_agenda(agenda, Path("~/agenda.md"))
    assert path == tmp_path / "user" / "agenda.md"
    assert path.is_file()


@pytest.mark.parametrize(
    "name", ["none/agenda.md", "file/agenda.md", "x" * 300, "~nosuchuser/agenda.md"]
)
def test_where_it_cannot_be_written_nothing_is_left_behind(
    workspace: Workspace, agenda: Agenda, folder: Path, name: str
) -> None:
    (folder / "file").write_text("in the way")
    path = Path(name) if name.startswith("~") else folder / name
    with pytest.raises(Trouble) as caught:
        workspace.export_agenda(agenda, path)
    assert caught.value.title == "Not exported"
    assert "choose another place" in caught.value.hint
    assert files_under(folder) == {"file"}


# --- settings of one guide ------------------------------------------------------------------------------


def test_another_guide_is_used_throughout(open_workspace: Open, tmp_path: Path) -> None:
    text = card_text(stages=[stage.value for stage in Stage], title="Zeppelin rides")
    work = open_workspace(guide=write_guide(tmp_path / "guide", **{"kept-word": text}))
    assert [hit.card.title for hit in work.ask("zeppelin").hits] == ["Zeppelin rides"]
    assert work.mode is Mode.LEXICAL
    agenda = work.suggest_agenda(AgendaRequest(25))
    assert [item.minutes for item in agenda.items] == [25]
    assert "Zeppelin rides" in work.agenda_markdown(agenda)
    assert yaml.safe_load((tmp_path / "guide" / "skeletons.yaml").read_text())["early"]
