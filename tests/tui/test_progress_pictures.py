"""The pictures of Progress over any life: they never fail, and never are wider than their room."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.life.figures import GoalPath, Point
from assistant.life.goal import Aim, GoalField
from assistant.life.goals import new_goal
from assistant.life.milestones import due_milestones
from assistant.life.progress import progress
from assistant.life.session import Session
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.assistant.life.lives import NOW, lives
from tui.widgets.progress_detail import detail
from tui.widgets.progress_keys import keys
from tui.widgets.progress_pictures import goal_line, months
from tui.widgets.progress_rows import rows
from tui.widgets.progress_seen import Seen


def seen_by(life: PairLife, me: Side) -> Seen:
    due = {goal.id: one for goal, one in due_milestones(life, NOW) if goal.side is me}
    return Seen(life, me, NOW, progress(life, NOW), due)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lives(), st.sampled_from([Side.MENTOR, Side.MENTEE]), st.integers(20, 76))
def test_any_life_can_be_shown(life: PairLife, me: Side, width: int) -> None:
    seen = seen_by(life, me)
    folded = rows(seen, frozenset(), width)
    parts = frozenset(row.key.partition(":")[2] for row in folded if row.key.startswith("more:"))
    whole = rows(seen, parts, width)
    named = [row.key for row in whole if row.key]
    assert len(named) == len(set(named))
    for key in named:
        assert detail(seen, key) is not None
        told = keys(seen, key, max(width, 40)).split("\n")
        assert len(told) == 1 or all(line.cell_length <= max(width, 40) for line in told)
    picture = months(seen.figures.meetings, seen.today, width)
    assert all(line.cell_length <= max(width, 12) for line in picture.split("\n"))


def test_months_without_a_session_are_seen() -> None:
    far = [Session(at=NOW - timedelta(days=days)) for days in (100, 1)]
    life = PairLife.of(far)
    drawn = months(progress(life, NOW).meetings, NOW.date(), 70).plain
    assert "–" in drawn
    assert len(drawn.splitlines()[0].split()) > 3


def test_a_line_from_where_to_where() -> None:
    goal = new_goal(PairLife.of([]), Side.MENTOR, "x", GoalField.WORK, Aim.LEARNING, NOW)

    def line(*ratings: int, back: int | None = None) -> str:
        points = tuple(Point(NOW.date(), rating) for rating in ratings)
        drawn = goal_line(GoalPath(goal, "x", points, back, ""))
        return drawn.plain if drawn is not None else ""

    assert line() == ""
    assert line(4) == "1 ·  ·  ·  ●  ·  ·  ·  ·  ·  · 10"
    assert line(4, 6, 8, back=2) == "1 ·  ◇  ·  ○─────•─────●  ·  · 10"
    assert line(8, 4) == "1 ·  ·  ·  ●───────────○  ·  · 10"
    assert line(10, 1) == "1 ●──────────────────────────○ 10"
    assert line(3, 9, 5) == "1 ·  ·  ○─────●  ·  ·  ·  •  · 10"
    assert line(5, 5, back=3) == "1 ·  ·  ◇  ·  ●  ·  ·  ·  ·  · 10"
