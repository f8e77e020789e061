"""The pair's documents: one life from two writers, written whole or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.life.about import About, Rhythm
from assistant.life.charter import Charter, Signature
from assistant.life.document import Document
from assistant.life.session import Action, Session
from assistant.pair_space import PairSpace
from assistant.storage.troubles import Locked, ReadOnly
from assistant.wording import Side
from tests.pairs import MadePair

AT = datetime(2026, 11, 3, 15, 0, tzinfo=UTC)


def open_both(pair: MadePair) -> tuple[PairSpace, PairSpace]:
    return pair.open(), pair.open(pair.martin)


def test_what_one_keeps_both_see(pair: MadePair) -> None:
    priya, martin = open_both(pair)
    session = Session(at=AT, notes=("we tried it",))
    priya.records.keep(session, Action(side=Side.MENTEE, what="send the file", since=AT))
    assert martin.records.life.sessions == (session,)
    assert [one.what for one in martin.records.life.actions] == ["send the file"]
    assert martin.records.life == priya.records.life


def test_the_latest_version_counts_whoever_wrote_it(pair: MadePair) -> None:
    priya, martin = open_both(pair)
    session = Session(at=AT)
    priya.records.keep(session)
    theirs = session.model_copy(update={"minutes": 60})
    martin.records.keep(theirs)
    assert priya.records.life.sessions == (theirs,)
    mine = session.model_copy(update={"minutes": 30})
    priya.records.keep(mine)
    assert martin.records.life.sessions == priya.records.life.sessions == (mine,)


def test_it_is_there_after_closing(pair: MadePair) -> None:
    session = Session(at=AT)
    with_it = pair.open()
    with_it.records.keep(session, Rhythm(weeks=2))
    with_it.close()
    again = pair.open()
    assert again.records.life.sessions == (session,)
    assert again.records.life.rhythm.weeks == 2


def test_what_is_removed_is_gone_for_both_and_from_our_files(pair: MadePair) -> None:
    priya, martin = open_both(pair)
    action = Action(side=Side.MENTOR, what="kingfisher", since=AT)
    priya.records.keep(action)
    priya.records.remove(action)
    assert not priya.records.life.actions
    assert not martin.records.life.actions
    priya.close()
    again = pair.open()
    assert "kingfisher" not in str([record for *_, record in again._space.all_shared()])


def test_nobody_writes_what_is_the_others(pair: MadePair) -> None:
    priya, martin = open_both(pair)
    about = About(id="mentor", side=Side.MENTOR, offers=("dashboards",))
    priya.records.keep(about)
    with pytest.raises(ValueError, match="only the other"):
        martin.records.keep(about.model_copy(update={"offers": ()}))
    with pytest.raises(ValueError, match="only the other"):
        martin.records.remove(about)
    # Nor by a page of one's own under the other's name.
    martin.records.keep(About(id="mentor", side=Side.MENTEE, offers=("none",)))
    assert priya.records.life.abouts[Side.MENTOR].offers == ("dashboards",)


def test_a_record_the_other_was_not_to_write_is_left_out(pair: MadePair) -> None:
    priya, martin = open_both(pair)
    forged = {"id": "mentor", "kind": "document", "of": "about", "lamport": 9, "at": AT.isoformat()}
    martin._space.own_shared.add({**forged, "body": {"side": "mentor", "offers": ["mine"]}})
    martin._space.own_shared.add({**forged, "body": {"side": "nobody"}})
    martin._space.own_shared.add({**forged, "of": "unheard of", "body": {}})
    martin._space.own_shared.add({**forged, "body": None, "lamport": -3})
    assert priya.records.life.abouts[Side.MENTOR].offers == ()
    assert any("4 records" in notice for notice in priya.notices)


def test_one_change_is_one_file(pair: MadePair) -> None:
    priya = pair.open()
    priya.records.keep(*(Action(side=Side.MENTOR, what=f"{n}", since=AT) for n in range(200)))
    before = {path: path.stat().st_mtime_ns for path in pair.home.rglob("s-*.age")}
    many: list[Document] = [Action(side=Side.MENTOR, what=f"{n}", since=AT) for n in range(100)]
    priya.records.keep(*many)
    after = {path: path.stat().st_mtime_ns for path in pair.home.rglob("s-*.age")}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()


def test_old_versions_do_not_pile_up(pair: MadePair) -> None:
    priya = pair.open()
    session = Session(at=AT)
    for minutes in range(10, 181):
        priya.records.keep(session.model_copy(update={"minutes": minutes}))
    for minutes in range(10, 181):
        priya.records.keep(session.model_copy(update={"minutes": minutes}))
    assert len(priya._space.own_shared) < 300
    assert priya.records.life.sessions[0].minutes == 180


def test_a_signature_is_its_members_own(pair: MadePair) -> None:
    priya, martin = open_both(pair)
    charter = Charter(number=1, at=AT, written_by=Side.MENTOR, purpose="learn")
    priya.records.keep(charter)
    signature = priya.records.sign(charter)
    martin.records.sign(charter)
    signed = martin.records.life.signatures
    assert {one.side for one in signed} == {Side.MENTOR, Side.MENTEE}
    assert {one.digest for one in signed} == {charter.digest}
    # Made with another key, or for another text, it is none.
    forged = signature.model_copy(update={"digest": "0" * 64, "id": "other"})
    priya.records.keep(forged)
    assert forged not in martin.records.life.signatures
    assert isinstance(signature, Signature)


def test_read_only_and_locked_keep_nothing(pair: MadePair) -> None:
    first, second = pair.open(), pair.open()
    with pytest.raises(ReadOnly):
        second.records.keep(Session(at=AT))
    assert not second.records.life.sessions
    first.close()
    with pytest.raises(Locked):
        first.records.keep(Session(at=AT))


def test_names_of_the_two(pair: MadePair) -> None:
    life = pair.open().records.life
    assert (life.mentor, life.mentee) == ("Priya", "Martin")
