"""The registry of actions: no clashes, nothing that cannot be run, a page that is current."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding

from scripts.keys_page import PAGE, page
from tui.actions import Scope, actions_in, bindings_for
from tui.app import ViceVersaApp
from tui.screens.after import AfterScreen
from tui.screens.agenda import AgendaScreen
from tui.screens.brief import BriefScreen
from tui.screens.card import CardScreen
from tui.screens.charter import CharterScreen
from tui.screens.cover import CoverScreen
from tui.screens.dates import DatesScreen
from tui.screens.door import DoorScreen
from tui.screens.ending import EndingScreen
from tui.screens.entry import EntryScreen
from tui.screens.form import FormSheet
from tui.screens.guide import GuideScreen
from tui.screens.guided import GuidedScreen
from tui.screens.journal import JournalScreen
from tui.screens.pair import PairScreen
from tui.screens.pair_sheets import ReadSheet, StageSheet
from tui.screens.progress import ProgressScreen
from tui.screens.proposals import ProposalsScreen
from tui.screens.pulse import PulseSheet
from tui.screens.session import SessionScreen
from tui.screens.session_end import SessionEndScreen
from tui.screens.today import TodayScreen
from tui.screens.writing import WritingScreen

PLACES = {
    Scope.APP: ViceVersaApp,
    Scope.TODAY: TodayScreen,
    Scope.AGENDA: AgendaScreen,
    Scope.PROPOSALS: ProposalsScreen,
    Scope.BRIEF: BriefScreen,
    Scope.GUIDE: GuideScreen,
    Scope.CARD: CardScreen,
    Scope.JOURNAL: JournalScreen,
    Scope.ENTRY: EntryScreen,
    Scope.WRITING: WritingScreen,
    Scope.PROGRESS: ProgressScreen,
    Scope.PAIR: PairScreen,
    Scope.CHARTER: CharterScreen,
    Scope.GUIDED: GuidedScreen,
    Scope.SESSION: SessionScreen,
    Scope.SESSION_END: SessionEndScreen,
    Scope.PULSE: PulseSheet,
    Scope.AFTER: AfterScreen,
    Scope.COVER: CoverScreen,
    Scope.FORM: FormSheet,
    Scope.SHEET: StageSheet,
    Scope.READING: ReadSheet,
    Scope.UNLOCK: DoorScreen,
    Scope.DATES: DatesScreen,
    Scope.ENDING: EndingScreen,
}
OVERRIDDEN = {
    (Scope.JOURNAL, "slash"),
    (Scope.READING, "q"),
    *((Scope.PULSE, digit) for digit in "12345"),
}
"""The journal has a search of its own, q leaves a page over a place rather than the app, digits answer."""
BY_STATE = {Scope.JOURNAL: 8, Scope.WRITING: 7}
"""Footers of which each state of the place shows some."""


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.APP])
def test_no_key_does_two_things_in_one_place(scope: Scope) -> None:
    bound = [action for action in actions_in(scope, Scope.APP) if action.keys]
    keys = Counter(key for action in bound for key in action.keys.split(","))
    assert not [key for key, count in keys.items() if count > 1 and (scope, key) not in OVERRIDDEN]


@pytest.mark.parametrize("scope", list(Scope))
def test_every_action_can_be_run_where_it_is_bound(scope: Scope) -> None:
    for action in actions_in(scope):
        name = action.run.partition("(")[0]
        owner = ViceVersaApp if name.startswith("app.") else PLACES[scope]
        assert hasattr(owner, f"action_{name.removeprefix('app.')}"), action.id


def test_ids_of_bindings_are_stable_and_unique() -> None:
    ids = [
        binding.id
        for scope in Scope
        for binding in bindings_for(scope)
        if isinstance(binding, Binding)
    ]
    assert len(set(ids)) == len(ids)
    assert "agenda.longer" in ids


@pytest.mark.parametrize("scope", list(Scope))
def test_a_footer_is_short(scope: Scope) -> None:
    assert sum(action.footer for action in actions_in(scope)) <= BY_STATE.get(scope, 5)


def test_the_page_of_keys_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
