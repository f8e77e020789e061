from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from assistant.agenda_page import agenda_page, written
from assistant.context import PairContext
from assistant.suggest import AgendaRequest
from assistant.workspace import Workspace


class _Tags(HTMLParser):
    """What tags stand in a page, and what text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_every_item_stands_in_the_page_and_nothing_breaks_out(workspace: Workspace) -> None:
    agenda = workspace.suggest_agenda(AgendaRequest())
    title = "<script>alert(1)</script> & “so”"
    first = agenda.items[0].model_copy(update={"title": title})
    agenda = agenda.with_item(0, first)
    pair = PairContext(mentor="<b>Priya</b>", mentee="Martin", named=True)
    found = _Tags(agenda_page(agenda, pair, workspace.catalogue).html)
    assert "script" not in found.tags
    assert "b" not in found.tags
    for item in agenda.items:
        assert item.title in found.words
        assert item.because in found.words
    assert "<b>Priya</b> leads" in found.words
    assert "45 minutes" in found.words


def test_the_ending_of_the_name_says_what_it_is_written_as(
    workspace: Workspace, tmp_path: Path
) -> None:
    agenda = workspace.suggest_agenda(AgendaRequest())
    for name, begin in (("a.html", "<!doctype"), ("b.HTM", "<!doctype"), ("c.md", "# 45 minutes")):
        path = written(agenda, workspace.pair, workspace.catalogue, tmp_path / name)
        assert path.read_text(encoding="utf-8").startswith(begin)
    beside = written(agenda, workspace.pair, workspace.catalogue, tmp_path / "a.html")
    assert beside == tmp_path / "a-2.html"
    folder = written(agenda, workspace.pair, workspace.catalogue, tmp_path)
    assert folder.name == agenda.file_name
