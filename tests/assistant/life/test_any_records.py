"""Any sequence of changes, and records that no person would make."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import Trouble
from assistant.life import actions, exchange, pulses, rhythms, sessions
from assistant.life.about import Rhythm
from assistant.life.pulse import Answers, Commitment, Reveal
from assistant.life.session import Action, Given, Parked, Session, SessionState
from assistant.life.snapshot import SIDES, PairLife
from tests.assistant.life.test_sessions import LONDON, NOW, an_agenda, kept

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["plan", "move", "miss", "hold", "cancel", "six", "agenda"]),
        st.integers(-3, 400),
        st.integers(0, 23),
        st.integers(0, 20),
    ),
    max_size=12,
)


@given(STEPS, st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", ""]))
def test_no_sequence_loses_a_session(steps: list[tuple[str, int, int, int]], zone: str) -> None:
    life, now, ids = PairLife.of([Rhythm(zone=zone)]), NOW, set[str]()
    refused: list[Trouble] = []
    for what, days, hour, place in steps:
        now += timedelta(days=5)
        day = now.date() + timedelta(days=days)
        at = datetime(day.year, day.month, day.day, hour, 15)
        one = life.sessions[place % len(life.sessions)] if life.sessions else Session(at=now)
        try:
            if what == "plan":
                life = kept(life, *sessions.planned(life, at, now).documents)
            elif what == "six":
                life = kept(life, *sessions.six_dates(life, at, now).documents)
            elif what == "move":
                life = kept(life, *sessions.moved(life, one, at, now).documents)
            elif what == "miss":
                life = kept(life, sessions.missed(life, one, now))
            elif what == "hold":
                life = kept(life, sessions.held(life, one, now))
            elif what == "cancel":
                life = kept(life, sessions.cancelled(life, one, now))
            else:
                life = kept(life, sessions.with_agenda(life, one, an_agenda(60)))
        except Trouble as trouble:
            refused.append(trouble)
        assert ids <= {one.id for one in life.sessions}
        ids = {one.id for one in life.sessions}
        for session in life.sessions:
            assert Session.model_validate_json(session.model_dump_json()) == session
            assert session.revision >= len(session.moved_from)
        found = rhythms.next_date(life, now)
        assert found is None or found > now
        ahead = [one for one in life.sessions if one.planned and one.at > now]
        for former, later in itertools.pairwise(ahead):
            assert later.at - former.at >= timedelta(minutes=former.minutes)
    assert all(one.detail.endswith(".") and one.hint for one in refused)


MOMENTS = st.one_of(
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14))])),
    st.sampled_from(
        [
            datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
            datetime.max.replace(tzinfo=UTC),
        ]
    ),
)
IDS = st.sampled_from(["a1", "b2", "c3"])
SIDE = st.sampled_from(SIDES)
RATED = st.builds(
    Answers, useful=st.integers(1, 5), safe=st.integers(1, 5), going=st.integers(1, 5)
)
HEX = st.just("ab" * 32)
ODD = st.one_of(
    st.builds(
        Session,
        id=IDS,
        at=MOMENTS,
        zone=st.sampled_from(["", LONDON, "Nowhere", "America", "x" * 300]),
        minutes=st.integers(10, 180),
        state=st.sampled_from(SessionState),
        began=st.none() | MOMENTS,
        mentor_spoke=st.integers(0, 86_400),
    ),
    st.builds(Rhythm, first=st.none() | MOMENTS, weeks=st.integers(1, 12)),
    st.builds(Action, side=SIDE, what=st.just("it"), since=MOMENTS, due=st.none() | st.dates()),
    st.builds(Parked, what=st.just("it"), since=MOMENTS),
    st.builds(Given, side=SIDE, what=st.just("it"), at=MOMENTS, session=st.none() | IDS),
    st.builds(Commitment, side=SIDE, session=IDS, commitment=HEX, at=MOMENTS),
    st.builds(Reveal, side=SIDE, session=IDS, answers=RATED, nonce=HEX, at=MOMENTS),
)


@given(st.lists(ODD, max_size=8))
def test_nothing_that_is_kept_makes_anything_fail(documents: list[Session | Rhythm]) -> None:
    life = PairLife.of({one.key: one for one in documents}.values(), "Priya", "Martin")
    found = rhythms.next_date(life, NOW)
    assert found is None or found > NOW
    question = rhythms.pause_change_or_end(life, NOW)
    assert (question is None) == (len(rhythms.misses_running(life, NOW)) < 2)
    assert set(rhythms.was_it_held(life, NOW)) <= set(life.sessions)
    upcoming = rhythms.next_session(life, NOW)
    assert upcoming is None or upcoming.planned
    for session in life.sessions:
        assert set(actions.carried_over(life, session)) <= set(actions.open_actions(life))
        for side in SIDES:
            assert pulses.state_of(life, session.id, side)
        assert pulses.opened(life, session.id) is None  # a commitment of nothing
    for one in (*life.actions, *life.parked):
        assert actions.since(one, NOW, LONDON).startswith("since ")
    for action in life.actions:
        assert bool(actions.due_words(action, NOW, LONDON)) == (action.due is not None)
    logs = exchange.given_by_session(life)
    assert sum(map(len, logs.values())) == (len(life.given) if life.held else 0)
    assert exchange.quiet_side(life) in {None, *SIDES}
    plan = sessions.planned(PairLife.of([]), NOW + timedelta(days=9), NOW, zone=LONDON)
    assert rhythms.next_session(kept(life, *plan.documents), NOW) is not None
