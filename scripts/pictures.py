"""Draw the README's pictures with the app itself: `make pictures`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from assistant.context import SAMPLE_PAIR
from assistant.locations import Locations
from assistant.workspace import Workspace
from tui.app import ViceVersaApp

IMAGES = Path(__file__).parents[1] / "docs" / "images"
_FONTS = re.compile(r"@font-face\s*\{[^}]*\}")  # they would be fetched from elsewhere
_PLACES = {
    "today": ["1"],
    "agenda": ["4", "down"],
    "guide": ["slash", *"he says yes yes i know and then he cant do it", "escape"],
}


async def _draw(home: Path) -> None:
    app = ViceVersaApp(lambda: Workspace(Locations.find(home), pair=SAMPLE_PAIR))
    async with app.run_test(size=(100, 28)) as pilot:
        while "meaning" not in app.model_state:
            await pilot.pause(0.1)
        for name, keys in _PLACES.items():
            await pilot.press(*("space" if key == " " else key for key in keys))
            await pilot.pause(1)
            path = IMAGES / f"{name}.svg"
            drawn = app.export_screenshot(title="Vice Versa")
            path.write_text(_FONTS.sub("", drawn), encoding="utf-8")


def main() -> None:
    """Draw every picture on the sample pair, in a home that is thrown away."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="viceversa-pictures-") as home:
        asyncio.run(_draw(Path(home)))


if __name__ == "__main__":
    main()
