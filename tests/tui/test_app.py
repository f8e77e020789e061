from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Static

from assistant.errors import Trouble
from assistant.locations import Locations
from assistant.workspace import Workspace
from knowledge.errors import ModelError
from tests.builders import card_text, write_guide
from tests.tui.driving import App, option_texts, running, screen_text, text_of, type_text, until
from tui.actions import ACTIONS, Scope, actions_in
from tui.palette import ActionProvider

Open = Callable[..., Workspace]


async def test_before_the_model_is_there_search_goes_by_words_and_says_so(
    open_workspace: Open,
) -> None:
    import threading

    loaded = threading.Event()

    def slowly() -> object:
        loaded.wait(10)
        raise ModelError("The language model is not installed.")

    app = App(lambda: open_workspace(load_encoder=slowly))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "by words while the language model loads" in app.model_state)
        await pilot.press("slash")
        await type_text(pilot, "dashboard")
        await until(pilot, lambda: "dashboard" in option_texts(app, "#cards")[0].lower())
        assert "Searching by words" in screen_text(app)
        loaded.set()
        await until(pilot, lambda: "not installed" in app.model_state)
        await until(pilot, lambda: "by words only" in screen_text(app))


async def test_a_broken_guide_is_told_in_place(tmp_path: Path, home: Path) -> None:
    guide = write_guide(tmp_path / "guide", broken=card_text(title=None))
    app = App(lambda: Workspace(Locations.find(home), guide=guide))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.failure is not None)
        await until(pilot, lambda: "trust/broken.md: title" in screen_text(app))
        for key in ("4", "5", "1", "n", "slash", "x"):
            await pilot.press(key)


async def test_every_place_has_help_with_its_live_keys(open_workspace: Open) -> None:
    async with running(open_workspace, size=(100, 60)) as (app, pilot):
        for key, scope in (("1", Scope.TODAY), ("4", Scope.AGENDA), ("5", Scope.GUIDE)):
            await pilot.press(key, "f1")
            await until(pilot, lambda: app.screen.query("#sheet"))
            shown = str(app.screen.query_one("#sheet Static", Static).content)
            for action in actions_in(scope, Scope.APP):
                assert action.help in shown
                assert action.shown in shown
            await pilot.press("escape")


async def test_the_palette_offers_the_registry_and_no_screenshot(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("4")
        provider = ActionProvider(app.screen)
        offered = {str(hit.display) async for hit in provider.discover()}
        hidden = {"palette", "keys", "lock", "passphrase", "notices", "to_items"}
        hidden |= {"propose", "keep_agenda", "lock_item", "replace", "begin_with_it"}
        hidden |= {"prepare_for_it", "unlock_agenda"}
        expected = {
            action.help for action in actions_in(Scope.APP, Scope.AGENDA) if action.id not in hidden
        }
        assert offered == expected  # nobody has a pair yet, nor is a box to be left
        assert not [text for text in offered if "screenshot" in text.lower()]
        assert App.COMMANDS == {ActionProvider}


async def test_a_command_of_the_palette_runs_on_the_place(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: option_texts(app, "#items"))
        first = option_texts(app, "#items")
        await pilot.press("ctrl+p")
        await type_text(pilot, "move this item down")
        await until(pilot, lambda: app.screen.query("CommandList").first().option_count)  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen.query("#items"))
        await until(pilot, lambda: option_texts(app, "#items")[1] == first[0])


async def test_light_and_dark(open_workspace: Open) -> None:
    async with running(open_workspace) as (app, pilot):
        dark = app.screen.styles.background
        await pilot.press("t")
        await until(pilot, lambda: app.screen.styles.background != dark)


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (200, 60), (20, 5), (1, 1)])
async def test_any_size_and_any_resize_is_survived(
    open_workspace: Open, size: tuple[int, int]
) -> None:
    async with running(open_workspace) as (app, pilot):
        for key in ("1", "4", "5", "enter", "f1"):
            await pilot.press(key)
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.resize_terminal(80, 24)
        assert app.return_code is None


async def test_a_defect_ends_with_a_code_and_without_anybodys_words(
    open_workspace: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "the-secret-somebody-typed"

    def defect(_app: App) -> None:
        private = secret
        raise ValueError(private)

    monkeypatch.setattr(App, "action_shade", defect)
    app = App(open_workspace)
    with pytest.raises(ValueError, match=secret):
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.workspace)
            await pilot.press("t")
    assert app.return_code == 1
    assert secret not in str(app._exit_renderables)


def test_a_crash_on_a_real_terminal_prints_a_code_only(tmp_path: Path) -> None:
    program = """
import sys
from tui.app import ViceVersaApp
def defect(app):
    private = "secret-local"
    raise ValueError("secret-message " + private)
ViceVersaApp.action_shade = defect
ViceVersaApp.on_ready = lambda app: app.call_later(app.run_action, "shade")
app = ViceVersaApp(lambda: None)
app.run(headless=True)
sys.exit(app.return_code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "secret" not in done.stdout + done.stderr
    assert "ValueError at __main__:" in done.stderr


async def test_trouble_while_opening_leaves_an_app_that_can_be_quit() -> None:
    def refused() -> Workspace:
        raise Trouble("No home", "The home folder cannot be read.", "Name another.")

    app = App(refused)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.failure)
        await until(pilot, lambda: "Name another." in text_of(app, "#trouble"))
        await pilot.press("q")
    assert app.return_code == 0


def test_every_action_says_what_it_does() -> None:
    for action in ACTIONS:
        assert action.help
        assert action.label
        assert not action.help.endswith(".")
