from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.life.sample import sample_documents
from assistant.life.session import SessionState
from assistant.life.snapshot import KINDS, PairLife
from assistant.life.today import overview
from assistant.wording import Side
from knowledge.guide_files import load
from tests.assistant.life.sample import NOW, sample_life


def test_the_same_moment_gives_the_same_documents() -> None:
    assert sample_documents(NOW) == sample_documents(NOW)
    keys = [one.key for one in sample_documents(NOW)]
    assert len(keys) == len(set(keys))


def test_it_has_something_true_for_every_place() -> None:
    life = sample_life()
    assert len(life.held) == 6
    assert NOW - life.held[0].at > timedelta(days=160), "half a year, as the README says"
    assert [one.state for one in life.sessions].count(SessionState.MISSED) == 1
    assert sum(bool(one.moved_from) for one in life.sessions) == 1
    assert len(life.reveals) == len(life.commitments) == 12
    safe = [life.reveals[f"session{n}", Side.MENTOR].answers.safe for n in range(1, 7)]
    assert safe[3] == 2
    assert safe[4] > 2
    assert safe[5] == 5
    assert {goal.side for goal in life.goals} == {Side.MENTOR, Side.MENTEE}
    assert any(goal.hindsight for goal in life.goals)
    assert any(one.open for one in life.parked)
    assert {one.state.value for one in life.actions} == {"open", "done", "dropped"}
    assert life.charters[-1].number == 2
    assert life.charters[0].digest != life.charters[1].digest


def test_its_agendas_are_of_blocks_that_the_guide_has() -> None:
    catalogue = load()
    for session in sample_life().sessions:
        for item in session.agenda.items if session.agenda else ():
            blocks = {block.title: block for card in item.cards for block in catalogue[card].blocks}
            assert blocks[item.title].kind is item.kind
            assert blocks[item.title].lead is item.lead


def test_references_lead_somewhere() -> None:
    life = sample_life()
    sessions, goals = {one.id for one in life.sessions}, {one.id for one in life.goals}
    for one in life.documents:
        session, goal = getattr(one, "session", None), getattr(one, "goal", None)
        assert session is None or session in sessions
        assert goal is None or goal in goals
    for held in life.held:
        assert set(held.goals) <= goals


def test_documents_read_back_as_they_were() -> None:
    for one in sample_documents(NOW.astimezone(ZoneInfo("Europe/London")), zone="Europe/London"):
        again = KINDS[one.KIND].model_validate_json(one.model_dump_json())
        assert again == one
        if one.KIND == "charter":
            assert again.digest == one.digest  # type: ignore[attr-defined]


@settings(max_examples=40, deadline=None)
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(["UTC", "Europe/London", "America/New_York", "Pacific/Apia", "Asia/Kolkata"]),
)
def test_on_any_day_the_past_is_past_and_the_next_session_on_a_working_day(
    moment: datetime, zone: str
) -> None:
    now = moment.replace(tzinfo=ZoneInfo(zone))
    life = PairLife.of(sample_documents(now), "Priya", "Martin")
    (ahead,) = [one for one in life.sessions if one.planned]
    assert timedelta(days=2) < ahead.at - now.astimezone(UTC) < timedelta(days=6)
    local = [one.at.astimezone(ZoneInfo(zone)) for one in life.sessions]
    assert all(one.weekday() < 5 for one in local)
    assert {one.hour for one in local} == {15}
    for held in life.held:
        assert held.at < now.astimezone(UTC)
    assert all(one.at <= now.astimezone(UTC) for one in life.wins)
    assert all(one.since <= now.astimezone(UTC) for one in life.actions if one.id != "action11")
    assert all(one.ended is None or one.ended < now.astimezone(UTC) for one in life.actions)
    assert overview(life, Side.MENTOR, now).next is not None


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE])
def test_nothing_is_left_to_set_up(side: Side) -> None:
    told = {one.what.value for one in overview(sample_life(), side, NOW).to_do}
    assert "set-up" not in told
    assert not told & {"pulse", "how it ended", "questions after", "two misses"}
