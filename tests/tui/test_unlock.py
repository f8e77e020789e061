"""Unlocking, recovering and letting a partner in, on real homes with real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.entry import Draft
from assistant.people import People
from assistant.wording import Side
from tests.tui.driving import App, running, screen_text, text_of, type_text, until
from tests.tui.homes import PHRASE, MadeHome, in_home
from tui.messages import PairOpened
from tui.screens.door import DoorScreen


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def settled(pilot: Pilot[None], app: App) -> None:
    """Whatever was asked of the keys is answered."""
    await until(pilot, lambda: not getattr(app.screen, "busy", False), "the keys are done")


async def give(pilot: Pilot[None], app: App, **boxes: str) -> None:
    """Fill boxes and press Enter in the last."""
    for box, value in boxes.items():
        app.screen.query_one(f"#{box}", Input).value = value
    app.screen.query_one(f"#{box}", Input).focus()
    await pilot.press("enter")


async def test_a_wrong_passphrase_is_told_calmly_and_the_right_one_opens(
    made: MadeHome, home: Path
) -> None:
    async with running(in_home(made.copied(home))) as (app, pilot):
        await until(pilot, lambda: "Unlock your journal" in screen_text(app))
        assert "Locked" in screen_text(app)
        assert "Priya" not in screen_text(app)
        await pilot.press("u")
        await until(pilot, lambda: app.screen.query("#passphrase"))
        box = app.screen.query_one("#passphrase", Input)
        for attempt in range(1, 4):
            await type_text(pilot, "wrong one")
            assert "wrong" not in screen_text(app)
            await pilot.press("enter")
            await settled(pilot, app)
            told = text_of(app, "#outcome")
            assert told.startswith("That passphrase does not open it.")
            assert ("recovery code" in told) is (attempt == 3)
            assert box.value == ""
        assert app.pair is None
        await give(pilot, app, passphrase=PHRASE)
        await until(pilot, lambda: app.pair is not None, "unlocked")
        await until(pilot, lambda: "PRIVATE · Priya, mentor (junior)" in screen_text(app))
        await until(pilot, lambda: "Martin has not joined" in screen_text(app))
        assert app.side is Side.MENTOR
        assert not box.value
        await pilot.press("4")
        await until(pilot, lambda: "Martin   Why I came" in screen_text(app))
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "Locked" in screen_text(app))
        for key in ("1", "3", "4", "5"):
            await pilot.press(key)
            await pilot.pause()
            await until(pilot, lambda: "Priya" not in screen_text(app))
            assert "Martin" not in screen_text(app)
        assert app.side is Side.BOTH
        await pilot.press("ctrl+l")
        await until(pilot, lambda: app.screen.query("#passphrase"))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DoorScreen))


async def test_the_recovery_code_opens_and_sets_a_new_passphrase(
    made: MadeHome, home: Path
) -> None:
    code = made.made.code.code
    new = "quartz badger 41 umbrella canyon"
    async with running(in_home(made.copied(home))) as (app, pilot):
        await pilot.press("u", "ctrl+r")
        await until(pilot, lambda: app.screen.query("#typed-code"))
        await give(pilot, app, **{"typed-code": code[:-1]})
        await until(pilot, lambda: "Not the recovery code" in text_of(app, "#outcome"))
        assert app.screen.query_one("#typed-code", Input).value == code[:-1]
        typed = code.lower().replace("age-secret-key-1", "")
        await give(pilot, app, **{"typed-code": f"{typed[:20]} - {typed[20:]}"})
        await until(pilot, lambda: app.focused is not None and app.focused.id == "phrase")
        await give(pilot, app, phrase="short", again="short")
        await settled(pilot, app)
        assert "shorter than" in text_of(app, "#outcome")
        await give(pilot, app, phrase=new, again=new)
        await until(pilot, lambda: app.pair is not None, "recovered")
        await until(pilot, lambda: "the new passphrase opens it" in screen_text(app))
    pair = People(home).unlock(new)
    assert pair.me.name == "Priya"
    pair.close()


async def test_what_another_window_has_open_is_only_read_and_that_stays_said(
    made: MadeHome, home: Path
) -> None:
    made.copied(home)
    (home / "settings.toml").write_text("[privacy]\nlock_after = 0", encoding="utf-8")
    other = made.opened(home)
    try:
        async with running(in_home(home)) as (app, pilot):
            await pilot.press("u")
            await until(pilot, lambda: app.screen.query("#passphrase"))
            await give(pilot, app, passphrase=PHRASE)
            await until(pilot, lambda: app.pair is not None, "unlocked")
            assert app.pair is not None
            assert app.pair.read_only
            for key in ("1", "4", "5", "3"):
                await pilot.press(key)
                await until(pilot, lambda: "Only for reading" in screen_text(app), key)
            await app.run_action("passphrase")
            assert not isinstance(app.screen, DoorScreen)
            # What was said once can be read again.
            await app.run_action("notices")
            await until(pilot, lambda: "privacy.lock_after" in screen_text(app))
            await pilot.press("escape", "ctrl+l")
            await until(pilot, lambda: "Locked" in screen_text(app))
            assert "Only for reading" not in screen_text(app)
    finally:
        other.close()


async def test_a_partner_who_waits_is_let_in_once_the_number_is_compared(
    made: MadeHome, home: Path
) -> None:
    people = People(made.copied(home))
    joined = people.save(people.join("Martin", "walnut ferry 92 obsidian plume"))
    joined.close()
    async with running(in_home(home)) as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: app.screen.query("#passphrase"))
        await give(pilot, app, passphrase=PHRASE)
        await until(pilot, lambda: app.screen.query("#answers"), "asked")
        pair = app.pair
        assert pair is not None
        number = pair.number_with(pair.waiting[0])
        await until(pilot, lambda: number in screen_text(app))
        assert "Martin asks to join as the mentee (senior)" in screen_text(app)
        await pilot.press("n")
        await until(pilot, lambda: not app.screen.query("#answers"))
        assert not pair.complete
        app.post_message(PairOpened(pair, (), pair.waiting[0], number))
        await until(pilot, lambda: app.screen.query("#answers"))
        await pilot.press("y")
        await until(pilot, lambda: pair.complete)
        await until(pilot, lambda: "Martin is let in" in screen_text(app))


async def test_the_passphrase_is_changed_from_the_palette(made: MadeHome, home: Path) -> None:
    new = "quartz badger 41 umbrella canyon"
    async with running(in_home(made.copied(home))) as (app, pilot):
        app.post_message(PairOpened(made.opened(home)))
        await until(pilot, lambda: app.pair)
        await pilot.press("ctrl+p")
        await type_text(pilot, "change the passphrase")
        await until(pilot, lambda: app.screen.query("CommandList").first().option_count)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#old"))
        await give(pilot, app, old=PHRASE, phrase=new, again=new + "s")
        assert "not the same" in text_of(app, "#outcome")
        await give(pilot, app, old="not it", phrase=new, again=new)
        await settled(pilot, app)
        assert "not the passphrase as it is now" in text_of(app, "#outcome")
        assert app.screen.query_one("#phrase", Input).value == new
        await give(pilot, app, old=PHRASE, again=new)
        await until(pilot, lambda: "The passphrase is changed" in screen_text(app))
        assert app.pair is not None
        app.pair.journal.keep(Draft(text="still writable"))
    pair = People(home).unlock(new)
    assert len(pair.journal) == 1
    pair.close()


@pytest.mark.parametrize("name", ["TEXTUAL_LOG", "TEXTUAL", "TEXTUAL_SCREENSHOT_LOCATION"])
async def test_while_textual_is_told_to_write_things_down_nothing_is_unlocked(
    made: MadeHome, home: Path, name: str
) -> None:
    app = App(in_home(made.copied(home)), debugging=("TEXTUAL_THEME", name))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.workspace)
        for key in ("u", "ctrl+l"):
            await pilot.press(key)
            await until(pilot, lambda: f"The variable {name} is set" in screen_text(app))
            assert not isinstance(app.screen, DoorScreen)


async def test_harmless_variables_of_textual_keep_nobody_out(
    made: MadeHome, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_COLOR_SYSTEM", "256")
    async with running(in_home(made.copied(home))) as (app, pilot):
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, DoorScreen))
        await pilot.press("escape")
        monkeypatch.setenv("TEXTUAL_DEBUG", "1")
        await pilot.press("u")
        await until(pilot, lambda: "TEXTUAL_DEBUG is set" in screen_text(app))
