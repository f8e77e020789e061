"""What every test of the app stands on: a key has been heard out before the test goes on."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

_HOPS = 2
"""From the app to the widget that has the keys, to its screen, and to what they open."""


@pytest.fixture(autouse=True)
def _keys_are_heard_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, what a key does at once is done; what a job does is to be waited for.

    Textual waits until the process seems idle, which a process that gets no time does too.
    """
    press = Pilot.press

    async def heard_out(pilot: Pilot[Any], *keys: str) -> None:
        for key in keys:
            await press(pilot, key)
            for _ in range(_HOPS):
                await pilot._wait_for_screen()

    monkeypatch.setattr(Pilot, "press", heard_out)
