"""Beginning a journal by keyboard: nothing typed is lost, nothing is kept before the code is."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from assistant.context import SAMPLE_PAIR
from assistant.locations import Locations
from assistant.people import People
from assistant.wording import Side
from assistant.workspace import Workspace
from tests.knowledge.refusals import files_limited_to
from tests.tui.driving import option_texts, running, screen_text, text_of, type_text, until
from tests.tui.homes import in_home
from tui.screens.door import DoorScreen
from tui.screens.new_pair import NewPairScreen


def kept_files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*.age") if path.is_file()]


async def test_a_journal_is_begun_by_keyboard(home: Path) -> None:
    async with running(in_home(home)) as (app, pilot):
        assert "Begin your journal" in screen_text(app)
        assert "Locked" not in screen_text(app)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, NewPairScreen))
        screen = app.screen
        assert isinstance(screen, NewPairScreen)

        def value(box: str) -> str:
            return screen.query_one(box, Input).value

        def step(name: str) -> bool:
            return bool(screen.query_one(f"#{name}").display)

        await type_text(pilot, "Martin")
        await pilot.press("enter")
        await until(pilot, lambda: "the mentee (senior)" in screen_text(app))
        await pilot.press("up", "enter")  # the row of neither
        await until(pilot, lambda: "Choose which of the two" in text_of(app, "#outcome"))
        await type_text(pilot, "tee")  # letters choose nothing, and go nowhere
        assert app.focused is not None
        assert app.focused.id == "role"
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "partner")
        await pilot.press("enter")  # the name is missing, and is said to be at the end
        await type_text(pilot, "martin1987")
        await until(pilot, lambda: "Strength: weak" in screen_text(app))
        assert "martin1987" not in screen_text(app)
        await pilot.press("f2")
        await until(pilot, lambda: "martin1987" in screen_text(app))
        await pilot.press("f2", "enter")
        await type_text(pilot, "martin1986")
        await pilot.press("enter")
        assert "partner's name" in text_of(app, "#outcome")
        await type_text(pilot, "Priya")
        await pilot.press("tab", "tab", "end", "enter")
        assert "not the same" in text_of(app, "#outcome")
        screen.query_one("#again", Input).value = ""
        await type_text(pilot, "martin1987")
        await pilot.press("enter")
        await until(pilot, lambda: "could be guessed" in text_of(app, "#outcome"))
        assert (value("#me"), value("#partner"), value("#phrase")) == (
            "Martin",
            "Priya",
            "martin1987",
        )
        await pilot.press("f3")
        phrase = value("#phrase")
        assert len(phrase.split()) == 6
        await until(pilot, lambda: phrase in screen_text(app))
        await pilot.press("f3", "enter")
        assert value("#phrase") != phrase
        phrase_box = screen.query_one("#phrase", Input)
        phrase = phrase_box.value
        await until(pilot, lambda: step("code"), "the code is shown")
        made = screen._made
        assert made is not None
        for block in made.code.blocks:
            await until(pilot, lambda block=block: block in screen_text(app), "the whole code")
        assert not kept_files(home)

        await pilot.press("enter")
        await until(pilot, lambda: "From your paper" in screen_text(app))
        assert made.code.last_block not in screen_text(app)
        await type_text(pilot, "wrong")
        await pilot.press("enter")
        assert "not the last block" in text_of(app, "#outcome")
        assert value("#block") == ""
        await pilot.press("f2")
        await until(pilot, lambda: made.code.last_block in screen_text(app))
        await pilot.press("enter")
        await type_text(pilot, made.code.last_block.lower())
        with files_limited_to(20):
            await pilot.press("enter")
            await until(pilot, lambda: "refused to save" in text_of(app, "#outcome"))
        assert app.pair is None
        assert value("#block")
        await pilot.press("enter")
        await until(pilot, lambda: app.pair is not None, "begun")
        await until(pilot, lambda: app.current_mode == "journal")
        await until(pilot, lambda: "Your journal is begun" in screen_text(app))
        assert "PRIVATE · Martin, mentee (senior)" in screen_text(app)
        assert "only you can ever read this" in screen_text(app)
        assert app.side is Side.MENTEE
        assert not app.nobody
        assert phrase_box.value == ""
    pair = People(home).unlock(phrase)
    assert (pair.me.name, pair.partner) == ("Martin", "Priya")
    pair.close()


async def test_a_form_is_left_for_nothing_and_letters_lead_nowhere(home: Path) -> None:
    async with running(in_home(home)) as (app, pilot):
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, NewPairScreen))
        await type_text(pilot, "q1")
        await pilot.press("enter", "escape")  # the choice of a role is open, then closed
        for key in ("q", "4", "t", "r"):
            await pilot.press(key)
        assert isinstance(app.screen, NewPairScreen)
        assert app.screen.query_one("#me", Input).value == "q1"
        assert app.current_mode == "today"
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DoorScreen))
    assert not kept_files(home)


async def test_the_sample_pair_has_no_journal_to_begin(home: Path) -> None:
    def opened() -> Workspace:
        inner = in_home(home)()
        return Workspace(
            Locations.find(home),
            pair=SAMPLE_PAIR,
            load_encoder=inner._given.load if inner._given else None,
            model_key="fake-1",
        )

    async with running(opened) as (app, pilot):
        assert "sample pair" in screen_text(app)
        assert not [way for way in option_texts(app, "#ways") if "Begin" in way]
        await pilot.press("b")
        app.action_begin()
        await until(pilot, lambda: "This is a sample pair" in screen_text(app))
        assert not isinstance(app.screen, DoorScreen)
