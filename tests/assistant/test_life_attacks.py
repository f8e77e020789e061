"""What a partner may write into their own folder, and what must not come of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.agenda import Agenda
from assistant.life import pulses
from assistant.life.about import About
from assistant.life.charter import Charter, Signature
from assistant.life.charters import standing
from assistant.life.course import AfterMisses, Ending, MissesAnswer, StageChoice
from assistant.life.document import MAX_WORDS, new_id
from assistant.life.goal import Goal
from assistant.life.pulse import Answers, Commitment, Reveal, SealedPulse
from assistant.life.session import Action, Given, Session, SessionState, Summary
from assistant.life.stage import asks_for_repair
from assistant.pair_space import PairSpace
from assistant.shared import LATEST
from assistant.storage.destroy import destroy
from assistant.wording import Side, Stage
from tests.pairs import MadePair, Ticking

AT = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)
HELD = Session(at=AT, state=SessionState.HELD)


def planted(martin: PairSpace, lamport: int, **fields: object) -> None:
    """A record as Martin's own program would never write it."""
    record = {"id": "f" * 16, "kind": "document", "lamport": lamport, "at": AT.isoformat()}
    martin._space.own_shared.add({**record, **fields})


@pytest.mark.parametrize("lamport", [LATEST, LATEST - 1, 2**52, 2**52 - 1])
def test_the_highest_number_silences_nobody(pair: MadePair, lamport: int) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    session = Session(at=AT)
    priya.records.keep(session)
    body = Given(side=Side.MENTEE, what="a word", at=AT).model_dump(mode="json", exclude={"id"})
    planted(martin, lamport, of="given", body=body)
    for minutes in (50, 60, 70):
        priya.records.keep(session.model_copy(update={"minutes": minutes}))
    assert priya.records.life.sessions[0].minutes == 70
    priya.close()
    again = pair.open()
    assert again.records.life.sessions[0].minutes == 70
    again.records.remove(again.records.life.sessions[0])
    assert not again.records.life.sessions
    assert not martin.records.life.sessions


