from __future__ import annotations

import os
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select

from assistant.errors import Trouble
from assistant.own_documents import DocumentHit, OwnDocuments
from assistant.wording import Side, Theme
from assistant.workspace import Answer, Workspace
from knowledge.card_rules import COLUMNS, lines_read
from knowledge.guide_files import load
from tests.pairs import MadePair
from tests.tui.driving import option_texts, running, screen_text, text_of, type_text, until
from tui.app import ViceVersaApp
from tui.screens.card import CardScreen
from tui.widgets.card_view import card_content
from tui.widgets.passages import PassageOption

Open = Callable[..., Workspace]


async def test_all_cards_are_listed_by_theme_and_narrowed_by_choices(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("5")
        assert app.workspace is not None
        cards = len(app.workspace.catalogue)
        await until(pilot, lambda: len(option_texts(app, "#cards")) > cards)
        app.screen.query_one("#theme", Select).value = Theme.TRUST
        await until(pilot, lambda: len(option_texts(app, "#cards")) < cards)
        trust = [card.title for card in app.workspace.catalogue.cards if card.theme is Theme.TRUST]
        assert [line.strip() for line in option_texts(app, "#cards")] == ["Trust", *trust]
        await pilot.press("c")
        await until(pilot, lambda: len(option_texts(app, "#cards")) > cards)


async def test_search_as_you_type_opens_a_card_and_comes_back(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "tableau scares me tbh")
        await until(pilot, lambda: "dashboard" in option_texts(app, "#cards")[0].lower())
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.screen.query("#card"))
        assert "dashboard" in text_of(app, "#card-text").lower()
        await pilot.press("escape")
        assert app.screen.query_one("#search", Input).value == "tableau scares me tbh"


async def test_a_card_is_read_as_each_side(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("5", "enter")
        await until(pilot, lambda: app.screen.query("#card"))
        await pilot.press("m")
        await until(pilot, lambda: "Try, for the mentor" in text_of(app, "#card-text"))
        assert "Try, for the mentee" not in text_of(app, "#card-text")
        await pilot.press("e")
        await until(pilot, lambda: "Try, for the mentee" in text_of(app, "#card-text"))
        assert "Try, for the mentor" not in text_of(app, "#card-text")
        await pilot.press("b")
        await until(pilot, lambda: "Try, for the mentor" in text_of(app, "#card-text"))


async def test_a_session_is_planned_on_a_card(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "tableau scares me tbh")
        await until(pilot, lambda: "dashboard" in option_texts(app, "#cards")[0].lower())
        await pilot.press("enter", "enter", "p")
        await until(pilot, lambda: app.current_mode == "agenda")
        await until(
            pilot, lambda: "dashboard" in app.screen.query_one("#focus", Input).value.lower()
        )
        await until(pilot, lambda: any("number" in row for row in option_texts(app, "#items")))


async def test_nothing_found_is_said_and_the_question_stays(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "zzgrblx")
        await until(pilot, lambda: "nothing on that" in text_of(app, "#said"))
        assert app.screen.query_one("#search", Input).value == "zzgrblx"
        await pilot.press("escape", "c")
        await until(pilot, lambda: text_of(app, "#said") == "")


async def test_only_punctuation_is_told_in_place(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "...")
        await until(pilot, lambda: "empty" in text_of(app, "#said"))


async def test_a_late_answer_never_overwrites_a_newer_one(open_workspace: Open) -> None:
    held = threading.Event()
    asked: list[str] = []

    class SlowFirst(Workspace):
        def ask(self, question: str, *rest: object, **named: object) -> Answer:
            asked.append(question)
            answer = super().ask(question, *rest, **named)  # type: ignore[arg-type]
            if question == "t":
                held.wait(10)
            return answer

    def opened() -> Workspace:
        work = open_workspace()
        work.__class__ = SlowFirst
        return work

    async with running(opened) as (app, pilot):
        await pilot.press("slash")
        await until(pilot, lambda: app.screen.query("#cards") and option_texts(app, "#cards"))
        unasked = option_texts(app, "#cards")
        await pilot.press("t")
        await until(pilot, lambda: asked == ["t"])
        await type_text(pilot, "rust")
        await until(pilot, lambda: asked[-1] == "trust")
        await until(pilot, lambda: option_texts(app, "#cards") != unasked)
        newest = option_texts(app, "#cards")
        held.set()
        await until(pilot, lambda: not [t for t in threading.enumerate() if t.name == "job-search"])
        await pilot.pause()
        assert option_texts(app, "#cards") == newest


async def test_a_wide_terminal_shows_the_card_beside_the_list(open_workspace: Open) -> None:
    async with running(open_workspace, size=(120, 40)) as (app, pilot):
        await pilot.press("5", "down")
        await until(pilot, lambda: "Try, for the mentor" in screen_text(app))


async def test_down_from_the_search_box_leads_to_the_first_hit(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "tableau scares me tbh")
        await until(pilot, lambda: "dashboard" in option_texts(app, "#cards")[0].lower())
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen.query("#card"))
        assert "dashboard" in text_of(app, "#card-text").splitlines()[0].lower()


