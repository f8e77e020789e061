"""A session as it runs: time that adds up, and nothing said that is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life import live as running
from assistant.life import live_said as said
from assistant.life.live import LiveSession, TimeLeft
from assistant.life.session import Action, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.wording import Side
from tests.assistant.life.test_sessions import an_agenda

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MENTOR, MENTEE = Side.MENTOR, Side.MENTEE


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def of_items(*minutes: int) -> Session:
    agenda = an_agenda(sum(minutes))
    (item,) = agenda.items
    items = tuple(item.model_copy(update={"minutes": one}) for one in minutes)
    return Session(at=NOW, minutes=sum(minutes), agenda=agenda.model_copy(update={"items": items}))


def begun(*minutes: int) -> LiveSession:
    return running.started(of_items(*(minutes or (10, 20, 5))), NOW)


def test_time_goes_to_the_item_it_is_at() -> None:
    live = running.at_item(begun(), 1, after(50))
    live = running.at_item(live, live.place + 1, after(80))
    live = running.at_item(live, live.place + 1, after(90))  # the last stays
    live = running.at_item(running.ticked(live, after(95)), live.place - 1, after(100))
    live = running.ticked(live, after(104))
    assert live.elapsed == (50, 34, 20)
    assert (live.place, live.left) == (1, 20 * 60 - 34)
    assert live.session_left == 35 * 60 - 104
    assert running.at_item(live, -1, after(104)).place == 0
    assert live.item is not None
    assert live.item.minutes == 20


def test_near_the_end_and_over() -> None:
    live = begun()
    assert live.time_left is TimeLeft.PLENTY
    assert running.ticked(live, after(479)).time_left is TimeLeft.PLENTY
    assert running.ticked(live, after(480)).time_left is TimeLeft.NEAR
    assert running.ticked(live, after(600)).time_left is TimeLeft.NEAR
    over = running.ticked(live, after(661))
    assert (over.time_left, over.left) == (TimeLeft.OVER, -61)
    short = begun(3, 10)
    assert running.ticked(short, after(140)).time_left is TimeLeft.PLENTY
    assert running.ticked(short, after(144)).time_left is TimeLeft.NEAR


def test_while_it_is_paused_nothing_counts() -> None:
    live = running.speaks(begun(), MENTOR, after(0))
    live = running.paused(live, after(30))
    live = running.speaks(running.ticked(live, after(100)), MENTEE, after(110))
    assert (live.speaker, live.elapsed[0], live.mentor_spoke) == (None, 30, 30)
    live = running.ticked(running.resumed(live, after(200)), after(215))
    assert (live.elapsed[0], live.mentor_spoke, live.mentee_spoke) == (45, 30, 0)


def test_who_speaks_is_marked_by_a_key() -> None:
    live = running.speaks(begun(), MENTOR, after(5))
    live = running.speaks(live, MENTEE, after(25))
    live = running.speaks(live, MENTEE, after(55))  # again: nobody
    live = running.speaks(live, MENTOR, after(60))
    live = running.ticked(running.speaks(live, None, after(61)), after(90))
    assert (live.mentor_spoke, live.mentee_spoke) == (21, 30)


def test_a_computer_that_slept_heard_nobody() -> None:
    live = running.speaks(begun(), MENTOR, NOW)
    live = running.ticked(live, after(60))
    assert (live.mentor_spoke, live.told) == (60, "")
    live = running.ticked(live, after(3660))
    assert (live.mentor_spoke, live.speaker, live.slept) == (60, None, 3600)
    assert live.told == "About 60 minutes without a look at the clock are not counted as talk."
    assert live.elapsed[0] == 3660  # they met all the same
    nobody = running.ticked(begun(), after(7200))
    assert (nobody.slept, nobody.told) == (0, "")


def test_a_clock_that_is_set_back_counts_as_nothing() -> None:
    live = running.ticked(running.speaks(begun(), MENTOR, NOW), after(-3600))
    assert (live.elapsed[0], live.mentor_spoke) == (0, 0)
    assert running.ticked(live, after(-3590)).elapsed[0] == 10


def test_parts_of_seconds_are_not_lost() -> None:
    live = begun()
    for tick in range(1, 101):
        live = running.ticked(live, after(tick * 0.3))
    assert live.elapsed[0] == 30


def test_nobody_runs_what_is_over() -> None:
    for state in (SessionState.HELD, SessionState.MISSED, SessionState.CANCELLED):
        with pytest.raises(Trouble, match="over"):
            running.started(Session(at=NOW, state=state), NOW)


def test_without_an_agenda_the_whole_is_one() -> None:
    live = running.at_item(running.started(Session(at=NOW, minutes=30), NOW), 1, after(60))
    assert (live.item, live.place, live.left) == (None, 0, 29 * 60)


# --- what is said ------------------------------------------------------------------------------------


def full() -> LiveSession:
    live = running.working_on(begun(), ["g1", "g1", "g2"])
    live = said.with_action(live, MENTEE, "send it", after(5), due=date(2026, 12, 1), goal="g3")
    live = said.with_win(live, MENTEE, "used the filter", after(6), where_used="Monday meeting")
    live = said.with_parked(live, "pensions", after(7))
    live = said.with_given(live, MENTOR, "a chart", after(8))
    return said.with_note(live, "we tried it")


def test_what_is_said_is_taken_down_at_that_moment() -> None:
    live = full()
    (action,), (win,), (parked,), (given_,) = live.actions, live.wins, live.parked, live.given
    assert {one.session for one in (action, win, parked, given_)} == {live.session.id}
    assert (action.since, win.at, parked.since, given_.at) == tuple(map(after, (5, 6, 7, 8)))
    assert (action.side, action.due, given_.side) == (MENTEE, date(2026, 12, 1), MENTOR)


def test_what_will_not_do_changes_nothing() -> None:
    live = full()
    for say in (
        lambda: said.with_action(live, MENTOR, "", NOW),
        lambda: said.with_action(live, MENTOR, "it", NOW, due=date(2026, 11, 23)),
        lambda: said.with_action(live, Side.BOTH, "it", NOW),
        lambda: said.with_win(live, MENTOR, "x" * 301, NOW),
        lambda: said.with_win(live, MENTOR, "it", NOW, who_noticed="x" * 301),
        lambda: said.with_win(live, Side.BOTH, "it", NOW),
        lambda: said.with_parked(live, " ", NOW),
        lambda: said.with_given(live, Side.BOTH, "it", NOW),
        lambda: said.with_note(live, ""),
    ):
        with pytest.raises(Trouble):
            say()
    for number in range(49):
        live = said.with_note(live, f"note {number}")
    with pytest.raises(Trouble, match="50 notes"):
        said.with_note(live, "one more")


def test_what_was_said_can_be_taken_back() -> None:
    live = said.with_note(said.with_note(full(), "another"), "we tried it")
    live = said.without(said.without(live, "we tried it"), "never said")
    assert live.notes == ("we tried it", "another")
    for one in (*live.actions, *live.wins, *live.parked, *live.given):
        live = said.without(live, one)
    assert live.actions + live.wins + live.parked + live.given == ()


# --- the end -----------------------------------------------------------------------------------------


def test_what_is_finished_is_kept_as_one_change() -> None:
    live = running.speaks(full(), MENTOR, after(10))
    session, *rest = running.finished(live, PairLife.of([live.session]), after(50))
    assert isinstance(session, Session)
    assert (session.held, session.id) == (True, live.session.id)
    assert (session.began, session.ended) == (NOW, after(50))
    assert (session.mentor_spoke, session.mentee_spoke) == (40, 0)
    assert session.goals == ("g1", "g2", "g3")
    assert session.notes == ("we tried it",)
    assert rest == [*live.actions, *live.wins, *live.parked, *live.given]
    assert (session.moved_from, session.revision) == ((), 0)
    assert Session.model_validate_json(session.model_dump_json()) == session


def test_what_the_other_changed_meanwhile_stays() -> None:
    live = said.with_note(begun(), "mine")
    theirs = live.session.model_copy(update={"notes": ("theirs",), "zone": "Europe/London"})
    session, *_ = running.finished(live, PairLife.of([theirs]), after(50))
    assert isinstance(session, Session)
    assert (session.notes, session.zone) == (("theirs", "mine"), "Europe/London")


def test_where_both_ran_it_the_two_are_joined() -> None:
    mine = said.with_note(running.speaks(begun(), MENTOR, NOW), "mine")
    theirs = running.started(mine.session, after(-20))
    theirs = said.with_note(running.speaks(theirs, MENTEE, after(0)), "theirs")
    first, *_ = running.finished(theirs, PairLife.of([mine.session]), after(30))
    second, *_ = running.finished(mine, PairLife.of([first]), after(55))
    assert isinstance(second, Session)
    assert (second.began, second.ended) == (after(-20), after(55))
    assert (second.mentor_spoke, second.mentee_spoke) == (55, 0)
    assert second.notes == ("theirs", "mine")


def test_who_met_before_the_planned_time_has_moved_it() -> None:
    session = of_items(10).model_copy(update={"at": NOW + timedelta(days=1)})
    held, *_ = running.finished(running.started(session, NOW), PairLife.of([session]), after(600))
    assert isinstance(held, Session)
    assert (held.at, held.moved_from, held.revision) == (NOW, (session.at,), 1)


def test_a_crash_loses_nothing() -> None:
    live = running.speaks(full(), MENTOR, after(10))
    kept = running.ticked(live, after(40)).model_dump_json()
    again = running.reopened(LiveSession.model_validate_json(kept), after(90_000))
    assert (again.running, again.speaker) == (False, None)
    assert (again.elapsed, again.mentor_spoke, again.actions) == ((40, 0, 0), 30, live.actions)
    again = running.ticked(running.resumed(again, after(90_100)), after(90_110))
    assert again.elapsed[0] == 50


def test_what_is_kept_of_it_must_fit_its_agenda() -> None:
    told = begun().model_dump()
    for wrong in ({"place": 3}, {"place": -1}, {"elapsed": (1,)}):
        with pytest.raises(ValueError, match="no item"):
            LiveSession.model_validate({**told, **wrong})


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["tick", "next", "back", "pause", "go", "mentor", "mentee", "nobody", "say"]
        ),
        st.floats(0, 200),
    ),
    max_size=40,
)


@given(STEPS)
def test_a_run_adds_up(steps: list[tuple[str, float]]) -> None:
    live, now, ran, said_ = begun(), NOW, timedelta(), 0
    for what, seconds in steps:
        now += timedelta(seconds=seconds)
        ran += timedelta(seconds=seconds) * live.running
        if what == "tick":
            live = running.ticked(live, now)
        elif what == "next":
            live = running.at_item(live, live.place + 1, now)
        elif what == "back":
            live = running.at_item(live, live.place - 1, now)
        elif what == "pause":
            live = running.paused(live, now)
        elif what == "go":
            live = running.resumed(live, now)
        elif what == "say":
            live = said.with_action(running.ticked(live, now), MENTOR, "it", now)
            said_ += 1
        else:
            side = {"mentor": MENTOR, "mentee": MENTEE}.get(what)
            live = running.speaks(live, side, now)
        total = timedelta(seconds=sum(live.elapsed))
        pauses = sum(step == "pause" for step, _ in steps) + 1
        assert ran - timedelta(seconds=pauses) <= total <= ran
        assert live.mentor_spoke + live.mentee_spoke + live.slept <= sum(live.elapsed)
        assert LiveSession.model_validate_json(live.model_dump_json()) == live
    session, *rest = running.finished(live, PairLife.of([]), now)
    assert isinstance(session, Session)
    assert sum(isinstance(one, Action) for one in rest) == said_
    assert session.mentor_spoke + session.mentee_spoke <= sum(running.ticked(live, now).elapsed)
