"""Whatever either wrote in private, what the pair is suggested on its records stays the same to the byte."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.agenda import Agenda
from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.life.pulse import Answers
from assistant.life.review import review
from assistant.life.summary_draft import summary_draft
from assistant.life.today import overview
from assistant.locations import Locations
from assistant.pair_space import PairSpace
from assistant.pair_work import PairWork
from assistant.people import People
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.storage.identity_files import keys_by_passphrase
from assistant.storage.keys import Keys
from assistant.storage.space import Space
from assistant.storage.troubles import WrongPassphrase
from assistant.wording import Side
from assistant.workspace import Workspace
from tests.conftest import FakeEncoder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sample pair in a home, and Priya's keys."""
    home = tmp_path_factory.mktemp("sample") / "home"
    make_sample(home, lambda: NOW, zone="Europe/London").close()
    for places in People(home).places:
        try:
            return home, keys_by_passphrase(places, PASSPHRASES[Side.MENTOR]).text
        except WrongPassphrase:
            continue
    raise AssertionError("nobody of that passphrase")


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    encoder = FakeEncoder()
    folder = tmp_path_factory.mktemp("guide")
    found = Workspace(Locations.find(folder), load_encoder=lambda: encoder, model_key=encoder.key)
    found.load_model()
    return found


@pytest.fixture
def opened(made: tuple[Path, str], tmp_path: Path) -> Callable[[], PairSpace]:
    """Opens Priya's space, as it was made, in a home of its own each time."""
    homes = iter(range(10_000))

    def once() -> PairSpace:
        home = tmp_path / f"home-{next(homes)}"
        shutil.copytree(made[0], home)
        keys = Keys.parse(made[1], "keys")
        for places in People(home).places:
            try:
                return PairSpace(Space.open(places, keys), lambda: NOW)
            except Trouble:  # Martin's place, which these keys do not open
                continue
        raise AssertionError("no place of hers")

    return once


def told(pair: PairSpace, work: Workspace) -> str:
    """All that is suggested to the pair, or made of what it shares, as text."""
    on_records, life = PairWork(work, pair), pair.records.life

    def text(agenda: Agenda) -> str:
        return agenda.model_dump_json()

    asked = on_records.request(side=Side.BOTH)
    first = on_records.suggest(asked)
    parts = [
        text(first),
        *map(text, on_records.proposals(asked)),
        text(on_records.replaced(first, 1)),
        text(on_records.suggest(on_records.request(focus="feedback", minutes=90, seed=2))),
        on_records.stage.reason,
        pair.context.model_dump_json(),
        review(life, NOW).markdown,
        review(life, NOW, kind="ending").html,
        *(repr(overview(life, side, NOW).changed) for side in (Side.MENTOR, Side.MENTEE)),
        *(summary_draft(life, session) for session in life.sessions),
    ]
    for side in (Side.MENTOR, Side.MENTEE, Side.BOTH):
        found = work.suggest_questions(side=side, stage=on_records.stage.stage, seed=3)
        parts.append(repr(found))
    return json.dumps(parts, ensure_ascii=False)


ENTRIES = st.lists(
    st.builds(
        Draft,
        text=st.text(min_size=1, max_size=200).filter(lambda text: bool(text.strip())),
        mood=st.none() | st.integers(1, 5),
        tags=st.lists(st.sampled_from(["trust", "conflict", "stuck"]), max_size=2).map(tuple),
    ),
    max_size=6,
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries=ENTRIES, low=st.booleans())
def test_two_diaries_one_agenda(
    entries: list[Draft], low: bool, opened: Callable[[], PairSpace], work: Workspace
) -> None:
    calm, troubled = opened(), opened()
    try:
        expected = told(calm, work)
        for draft in entries:
            try:
                troubled.journal.keep(draft)
            except Trouble:  # what cannot be kept cannot be told either
                continue
        troubled.journal.keep_draft(Draft(text="I want to stop all of it"))
        troubled.forms.keep("a form", {"what": "he interrupts me"})
        if low:
            troubled.journal.keep(Draft(text="We are stuck and I am afraid.", mood=1))
        assert told(troubled, work) == expected
    finally:
        calm.close()
        troubled.close()


def test_a_pulse_that_is_not_opened_changes_nothing(
    opened: Callable[[], PairSpace], work: Workspace
) -> None:
    """Of what one answered low the other's page, and the agenda of both, know nothing yet."""
    happy, unhappy = opened(), opened()
    for pair, score in ((happy, 5), (unhappy, 1)):
        life = pair.records.life
        session = life.held[-1]
        for one in (*life.commitments.values(), *life.reveals.values()):
            if one.session == session.id and one.side is Side.MENTOR:
                pair.records.remove(one)
        pair.pulses.answer(session.id, Answers(useful=score, safe=score, going=score))
        # The other had answered before, so hers would open at once: take that back for this test.
        for shown in pair.records.life.reveals.values():
            if shown.session == session.id and shown.side is Side.MENTOR:
                pair.records.remove(shown)
    assert happy.pulses.own() != unhappy.pulses.own()
    assert told(happy, work) == told(unhappy, work)
    happy.close()
    unhappy.close()