async def test_a_disclosure_gets_people_and_no_cards(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "i want to kill myself")
        await until(pilot, lambda: "reach a person now" in option_texts(app, "#cards")[0])
        cards = app.screen.query_one("#cards")
        assert all(option.disabled for option in cards.options)  # type: ignore[attr-defined]


async def test_a_card_without_anything_for_an_agenda_offers_no_plan(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        drill = open_workspace().card("practice/count-to-three")
        await app.push_screen(CardScreen(drill))
        await until(pilot, lambda: app.screen.query("#card"))
        assert "plan on it" not in screen_text(app)
        await pilot.press("p")
        assert app.screen.query("#card")
        await pilot.press("escape")
        planned = open_workspace().card("craft/teach-back")
        await app.push_screen(CardScreen(planned))
        await until(pilot, lambda: "plan on it" in screen_text(app))


def test_the_rule_on_length_counts_what_the_screen_shows() -> None:
    catalogue = load()
    for card in catalogue.cards:
        for side in (Side.MENTOR, Side.MENTEE):
            if not card.speaks_to(side):
                continue
            shown = card_content(card, side, catalogue.sources).plain
            read = shown.partition("\n\nTo think about")[0].split("\n")
            lines = sum(max(1, len(textwrap.wrap(line, COLUMNS))) for line in read)
            assert abs(lines - lines_read(card, side)) <= 2, card.id


# --- own documents ---------------------------------------------------------------------------------

WHOLE = "The tableau dashboards scare me. " * 12 + "So be it."


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "charts.md").write_text(f"# Numbers\n\n{WHOLE}\n", encoding="utf-8")
    (folder / "food.txt").write_text("Bread, butter and jam for breakfast.", encoding="utf-8")
    return folder


@pytest.fixture
def with_notes(open_workspace: Open, notes: Path) -> Open:
    open_workspace().documents.add([notes])
    return open_workspace


async def encoded(app: ViceVersaApp, pilot: Pilot[None]) -> None:
    """The documents are searched by meaning."""
    await until(pilot, lambda: app.model_state == "Searching by meaning and by words")


def below_heading(app: ViceVersaApp) -> list[str]:
    """The options after the heading of documents, which is there once."""
    texts = option_texts(app, "#cards")
    at = texts.index("\nIn your documents")
    assert texts.count("\nIn your documents") == 1
    return texts[at + 1 :]


def has_heading(app: ViceVersaApp) -> bool:
    return "\nIn your documents" in option_texts(app, "#cards")


async def to_passage(app: ViceVersaApp, pilot: Pilot[None], query: str) -> None:
    """Search for `query` and go to the first passage found."""
    await encoded(app, pilot)
    await pilot.press("slash")
    app.screen.query_one("#search", Input).value = query
    await until(pilot, lambda: has_heading(app))
    await pilot.press("enter")
    cards = app.screen.query_one("#cards", OptionList)
    await until(pilot, lambda: cards.has_focus)
    while not isinstance(cards.highlighted_option, PassageOption):
        await pilot.press("down")


async def test_own_documents_stand_below_the_cards_apart(with_notes: Open) -> None:
    async with running(with_notes) as (app, pilot):
        await to_passage(app, pilot, "tableau dashboards scare me")
        (passage,) = below_heading(app)
        assert passage.startswith("charts.md · Numbers\n  “The tableau dashboards scare me.")
        assert passage.endswith(" …”")
        cards = app.screen.query_one("#cards", OptionList)
        heading = option_texts(app, "#cards").index("\nIn your documents")
        assert cards.get_option_at_index(heading).disabled
        assert all(option.id for option in cards.options[:heading])
        assert heading > 0
        assert text_of(app, "#said").endswith("More in your documents, below the cards.")


