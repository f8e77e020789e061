"""The places of the app, each imported when somebody first goes there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from tui.screens.today import TodayScreen


def _journal() -> Screen[Any]:
    from tui.screens.journal import JournalScreen

    return JournalScreen()


def _agenda() -> Screen[Any]:
    from tui.screens.agenda import AgendaScreen

    return AgendaScreen()


def _guide() -> Screen[Any]:
    from tui.screens.guide import GuideScreen

    return GuideScreen()


def _progress() -> Screen[Any]:
    from tui.screens.progress import ProgressScreen

    return ProgressScreen()


def _pair() -> Screen[Any]:
    from tui.screens.pair import PairScreen

    return PairScreen()


MODES: dict[str, str | Callable[[], Screen[Any]]] = {
    "today": TodayScreen,
    "journal": _journal,
    "agenda": _agenda,
    "guide": _guide,
    "progress": _progress,
    "pair": _pair,
}
"""What makes the screen of each place."""
