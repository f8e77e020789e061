"""Hostile text in goals, wins, actions and what was given stays text, in every part of Progress."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from assistant.life.document import Document
from assistant.life.goal import Goal, Win
from assistant.life.session import Action, Given
from assistant.pair_space import PairSpace
from assistant.wording import Side
from tests.test_hostile_text import HOSTILE, visible
from tests.tui.driving import screen_text, text_of, until
from tests.tui.progress_driving import (
    NOW,
    Sample,
    form,
    progress,
    shown,
    take,
    texts,
)
from tui.screens.pair_sheets import ReadSheet


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return Sample.make(tmp_path_factory.mktemp("sample") / "home")


def hostile() -> Iterable[Document]:
    for number, text in enumerate(HOSTILE):
        line = text[:290] or "-"
        side = Side.MENTOR
        yield Goal(
            id=f"h{number}", side=side, what=line, since=NOW, quarter="2026-Q4", if_=line, then=line
        )
        yield Win(id=f"h{number}", at=NOW, side=side, what=line, where_used=line, who_noticed=line)
        yield Action(id=f"h{number}", side=side, what=line, since=NOW)
        yield Given(id=f"h{number}", side=side, what=line, at=NOW)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_text_stays_text(sample: Sample, home: Path, size: tuple[int, int]) -> None:
    def keep(pair: PairSpace) -> None:
        pair.records.keep(*hostile())

    async with progress(sample, home, size, prepare=keep) as (app, pilot, _):
        for part in ("goals-mentor", "open", "given", "wins"):
            await take(app, pilot, f"more:{part}")
            await pilot.press("enter")
        await until(pilot, lambda: "given:h1" in [one.id for one in shown(app).options])
        for number in range(len(HOSTILE)):
            for kind in ("goal", "win", "action", "given"):
                await take(app, pilot, f"{kind}:h{number}")
                assert visible(screen_text(app))
        for piece in ("[/x]", "[bold red]not[/] [/INST]", "[@click=app.quit]press[/]", "שלום עולם"):
            assert piece in texts(app)
        await take(app, pilot, "goal:h0")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReadSheet))
        assert "If [/x], then [/x]." in text_of(app, "#read")
        await pilot.press("escape")
        await form(app, pilot, "w")  # offers hostile goals as choices
        await pilot.press("tab", "tab", "tab", "tab", "enter")
        assert visible(screen_text(app))
        assert app.return_code is None
