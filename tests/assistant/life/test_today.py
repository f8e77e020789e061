from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.life import sessions
from assistant.life.charter import Charter, Signature
from assistant.life.course import Ending
from assistant.life.document import Document
from assistant.life.goal import Goal, GoalState, Win
from assistant.life.progress import progress
from assistant.life.session import Action, ActionState, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.life.today import overview
from assistant.wording import Side
from tests.assistant.life.sample import NOW, sample_life

M, E = Side.MENTOR, Side.MENTEE


def life(*documents: Document) -> PairLife:
    return PairLife.of(documents, "Priya", "Martin")


def test_the_next_session_at_a_glance() -> None:
    upcoming = overview(sample_life(), M, NOW).next
    assert upcoming is not None
    assert upcoming.title == "Session 7 with Martin"
    assert upcoming.when == "Thursday, in 3 days"
    assert upcoming.date == "Thursday 26 November 2026, 15:00"
    assert upcoming.about == "45 minutes: reading the sales dashboard"
    assert [(one.minutes, one.who) for one in upcoming.lines] == [
        (5, "you lead"),
        (20, "you lead"),
        (10, "Martin leads"),
        (5, "you lead"),
        (5, "both"),
    ]
    theirs = overview(sample_life(), E, NOW).next
    assert theirs is not None
    assert theirs.title == "Session 7 with Priya"
    assert theirs.lines[0].who == "Priya leads"


def test_a_session_counts_as_next_until_its_day_is_over() -> None:
    one = life(Session(at=NOW - timedelta(minutes=30), minutes=45))
    running = overview(one, M, NOW).next
    assert running is not None
    assert running.when == "now"
    late = overview(one, M, NOW + timedelta(minutes=16)).next
    assert late is not None
    assert late.when == "today"
    assert overview(one, M, NOW + timedelta(days=1)).next is None


def test_times_are_those_of_whoever_looks() -> None:
    from zoneinfo import ZoneInfo

    at = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    upcoming = overview(life(Session(at=at)), M, NOW.astimezone(ZoneInfo("Asia/Tokyo"))).next
    assert upcoming is not None
    assert upcoming.date == "Friday 27 November 2026, 08:30"


def test_open_actions_by_owner_with_since() -> None:
    told = overview(sample_life(), M, NOW)
    assert [(one.who, one.since, one.due) for one in told.mine] == [("You", "since Wednesday", "")]
    assert [(one.who, one.since, one.due) for one in told.theirs] == [
        ("Martin", "since 5 November", "for Thursday"),
        ("Martin", "since 5 November", "for 8 December"),
    ]
    assert "Open: 1 action of yours, 2 of Martin's." in told.words


def test_what_is_overdue_is_said_without_blame() -> None:
    late = Action(side=M, what="x", since=NOW - timedelta(days=9), due=date(2026, 11, 20))
    (one,) = overview(life(late), M, NOW).mine
    assert (one.overdue, one.due) == (True, "was meant for Friday; still wanted?")


def test_what_changed_since_the_last_session_newest_first() -> None:
    told = overview(sample_life(), M, NOW).changed
    assert told == (
        "New for you, Wednesday: Send Martin the two links on saved views.",
        "Done by you, 16 November: Count who opens the board pack as a link.",
        "A win of Martin's, 15 November: The board pack went out as a link.",
        "A win of yours, 11 November: Spoke second on the forecast.",
        "The pulse after session 6 is open to both.",
    )


def test_what_the_other_did_with_dates_and_asked_of_me_is_news() -> None:
    held = Session(at=NOW - timedelta(days=9), state=SessionState.HELD)
    was, ago = NOW + timedelta(days=3), NOW - timedelta(days=2)
    planned = Session(at=was)
    asked = Action(side=M, what="Send the figures.", since=ago + timedelta(hours=1))
    hers = asked.model_copy(update={"id": "hers", "side": E})
    before = life(held, planned, hers)
    assert overview(before, M, NOW).changed == (), "what is planned stands first on Today"
    (moved,) = sessions.moved(before, planned, NOW + timedelta(days=10), ago).documents
    after = life(held, moved, asked, hers)
    assert overview(after, M, NOW).changed == (
        "New for you, Saturday: Send the figures.",
        "Session 2 was moved from 26 November to 3 December.",
    )
    assert overview(after, E, NOW).changed[1:] == overview(after, M, NOW).changed[1:]
    (later,) = sessions.moved(after, moved, moved.at + timedelta(hours=1), NOW).documents
    (told,) = overview(life(held, later), M, NOW).changed
    assert told == "Session 2 was moved to another time on 3 December."
    (longer,) = sessions.moved(after, moved, moved.at, NOW, minutes=60).documents
    assert longer.changed == moved.changed, "only longer is not moved"
    off = sessions.cancelled(after, moved, ago, "board week.")
    (told,) = overview(life(held, off), M, NOW).changed
    assert told == "The session of 3 December was called off: board week."
    two = [off.model_copy(update={"id": name, "why": ""}) for name in ("one", "two")]
    (told,) = overview(life(held, *two), M, NOW).changed
    assert told == "Two sessions were called off, the first that of 3 December."
    again = life(held.model_copy(update={"at": NOW - timedelta(days=1)}), off)
    assert overview(again, M, NOW).changed == (), "you have met since"


