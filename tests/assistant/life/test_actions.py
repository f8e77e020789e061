"""Actions and the parking lot."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from assistant.errors import Trouble
from assistant.life import actions
from assistant.life.session import Action, Session
from assistant.life.snapshot import PairLife
from assistant.wording import Side

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def added(what: str = "send the file", **more: object) -> Action:
    return actions.added(Side.MENTOR, what, NOW, **more)  # type: ignore[arg-type]


def test_an_action_has_an_owner_and_says_something() -> None:
    one = added("  send\nthe \x1b[2Jfile ", due=date(2026, 11, 24), session="a1", goal="b2")
    assert (one.what, one.side, one.open) == ("send the [2Jfile", Side.MENTOR, True)
    assert (one.session, one.goal, one.since) == ("a1", "b2", NOW)
    with pytest.raises(Trouble, match="one owner"):
        actions.added(Side.BOTH, "it", NOW)
    for what in ("", " \n ", "\x00"):
        with pytest.raises(Trouble, match="action is empty"):
            added(what)
    with pytest.raises(Trouble, match="301 characters long; 300"):
        added("x" * 301)
    with pytest.raises(Trouble, match="not readable"):
        added("\ud800")


def test_a_day_that_is_past_is_refused_by_the_pairs_own_clock() -> None:
    with pytest.raises(Trouble, match="Monday 23 November 2026 is past"):
        added(due=date(2026, 11, 23))
    # In Honolulu it is still the 23rd.
    assert actions.added(
        Side.MENTEE, "it", NOW, due=date(2026, 11, 23), zone="Pacific/Honolulu"
    ).due
    with pytest.raises(Trouble, match="two years"):
        added(due=date(2028, 11, 25))
    with pytest.raises(Trouble, match="past"):
        actions.due_on(added(), date(2026, 1, 1), NOW)
    assert actions.due_on(added(due=date(2026, 12, 1)), None, NOW).due is None


def test_what_is_open_is_carried_over_until_it_is_done_or_dropped() -> None:
    first, second = Session(at=NOW), Session(at=NOW + 7 * DAY)
    one = added(session=first.id)
    other = actions.added(Side.MENTEE, "try it", NOW + DAY, session=first.id)
    new = actions.added(Side.MENTEE, "again", NOW + 8 * DAY, session=second.id)
    life = PairLife.of([first, second, one, other, new])
    assert actions.open_actions(life) == (one, other, new)
    assert actions.open_actions(life, Side.MENTEE) == (other, new)
    assert actions.carried_over(life, second) == (one, other)
    done = actions.done(one, NOW + 2 * DAY)
    life = PairLife.of([first, second, done, actions.dropped(other, NOW), new])
    assert actions.carried_over(life, second) == ()
    assert done.ended == NOW + 2 * DAY
    assert actions.reopened(done) == one


def test_what_is_parked_waits_until_it_is_taken_up_or_let_go() -> None:
    one, other = actions.parked("the pensions thing", NOW), actions.parked("later", NOW)
    assert actions.waiting(PairLife.of([one, other])) == tuple(
        sorted((one, other), key=lambda parked: parked.id)
    )
    taken, gone = actions.taken_up(one, NOW), actions.let_go(other, NOW)
    assert actions.waiting(PairLife.of([taken, gone])) == ()
    assert actions.put_back(taken) == one
    with pytest.raises(Trouble, match="empty"):
        actions.parked("", NOW)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "since today"),
        (1, "since yesterday"),
        (4, "since Friday"),
        (21, "since 3 November"),
        (400, "since 20 October 2025"),
        (-2, "since today"),  # the clock of whoever wrote it was ahead
    ],
)
def test_since_when(days: int, words: str) -> None:
    one = Action(side=Side.MENTOR, what="it", since=NOW - days * DAY)
    assert actions.since(one, NOW) == words


def test_days_are_those_of_the_pairs_zone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    one = Action(side=Side.MENTOR, what="it", since=late)
    assert actions.since(one, NOW) == "since yesterday"
    assert actions.since(one, NOW, "Europe/Athens") == "since today"
    # Without a zone each moment has the day its writer had.
    abroad = Action(
        side=Side.MENTOR, what="it", since=late.astimezone(timezone(2 * timedelta(hours=1)))
    )
    assert actions.since(abroad, NOW) == "since today"
    ancient = Action(side=Side.MENTOR, what="it", since=datetime(1, 1, 1, tzinfo=UTC))
    assert actions.since(ancient, NOW, "America/New_York") == "since 1 January 1"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        (date(2026, 11, 24), "for today"),
        (date(2026, 11, 26), "for Thursday"),
        (date(2026, 11, 3), "was meant for 3 November; still wanted?"),
    ],
)
def test_what_is_late_is_told_without_blame(due: date | None, words: str) -> None:
    one = Action(side=Side.MENTOR, what="it", since=NOW, due=due)
    assert actions.due_words(one, NOW) == words
    assert actions.due_words(actions.done(one, NOW), NOW) == ""
