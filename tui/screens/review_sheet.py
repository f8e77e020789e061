"""The review of a quarter, or of all of it, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.screens.path_sheet import PathSheet

if TYPE_CHECKING:
    from assistant.life.review import Kind
    from assistant.pair_space import PairSpace

_TITLES: dict[Kind, str] = {"quarter": "The quarter on one page", "ending": "All of it on one page"}
_WORDS: dict[Kind, str] = {
    "quarter": "Goals, wins, actions and rhythm of the last 13 weeks, from what both of you share.",
    "ending": "Goals, what was learned, wins, actions and rhythm, from what both of you share.",
}
_READERS = (
    "Nothing private is in it. Show it to others only if both agree. A name that ends in .html gives a "
    "page to print, any other Markdown. An existing file is kept."
)
_USUAL: dict[Kind, str] = {"quarter": ".md", "ending": ".html"}


def review_sheet(pair: PairSpace, kind: Kind) -> PathSheet:
    """Asks where to write the review; `kind` is “quarter” or “ending”."""
    name = f"review-{pair.moment().date().isoformat()}{_USUAL[kind]}"

    def write(path: Path) -> Path:
        from assistant.export import export_text
        from assistant.life.review import review

        page = review(pair.records.life, pair.moment(), kind=kind).page
        named = Path(name) if path.expanduser().is_dir() else path
        return export_text(page.text_for(named), path, name, "The review")

    return PathSheet(pair, _TITLES[kind], f"{_WORDS[kind]} {_READERS}", name, write)