def test_nothing_older_than_the_last_session_nor_ahead_of_now_has_changed() -> None:
    held = Session(at=NOW - timedelta(days=5), state=SessionState.HELD)
    wins = [Win(at=NOW + timedelta(days=days), side=M, what=f"won {days}") for days in (-6, -2, 2)]
    assert overview(life(held, *wins), M, NOW).changed == ("A win of yours, Saturday: won -2.",)
    assert len(overview(life(*wins), M, NOW).changed) == 2


def test_a_signed_charter_and_a_reached_goal_are_news_and_much_news_is_cut() -> None:
    charter = Charter(number=2, at=NOW - timedelta(days=2), written_by=E)

    def signed(side: Side) -> Signature:
        return Signature(
            side=side,
            charter=charter.id,
            digest=charter.digest,
            at=NOW - timedelta(hours=2),
            signature="0" * 128,
        )

    goal = Goal(
        side=E,
        what="ask first",
        since=NOW - timedelta(days=60),
        quarter="2026-Q3",
        state=GoalState.REACHED,
        ended=NOW - timedelta(days=1),
    )
    told = overview(life(charter, signed(M), signed(E), goal), M, NOW).changed
    assert told == (
        "Both signed version 2 of the charter.",
        "A goal of Martin's is reached: ask first.",
    )
    assert overview(life(charter, signed(M)), M, NOW).changed == ()
    done = [
        Action(
            side=M,
            what=f"do {n}",
            since=NOW - timedelta(days=9),
            state=ActionState.DONE,
            ended=NOW - timedelta(hours=n + 1),
        )
        for n in range(9)
    ]
    cut = overview(life(*done), M, NOW).changed
    assert len(cut) == 7
    assert cut[-1] == "And 3 more."


def test_a_pair_that_has_ended_is_told_so_and_has_nothing_next() -> None:
    ended = Ending(at=NOW, ended=NOW - timedelta(days=1))
    told = overview(life(Session(at=NOW + timedelta(days=2)), ended), M, NOW)
    assert told.ended == "The two of you ended it on 22 November."
    assert told.words.startswith(told.ended)
    assert (told.next, told.to_do) == (None, ())
    assert overview(life(), M, NOW).ended == ""


_MOMENTS = st.datetimes(timezones=st.just(UTC))
_SESSIONS = st.builds(
    Session, at=_MOMENTS, state=st.sampled_from(SessionState), began=st.none() | _MOMENTS
)
_ACTIONS = st.builds(
    Action,
    side=st.sampled_from((M, E)),
    what=st.just("x"),
    since=_MOMENTS,
    due=st.none() | st.dates(),
    session=st.none() | st.just("nobody"),
    state=st.sampled_from(ActionState),
    ended=st.none() | _MOMENTS,
)
_WINS = st.builds(Win, at=_MOMENTS, side=st.sampled_from((M, E)), what=st.just("w"))


@given(st.lists(_SESSIONS | _ACTIONS | _WINS, max_size=12), st.sampled_from((M, E)))
def test_nothing_that_records_hold_makes_it_fail(documents: list[Document], me: Side) -> None:
    one = life(*documents)
    told = overview(one, me, NOW)
    assert len(told.mine) + len(told.theirs) == sum(action.open for action in one.actions)
    assert len(told.changed) <= 7
    assert overview(life(*reversed(documents)), me, NOW) == told
    assert len(progress(one, NOW).meetings) <= len(one.sessions)
