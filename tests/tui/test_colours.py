"""What is told by colour can be told without."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style
from textual.widgets import Input
from textual.widgets._select import SelectOverlay

from tests.tui.driving import screen_text, until
from tests.tui.homes import MadeHome
from tests.tui.journal_driving import unlocked, written
from tui.theme import DARK, LIGHT
from tui.widgets.entry_list import EntryList


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadeHome:
    return MadeHome.make(tmp_path_factory.mktemp("made") / "home")


async def test_without_colour_the_row_in_hand_is_marked(
    made: MadeHome, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with unlocked(made, home, [written(1), written(2)]) as (app, pilot, _):
        shown = app.screen.query_one(EntryList)
        await until(pilot, lambda: shown.has_focus)

        def marked(row: int) -> bool:
            styles = [segment.style for segment in shown.render_line(row) if segment.text.strip()]
            return bool(styles) and all(map(_stands_out, styles))

        assert marked(0)
        assert not marked(1)
        await pilot.press("f")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "kind")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, SelectOverlay))
        await until(pilot, lambda: "reflection" in screen_text(app))
        overlay = app.focused
        assert isinstance(overlay, SelectOverlay)
        styles = [segment.style for segment in overlay.render_line(0) if segment.text.strip()]
        assert styles
        assert all(map(_stands_out, styles))


async def test_placeholders_can_be_read(made: MadeHome, home: Path) -> None:
    async with unlocked(made, home, [written(1)]) as (app, pilot, _):
        box = app.screen.query_one("#find", Input)
        for theme in (DARK, LIGHT):
            app.theme = theme.name
            await pilot.pause()
            style = box.get_visual_style("input--placeholder")
            ground, ink = style.background, style.foreground
            assert ground is not None
            assert ink is not None
            ink = ground + ink
            assert _contrast(ground.rgb, ink.rgb) >= 4.5, theme.name


def _stands_out(style: Style | None) -> bool:
    """Whether it is underlined and bold, and can be read."""
    if style is None or style.color is None or style.bgcolor is None:
        return False
    ink, ground = style.color.get_truecolor(), style.bgcolor.get_truecolor()
    return bool(style.underline and style.bold) and _contrast(ink, ground) >= 4.5


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
