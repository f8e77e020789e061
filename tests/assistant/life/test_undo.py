"""Taking changes back: calendars follow, and nothing else changes."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from assistant.life import sessions
from assistant.life.calendar_file import session_calendar
from assistant.life.session import Action, Session, SessionState
from assistant.life.snapshot import PairLife
from assistant.life.undo import taken_back
from assistant.wording import Side
from tests.assistant.life.lives import NOW

SESSION = Session(at=NOW + timedelta(days=3))
LIFE = PairLife.of([SESSION], "Priya", "Martin")


def in_a_calendar(session: Session) -> tuple[int, bytes]:
    """SEQUENCE of the session in a file, and the rest of what the file says."""
    told = session_calendar(LIFE, session, now=NOW, pair_id="pair")
    lines = told.split(b"\r\n")
    (number,) = (int(line.partition(b":")[2]) for line in lines if line.startswith(b"SEQUENCE"))
    return number, b"\n".join(line for line in lines if not line.startswith(b"SEQUENCE"))


def undone(former: Session, kept: Session) -> Session:
    (back,), gone = taken_back([former], [kept], ())
    assert not gone
    assert isinstance(back, Session)
    return back


def test_a_calendar_follows_a_move_that_was_taken_back_and_made_again() -> None:
    (moved,) = sessions.moved(LIFE, SESSION, NOW + timedelta(days=5), NOW).documents
    back = undone(SESSION, moved)
    (again,) = sessions.moved(PairLife.of([back]), back, NOW + timedelta(days=6), NOW).documents
    files = [in_a_calendar(one) for one in (SESSION, moved, back, again)]
    assert all(one[0] < two[0] for one, two in pairwise(files))
    assert files[2][1] == files[0][1]
    assert back.model_copy(update={"revision": 0}) == SESSION


def test_a_calendar_follows_a_cancelling_that_was_taken_back() -> None:
    for off in (
        sessions.cancelled(LIFE, SESSION, NOW),
        sessions.missed(LIFE, SESSION, NOW + timedelta(days=4)),
    ):
        back = undone(SESSION, off)
        assert back.planned
        assert in_a_calendar(off)[0] < in_a_calendar(back)[0]
        assert b"STATUS:CANCELLED" in in_a_calendar(off)[1]
        assert b"STATUS:CONFIRMED" in in_a_calendar(back)[1]


def test_what_a_calendar_does_not_show_leaves_the_revision() -> None:
    noted = SESSION.model_copy(update={"notes": ("a note",), "state": SessionState.HELD})
    assert undone(SESSION, noted) == SESSION


def test_what_was_new_is_removed_but_a_session_in_calendars_is_called_off() -> None:
    action = Action(side=Side.MENTOR, what="send it", since=NOW)
    assert taken_back([], [SESSION, action], ()) == ([], [SESSION, action])
    (off,), gone = taken_back([], [SESSION, action], {SESSION.id})
    assert gone == [action]
    assert isinstance(off, Session)
    assert (off.state, off.revision) == (SessionState.CANCELLED, 1)
    late = off.at - timedelta(minutes=5)
    moved = SESSION.model_copy(update={"changed": late, "moved_from": (NOW,)})
    (off,), _ = taken_back([], [moved], {SESSION.id})
    assert isinstance(off, Session)
    assert not off.miss, "however late it is taken back"
