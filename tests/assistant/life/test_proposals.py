"""Three proposals: balanced, one thing in depth, repair."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

from assistant.agenda import Agenda, Shape
from assistant.life.plan import in_common
from assistant.life.session import Parked
from assistant.life.snapshot import PairLife
from assistant.suggest import AgendaRequest
from assistant.wording import BlockKind, Lead, Side, Stage, Theme
from tests.assistant.life.lives import NOW, lives
from tests.assistant.life.planning import PAIRED, catalogue, keys, propose, requests, share

NOBODY = PairLife.of([])
ALONE_FOR_LONG = 90
"""Minutes of preparing alone from which on the guide has too few blocks for three of a kind."""


def shared(proposed: tuple[Agenda, ...]) -> float:
    """The most that any two have in common, counted here once more."""
    most = 0.0
    for one, two in itertools.combinations(proposed, 2):
        minutes = [
            {
                (*item.cards, item.title): item.minutes
                for item in agenda.items
                if item.kind not in {BlockKind.OPEN, BlockKind.CLOSE}
            }
            for agenda in (one, two)
        ]
        same = sum(min(minutes[0][key], minutes[1][key]) for key in minutes[0].keys() & minutes[1])
        most = max(most, *(same / sum(own.values()) for own in minutes))
        assert in_common(one, two) == pytest.approx(
            max(same / sum(own.values()) for own in minutes)
        )
    return most


def bound(request: AgendaRequest) -> float:
    alone = request.stage is Stage.BEFORE and request.side is not Side.BOTH
    return 2 / 3 if alone and request.minutes > ALONE_FOR_LONG else 1 / 2


@pytest.mark.parametrize("side", [Side.BOTH, Side.MENTOR, Side.MENTEE])
@pytest.mark.parametrize("stage", list(Stage))
def test_without_records_no_two_have_more_than_half_in_common(stage: Stage, side: Side) -> None:
    for minutes in (*range(10, 31), *range(31, 181, 8), 180):
        request = AgendaRequest(minutes, stage, side=side)
        assert shared(propose(NOBODY, request)) <= bound(request), minutes


@settings(deadline=None, max_examples=60)
@given(lives(), requests)
def test_whatever_the_records_say_they_differ_and_add_up(
    life: PairLife, request: AgendaRequest
) -> None:
    proposed = propose(life, request)
    assert proposed == propose(life, request)
    assert [agenda.shape for agenda in proposed] == [Shape.BALANCED, Shape.DEPTH, Shape.REPAIR]
    for agenda in proposed:
        assert sum(item.minutes for item in agenda.items) == request.minutes == agenda.minutes
        assert min(item.minutes for item in agenda.items) >= 3
        assert agenda.items[-1].kind is BlockKind.CLOSE
        assert len(set(keys(agenda))) == len(agenda.items)
        if agenda.stage in PAIRED:
            assert agenda.led_by(Lead.MENTOR) * 2 >= agenda.minutes
    assert shared(proposed) <= max(bound(request), 0.6)


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.BEFORE])
def test_repair_is_a_stuck_pairs_session(stage: Stage) -> None:
    _, _, repair = propose(NOBODY, AgendaRequest(45, stage))
    assert repair.stage is Stage.STUCK
    assert share(repair, BlockKind.REPAIR) > 0.5
    assert repair.items[0].title == "My own part, first"
    assert repair.items[0].lead is Lead.MENTEE


def test_before_the_first_session_the_third_looks_at_worries() -> None:
    balanced, _, repair = propose(NOBODY, AgendaRequest(45, Stage.BEFORE, side=Side.MENTOR))
    assert repair.stage is Stage.BEFORE

    def worries(agenda: Agenda) -> int:
        themes = [catalogue()[item.cards[0]].theme for item in agenda.items]
        return sum(theme in {Theme.TRUST, Theme.CHALLENGES, Theme.BOUNDARIES} for theme in themes)

    assert worries(repair) > 0 == worries(balanced)


@pytest.mark.parametrize("stage", PAIRED)
@pytest.mark.parametrize("minutes", [30, 45, 60, 90])
def test_in_depth_one_thing_has_the_time_of_the_rest(stage: Stage, minutes: int) -> None:
    balanced, depth, _ = propose(NOBODY, AgendaRequest(minutes, stage))
    assert share(depth, BlockKind.LEARN) > share(balanced, BlockKind.LEARN) or minutes == 30
    assert share(depth, BlockKind.REFLECT) == 0
    assert 0.1 <= share(depth, BlockKind.GIVE_BACK) <= 0.35


def test_in_depth_every_item_of_learning_is_about_the_same() -> None:
    life = PairLife.of(
        [Parked(id=f"p{n}", what=f"Question {n} on dashboards", since=NOW) for n in range(3)]
    )
    balanced, depth, _ = propose(life, AgendaRequest(120, Stage.ESTABLISHED))
    learn = [item.about for item in depth.items if item.kind is BlockKind.LEARN]
    assert len(learn) > 1
    assert set(learn) == {"parked p0"}
    by_turn = [item.about for item in balanced.items if item.kind is BlockKind.LEARN]
    assert by_turn[:2] == ["parked p0", "parked p1"]


def test_a_stuck_pair_gets_repair_half_of_it_or_one_change() -> None:
    balanced, depth, repair = propose(NOBODY, AgendaRequest(60, Stage.STUCK))
    assert {agenda.stage for agenda in (balanced, depth, repair)} == {Stage.STUCK}
    assert 0 < share(balanced, BlockKind.REPAIR) < 0.5 < share(repair, BlockKind.REPAIR)
    assert share(balanced, BlockKind.LEARN) > share(repair, BlockKind.LEARN)
    assert share(depth, BlockKind.REPAIR) > 0.5
    assert share(depth, BlockKind.LEARN) == 0
