from __future__ import annotations

import textwrap
import threading
from collections.abc import Callable

from textual.widgets import Input, Select

from assistant.wording import Side, Theme
from assistant.workspace import Answer, Workspace
from knowledge.card_rules import COLUMNS, lines_read
from knowledge.guide_files import load
from tests.tui.driving import option_texts, running, screen_text, text_of, type_text, until
from tui.screens.card import CardScreen
from tui.widgets.card_view import card_content

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
        await pilot.press("slash", "t")
        await until(pilot, lambda: asked == ["t"])
        await type_text(pilot, "rust")
        await until(pilot, lambda: asked[-1] == "trust")
        await until(pilot, lambda: "trust" in " ".join(option_texts(app, "#cards")).lower())
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
