"""Write docs/keys.md from the registry of actions: python -m scripts.keys_page."""

from __future__ import annotations

from pathlib import Path

from tui.actions import Scope, actions_in

PAGE = Path(__file__).parents[1] / "docs" / "keys.md"
_INTRO = """# Keys

Made from the registry of actions by `python -m scripts.keys_page`; do not edit.

Arrows and Tab move, Enter opens, Esc leaves a box, a sheet or a card. The mouse works too.
"""


def page() -> str:
    """The page as it should be."""
    parts = [_INTRO]
    for scope in Scope:
        name = "On a card" if scope is Scope.CARD else f"In {scope}"
        heading = "Everywhere" if scope is Scope.APP else name
        rows = [f"| `{action.shown}` | {action.help} |" for action in actions_in(scope)]
        parts.append("\n".join([f"## {heading}", "", "| key | does |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
