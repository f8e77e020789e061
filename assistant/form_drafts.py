"""What somebody typed into a form and had not kept yet, for themselves alone: it outlasts a lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.storage.records import Place
    from assistant.storage.space import Space

_KIND = "f"


class FormDrafts:
    """One draft for each form, by its name. Writing raises ReadOnly and NotKept."""

    def __init__(self, space: Space) -> None:
        self._space = space

    def keep(self, form: str, texts: Mapping[str, str]) -> None:
        """Keep what is typed in `form`, texts by field, in place of what was kept of it before."""
        records = self._space.records(_KIND)
        former = self._places(form)
        records.add({"form": form, "texts": dict(texts)})
        records.erase(former)

    def texts(self, form: str) -> dict[str, str]:
        """What was typed in `form` and not kept; empty where nothing was."""
        found: dict[str, str] = {}
        for _, record in self._space.records(_KIND):
            texts = record.get("texts")
            if record.get("form") == form and isinstance(texts, dict):
                found = {str(name): str(text) for name, text in texts.items()}
        return found

    def drop(self, form: str) -> None:
        """Forget what was typed in `form`: it is kept, or given up."""
        places = self._places(form)
        if places:
            self._space.records(_KIND).erase(places)

    def _places(self, form: str) -> list[Place]:
        records = self._space.records(_KIND)
        return [place for place, record in records if record.get("form") == form]