def test_a_copied_id_takes_no_place(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    goal = Goal(side=Side.MENTOR, what="speak first", since=AT, quarter="2026-Q4")
    priya.records.keep(goal, About(id="mentor", side=Side.MENTOR, offers=("mine",)))
    martin.records.keep(
        goal.model_copy(update={"side": Side.MENTEE, "what": "his"}),
        About(id="mentor", side=Side.MENTEE, offers=("his",)),
    )
    life = priya.records.life
    assert [one.what for one in life.goals] == ["speak first"]
    assert life.abouts[Side.MENTOR].offers == ("mine",)


def test_of_what_there_is_one_no_other_id_counts(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    martin.records.keep(StageChoice(id="0", stage=Stage.STUCK, at=AT))
    martin.records.keep(Ending(id="0", at=AT, ended=AT))
    assert priya.records.life.stage_choice is None
    assert priya.records.life.ending is None
    priya.records.keep(StageChoice(stage=Stage.EARLY, at=AT))
    choice = priya.records.life.stage_choice
    assert choice is not None
    assert choice.stage is Stage.EARLY


def test_nobody_writes_a_charter_in_the_others_name(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    hers = Charter(id="f" * 16, number=1, at=AT, written_by=Side.MENTOR, purpose="hers")
    priya.records.keep(hers)
    false = hers.model_copy(update={"purpose": "not hers"})
    with pytest.raises(ValueError, match="only the other"):
        martin.records.keep(false)
    planted(martin, 99, of="charter", body=false.model_dump(mode="json", exclude={"id"}))
    assert priya.records.life.charters == (hers,)
    priya.records.remove(hers)
    own = Charter(number=1, at=AT, written_by=Side.MENTEE, purpose="his")
    martin.records.keep(own)
    assert priya.records.life.charters == (own,)


def test_signing_one_charter_leaves_the_other_signed(pair: MadePair) -> None:
    priya = pair.open()
    first = Charter(id="a" * 20 + "1", number=1, at=AT, written_by=Side.MENTOR)
    second = replace_id(first, "a" * 20 + "2")
    priya.records.keep(first, second)
    priya.records.sign(first)
    priya.records.sign(second)
    assert {one.digest for one in priya.records.life.signatures} == {first.digest, second.digest}


@pytest.mark.parametrize("by_removal", [False, True])
def test_what_both_signed_stands_whatever_its_writer_does_with_it(
    pair: MadePair, *, by_removal: bool
) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    his = Charter(number=1, at=AT, written_by=Side.MENTEE, purpose="as agreed", exit="a message")
    martin.records.keep(his)
    martin.records.sign(his)
    priya.records.sign(his)
    if by_removal:
        martin.records.remove(his)
    else:
        martin.records.keep(his.model_copy(update={"purpose": "other words"}))
    for _ in range(2):
        now = standing(priya.records.life)
        assert now.agreed == now.current == his
        assert standing(martin.records.life).agreed == his
        priya.close()
        priya = pair.open()
    # A newer version takes its place once both signed that.
    second = his.model_copy(update={"id": "b" * 16, "number": 2, "purpose": "anew"})
    martin.records.keep(second)
    martin.records.sign(second)
    assert standing(priya.records.life).agreed == his
    priya.records.sign(second)
    assert standing(priya.records.life).agreed == second


def test_what_the_other_signed_stands_and_a_changed_draft_is_another_version(
    pair: MadePair,
) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    his = Charter(number=1, at=AT, written_by=Side.MENTEE, purpose="a draft")
    martin.records.keep(his)
    priya.records.sign(his)
    changed = his.model_copy(update={"purpose": "another draft"})
    martin.records.keep(changed)
    now = standing(priya.records.life)
    assert (now.current, now.signed_by, now.agreed) == (his, {Side.MENTOR}, None)
    martin.records.keep(replace_id(changed, "another"))
    now = standing(priya.records.life)
    assert now.current is not None
    assert (now.current.purpose, now.signed_by, now.agreed) == ("another draft", frozenset(), None)


def test_who_withdraws_a_signature_does_not_change_what_was_signed(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    his = Charter(number=1, at=AT, written_by=Side.MENTEE, purpose="as agreed")
    martin.records.keep(his)
    priya.records.sign(his)
    own = martin.records.sign(his)
    martin.records.keep(his.model_copy(update={"purpose": "rewritten"}))
    martin.records.remove(own)
    now = standing(priya.records.life)
    assert (now.current, now.signed_by, now.agreed) == (his, {Side.MENTOR}, None)


def test_a_draft_of_ones_own_that_one_signed(pair: MadePair) -> None:
    priya = pair.open()
    hers = Charter(number=1, at=AT, written_by=Side.MENTOR, purpose="a draft")
    priya.records.keep(hers)
    signature = priya.records.sign(hers)
    changed = hers.model_copy(update={"purpose": "another draft"})
    priya.records.keep(changed)
    now = standing(priya.records.life)
    assert (now.current, now.signed_by, now.agreed) == (changed, frozenset(), None)
    with pytest.raises(ValidationError):
        Signature.model_validate({**signature.model_dump(), "text": changed.model_dump()})


def replace_id(charter: Charter, name: str) -> Charter:
    return charter.model_copy(update={"id": name, "number": 2})


def test_answers_changed_after_the_others_were_seen_count_nowhere(pair: MadePair) -> None:
    priya, martin = pair.open(), pair.open(pair.martin)
    priya.records.keep(HELD)
    good, bad = Answers(useful=5, safe=5, going=5), Answers(useful=1, safe=1, going=1)
    priya.pulses.answer(HELD.id, good)
    martin.pulses.answer(HELD.id, good)
    priya.pulses.open_ready()
    assert pulses.opened(priya.records.life, HELD.id) is not None
    # He has seen hers; now he says that he was bound to something else before.
    early = AT - timedelta(days=300)
    false = SealedPulse(session=HELD.id, side=Side.MENTEE, answers=bad, nonce="0" * 64, at=early)
    told = {"side": Side.MENTEE, "session": HELD.id, "at": early}
    martin.records.keep(
        Commitment(id="0", commitment=false.commitment, **told),
        Reveal(id="0", answers=bad, nonce=false.nonce, **told),
    )
    assert pulses.opened(priya.records.life, HELD.id) is None
    assert asks_for_repair(priya.records.life, HELD.at + timedelta(days=1)) == ""


def test_a_change_of_many_documents_is_kept(pair: MadePair) -> None:
    priya = pair.open()
    actions = [Action(side=Side.MENTOR, what=f"{n}", since=AT) for n in range(450)]
    priya.records.keep(*actions)
    assert len(priya.records.life.actions) == 450


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 301},
        {"title": ""},
        {"prompts": ["x"] * 31},
        {"cards": ["x"] * 11},
        {"because": "x" * 4_001},
        {"minutes": 10**9},
    ],
)
def test_an_agenda_of_strangers_is_bounded(change: dict[str, object]) -> None:
    item = {
        "title": "One",
        "minutes": 10,
        "lead": "both",
        "purpose": "p",
        "prompts": [],
        "cards": ["trust/small-promises"],
        "because": "b",
        "kind": "learn",
    }
    agenda = {"stage": "early", "minutes": 10, "items": [item]}
    assert Agenda.model_validate(agenda)
    with pytest.raises(ValidationError):
        Agenda.model_validate({**agenda, "items": [{**item, **change}]})


def test_an_agenda_of_strangers_is_cleaned_and_says_nothing_of_itself() -> None:
    item = {
        "title": "One\x1b]52;c;QUJD\x07\u202etwo\n# three\ud800",
        "minutes": 10,
        "lead": "both",
        "purpose": "p",
        "prompts": [],
        "cards": ["no/such"],
        "because": "b",
        "kind": "learn",
    }
    agenda = Agenda.model_validate({"stage": "early", "minutes": 10, "items": [item]})
    title = agenda.items[0].title
    assert not set(title) & set("\x1b\x07\u202e\n\ud800")
    assert "three" not in repr(agenda)
    assert title.encode()


def test_destroying_leaves_what_the_partner_shared(pair: MadePair) -> None:
    """Also where his keys are on another computer, and a synchroniser brought his folder."""
    pair.open(pair.martin).records.keep(Given(side=Side.MENTEE, what="his", at=AT))
    shutil.rmtree(pair.martin.private)
    priya = pair.open()
    priya.records.keep(Action(side=Side.MENTOR, what="hers", since=AT))
    done = priya.destroy("Martin")
    assert not done.pair_folder
    assert list((pair.martin.shared / pair.martin.writer).glob("s-*.age"))
    assert not (pair.priya.shared / pair.priya.writer).exists()


def test_a_linked_state_is_unlinked_and_not_emptied(pair: MadePair, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work", encoding="utf-8")
    priya = pair.open()
    priya.close()
    shutil.rmtree(pair.priya.state)
    pair.priya.state.symlink_to(precious, target_is_directory=True)
    destroy(pair.priya)
    assert (precious / "thesis.txt").read_text(encoding="utf-8") == "years of work"
    assert not pair.priya.private.exists()


def test_a_change_of_large_documents_is_kept(pair: MadePair) -> None:
    priya = pair.open()
    many = [Summary(session=new_id(), words="x" * MAX_WORDS, at=AT) for _ in range(150)]
    priya.records.keep(*many)
    assert len(priya.records.life.summaries) == 150


def test_what_is_to_come_has_not_been(pair: MadePair) -> None:
    clock = Ticking()
    priya, martin = pair.open(clock=clock), pair.open(pair.martin, clock=clock)
    ahead = datetime(9998, 3, 1, tzinfo=UTC)
    martin.records.keep(
        HELD,
        Session(at=ahead, state=SessionState.HELD, ended=ahead),
        MissesAnswer(at=ahead, way=AfterMisses.PAUSE),
    )
    life = priya.records.life
    assert [one.id for one in life.held] == [HELD.id]
    assert life.misses_answer is None
    martin.records.keep(MissesAnswer(at=AT, way=AfterMisses.PAUSE, until=ahead))
    answer = priya.records.life.misses_answer
    assert answer is not None
    assert answer.counts_from == AT + timedelta(weeks=26)