async def test_a_passage_is_read_whole_instead_of_the_list_and_left_again(
    with_notes: Open, notes: Path
) -> None:
    async with running(with_notes, size=(60, 20)) as (app, pilot):
        await to_passage(app, pilot, "tableau dashboards scare me")
        cards, pane = app.screen.query_one("#cards"), app.screen.query_one("#preview")
        await pilot.press("enter")
        await until(pilot, lambda: pane.has_focus and pane.display and not cards.display)
        text = text_of(app, "#card-text")
        assert text.startswith("charts.md\nFrom your own documents, not a card of the guide\n")
        assert f"\n{WHOLE}\n" in text
        assert text.endswith(f"Place: Numbers\nFile: {notes / 'charts.md'}")
        await until(pilot, lambda: "Esc to the cards" in screen_text(app))
        assert "plan on it" not in screen_text(app)
        await pilot.press("p")
        assert app.current_mode == "guide"
        await pilot.press("end")
        await until(pilot, lambda: "charts.md" in screen_text(app).split("Place:")[-1])
        await pilot.press("escape")
        await until(pilot, lambda: cards.has_focus and cards.display and not pane.display)
        await pilot.press("enter")
        await until(pilot, lambda: pane.has_focus)


async def test_down_in_a_short_passage_stays_there_and_a_new_search_shows_the_list(
    with_notes: Open,
) -> None:
    async with running(with_notes) as (app, pilot):
        await to_passage(app, pilot, "bread and butter for breakfast")
        cards, pane = app.screen.query_one("#cards"), app.screen.query_one("#preview")
        await pilot.press("enter")
        await until(pilot, lambda: pane.has_focus)
        await pilot.press("down")
        assert pane.has_focus
        await pilot.press("r")
        await until(pilot, lambda: cards.has_focus and not pane.display)
        await to_passage(app, pilot, "bread and butter for breakfast")
        await pilot.press("enter")
        await until(pilot, lambda: pane.has_focus)
        await pilot.press("slash", "a")
        await until(pilot, lambda: cards.display and not pane.display)
        assert app.screen.query_one("#search").has_focus
        assert app.screen.query_one("#search", Input).value.endswith("a")


async def test_a_wide_terminal_shows_the_passage_beside_the_list(with_notes: Open) -> None:
    async with running(with_notes, size=(120, 40)) as (app, pilot):
        await to_passage(app, pilot, "bread and butter for breakfast")
        await until(pilot, lambda: "not a card of the guide" in screen_text(app))
        cards, pane = app.screen.query_one("#cards"), app.screen.query_one("#preview")
        await pilot.press("enter")
        await until(pilot, lambda: pane.has_focus)
        assert cards.display
        await pilot.press("escape")
        await until(pilot, lambda: cards.has_focus)
        await pilot.press("home")
        await until(pilot, lambda: "Strength:" in text_of(app, "#card-text"))


async def test_nothing_near_means_no_heading(with_notes: Open) -> None:
    async with running(with_notes) as (app, pilot):
        await to_passage(app, pilot, "bread and butter for breakfast")
        app.screen.query_one("#search", Input).value = "trust"
        await until(pilot, lambda: not has_heading(app))
        await until(pilot, lambda: "trust" in " ".join(option_texts(app, "#cards")).lower())
        assert not has_heading(app)


