"""Progress."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from tui.actions import Scope, bindings_for
from tui.screens.place import PlaceScreen


class ProgressScreen(PlaceScreen):
    """Progress."""

    PLACE = "progress"
    SCOPE = Scope.PROGRESS
    ABOUT = "Goals from where to where, and how the sessions go. Nobody is rated here."
    BINDINGS: ClassVar[list[BindingType]] = bindings_for(Scope.PROGRESS)
