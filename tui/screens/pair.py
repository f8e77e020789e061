"""Pair."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings_for
from tui.screens.place import PlaceScreen


class PairScreen(PlaceScreen):
    """Pair."""

    PLACE = "pair"
    SCOPE = Scope.PAIR
    ABOUT = "How the two of you work: who you are, the charter, the dates, the files."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.PAIR)