async def test_without_documents_there_is_no_heading(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await encoded(app, pilot)
        await pilot.press("slash")
        await type_text(pilot, "tableau scares me tbh")
        await until(pilot, lambda: "dashboard" in option_texts(app, "#cards")[0].lower())
        assert not has_heading(app)


async def test_passages_are_shown_where_the_guide_has_nothing(
    open_workspace: Open, notes: Path
) -> None:
    (notes / "odd.txt").write_text("The zzgrblx came late.", encoding="utf-8")
    open_workspace().documents.add([notes])
    async with running(open_workspace) as (app, pilot):
        await encoded(app, pilot)
        await pilot.press("slash")
        await type_text(pilot, "zzgrblx")
        await until(pilot, lambda: has_heading(app))
        assert text_of(app, "#said").startswith("The guide has nothing on that.")
        assert below_heading(app)[0].startswith("odd.txt\n")


async def test_a_disclosure_gets_no_passages(open_workspace: Open, notes: Path) -> None:
    (notes / "dark.txt").write_text("i want to kill myself", encoding="utf-8")
    open_workspace().documents.add([notes])
    async with running(open_workspace) as (app, pilot):
        await encoded(app, pilot)
        await pilot.press("slash")
        app.screen.query_one("#search", Input).value = "i want to kill myself"
        await until(pilot, lambda: "reach a person now" in option_texts(app, "#cards")[0])
        assert not has_heading(app)


class SlowFirst(OwnDocuments):
    """Holds the answer to the first letter until told."""

    held: threading.Event
    asked: list[str]

    def find(self, question: str, limit: int = 3) -> list[DocumentHit]:
        found = super().find(question, limit)
        self.asked.append(question)
        if question == "b":
            self.held.wait(10)
            return super().find("bread and butter for breakfast", limit)
        return found


async def test_late_passages_never_overwrite_newer_ones(with_notes: Open) -> None:
    held, asked = threading.Event(), list[str]()

    def opened() -> Workspace:
        work = with_notes()
        slow = work.documents
        slow.__class__ = SlowFirst
        assert isinstance(slow, SlowFirst)
        slow.held, slow.asked = held, asked
        return work

    async with running(opened) as (app, pilot):
        await encoded(app, pilot)
        await pilot.press("slash", "b")
        await until(pilot, lambda: asked == ["b"])
        app.screen.query_one("#search", Input).value = "tableau dashboards scare me"
        await until(pilot, lambda: has_heading(app))
        newest = option_texts(app, "#cards")
        assert below_heading(app)[0].startswith("charts.md")
        held.set()
        await until(pilot, lambda: not [t for t in threading.enumerate() if t.name == "job-search"])
        await pilot.pause()
        assert option_texts(app, "#cards") == newest


async def test_documents_that_cannot_be_searched_leave_the_cards(with_notes: Open) -> None:
    class Broken(OwnDocuments):
        def find(self, question: str, limit: int = 3) -> list[DocumentHit]:
            raise Trouble("Documents", "They cannot be searched.", "Refresh them.")

    def opened() -> Workspace:
        work = with_notes()
        work.documents.__class__ = Broken
        return work

    async with running(opened) as (app, pilot):
        await pilot.press("slash")
        await type_text(pilot, "tableau scares me tbh")
        await until(pilot, lambda: "dashboard" in option_texts(app, "#cards")[0].lower())
        assert text_of(app, "#said") == "They cannot be searched. Refresh them."
        assert not has_heading(app)


async def test_a_broken_list_of_documents_is_no_failure_of_the_model(
    with_notes: Open, home: Path
) -> None:
    (home / "documents.json").write_text("{", encoding="utf-8")
    async with running(with_notes) as (app, pilot):
        await until(pilot, lambda: "not in your documents" in app.model_state)
        assert app.model_state.startswith("Searching by meaning, ")
        assert "cannot be read" in app.model_state
        assert app.workspace is not None
        assert app.workspace.mode == "semantic"


@pytest.mark.skipif(sys.platform != "linux", reason="such names are Linux's")
async def test_a_name_that_is_not_utf_8_is_shown(open_workspace: Open, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Bread, butter and jam for breakfast.", encoding="utf-8")
    open_workspace().documents.add([path])
    async with running(open_workspace) as (app, pilot):
        await to_passage(app, pilot, "bread and butter for breakfast")
        assert below_heading(app)[0].startswith("caf?.txt\n")
        await pilot.press("enter")
        await until(pilot, lambda: "caf?.txt" in screen_text(app))


async def test_a_search_is_forgotten_at_a_lock(open_workspace: Open, pair: MadePair) -> None:
    opened = pair.open()
    async with running(open_workspace) as (app, pilot):
        await pilot.press("5")
        await until(pilot, lambda: app.current_mode == "guide" and option_texts(app, "#cards"))
        everything = len(option_texts(app, "#cards"))
        await pilot.press("slash")
        app.take_pair(opened)
        await type_text(pilot, "he takes over")
        await until(pilot, lambda: 0 < len(option_texts(app, "#cards")) < everything)
        await pilot.press("escape", "1")
        app.lock()
        await pilot.press("5")
        await until(pilot, lambda: len(option_texts(app, "#cards")) == everything)
        assert app.screen.query_one("#search", Input).value == ""
