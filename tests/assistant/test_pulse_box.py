"""The sealed side of the pulse, in a real encrypted pair: nobody reads the other's first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from assistant.errors import Trouble
from assistant.life import pulses
from assistant.life.pulse import Answers, SealedPulse
from assistant.life.pulses import PulseState
from assistant.life.session import Session, SessionState
from assistant.pair_space import PairSpace
from assistant.pulse_box import PulseBox
from assistant.storage.backup import back_up
from assistant.storage.keys import Keys
from assistant.storage.places import Places
from assistant.storage.restore import restore
from assistant.storage.troubles import Damaged, NotKept, ReadOnly
from assistant.wording import Side
from tests.pairs import START, MadePair, Ticking

GOOD, LOW = Answers(useful=5, safe=4, going=5), Answers(useful=3, safe=2, going=1)
HELD = Session(at=START, state=SessionState.HELD)


def box_of(space: PairSpace) -> PulseBox:
    return PulseBox(space._space, space.records, Ticking())


def open_both(pair: MadePair) -> tuple[PairSpace, PairSpace, PulseBox, PulseBox]:
    priya, martin = pair.open(), pair.open(pair.martin)
    if not priya.records.life.sessions:
        priya.records.keep(HELD)
    return priya, martin, box_of(priya), box_of(martin)


def readable(pair: MadePair, who: Places) -> Iterator[bytes]:
    """All that a member's keys open, in any file of the home, and what is not sealed at all."""
    keys = Keys.parse(pair.keys[who.writer], "keys")
    for path in sorted(path for path in pair.home.rglob("*") if path.is_file()):
        data = path.read_bytes()
        try:
            yield keys.decrypt(data, path.name)
        except Damaged:
            yield data


def test_nobody_reads_the_others_before_both_are_in(pair: MadePair) -> None:
    priya, martin, hers, his = open_both(pair)
    assert hers.answer(HELD.id, LOW) == ()
    (sealed,) = hers.own()
    told = sealed.answers.model_dump_json()
    secrets = [sealed.nonce.encode(), bytes.fromhex(sealed.nonce), told.encode(), b'"answers"']
    for data in readable(pair, pair.martin):
        assert not any(secret in data for secret in secrets)
    # The search does find what is there to be found: with her own keys it is.
    assert any(sealed.nonce.encode() in data for data in readable(pair, pair.priya))
    assert any(b'"answers"' in data for data in readable(pair, pair.priya))
    # All he has is the hash, which no guess at the answers leads to.
    bound = martin.records.life.commitments[HELD.id, Side.MENTOR]
    for useful, safe, going in itertools.product(range(1, 6), repeat=3):
        guess = Answers(useful=useful, safe=safe, going=going)
        tried = sealed.model_copy(update={"answers": guess, "nonce": "0" * 64})
        assert tried.commitment != bound.commitment
    assert his.open_ready() == ()
    assert his.own() == []
    assert (his.opened(HELD.id), hers.opened(HELD.id)) == (None, None)
    assert pulses.state_of(martin.records.life, HELD.id, Side.MENTEE) is PulseState.OTHER
    priya.close()
    martin.close()


def test_both_are_opened_together(pair: MadePair) -> None:
    priya, martin, hers, his = open_both(pair)
    hers.answer(HELD.id, LOW)
    (reveal,) = his.answer(HELD.id, GOOD)
    assert reveal.side is Side.MENTEE
    assert hers.opened(HELD.id) is None
    priya.close()
    priya = pair.open()
    hers = box_of(priya)
    assert len(hers.open_ready()) == 1
    assert hers.open_ready() == ()
    expected = {Side.MENTOR: LOW, Side.MENTEE: GOOD}
    assert hers.opened(HELD.id) == his.opened(HELD.id) == expected
    assert pulses.opened(martin.records.life, HELD.id) == expected
    assert (hers.notices, his.notices) == ([], [])
    priya.close()
    martin.close()


def test_it_binds(pair: MadePair) -> None:
    priya, martin, hers, _ = open_both(pair)
    hers.answer(HELD.id, LOW)
    with pytest.raises(Trouble, match="already"):
        hers.answer(HELD.id, GOOD)
    assert [one.answers for one in hers.own()] == [LOW]
    priya.close()
    martin.close()


def test_a_crash_before_sharing_is_made_good(
    pair: MadePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    priya, martin, hers, his = open_both(pair)

    def full(*_: object, **__: object) -> None:
        raise NotKept("no space left on device")

    monkeypatch.setattr(priya.records, "_write", full)
    with pytest.raises(NotKept):
        hers.answer(HELD.id, LOW)
    assert (HELD.id, Side.MENTOR) not in martin.records.life.commitments
    with pytest.raises(NotKept):  # not bound yet, so it may be changed
        hers.answer(HELD.id, GOOD)
    assert [one.answers for one in hers.own()] == [GOOD]
    monkeypatch.undo()
    priya.close()
    priya = pair.open()
    hers = box_of(priya)
    his.answer(HELD.id, GOOD)
    (reveal,) = hers.open_ready()
    assert reveal.answers == GOOD
    assert len(his.open_ready()) == 1
    assert his.opened(HELD.id) == {Side.MENTOR: GOOD, Side.MENTEE: GOOD}
    priya.close()
    martin.close()


def test_of_two_sealed_the_bound_one_counts(pair: MadePair) -> None:
    priya, martin, hers, his = open_both(pair)
    hers.answer(HELD.id, LOW)
    stray = SealedPulse(
        session=HELD.id, side=Side.MENTOR, answers=GOOD, nonce="ab" * 32, at=START
    ).model_dump(mode="json")
    hers._own.add({"kind": "pulse", "pulse": stray})
    hers._own.add({"kind": "pulse", "pulse": {**stray, "side": "mentee"}})
    hers._own.add({"kind": "pulse", "pulse": {"answers": "none"}})
    hers._own.add({"kind": "something else"})
    assert [one.answers for one in hers.own()] == [LOW]
    his.answer(HELD.id, GOOD)
    assert [one.answers for one in hers.open_ready()] == [LOW]
    priya.close()
    martin.close()


def test_what_was_not_bound_is_not_shown(pair: MadePair) -> None:
    priya, martin, hers, his = open_both(pair)
    hers.answer(HELD.id, LOW)
    (reveal,) = his.answer(HELD.id, GOOD)
    hers.open_ready()
    martin.records.keep(reveal.model_copy(update={"answers": LOW}))
    assert hers.opened(HELD.id) is None
    # Nor when he binds himself anew once he has seen hers.
    other = reveal.sealed.model_copy(update={"answers": LOW})
    bound = martin.records.life.commitments[HELD.id, Side.MENTEE]
    anew = bound.model_copy(update={"commitment": other.commitment})
    martin.records.keep(anew, reveal.model_copy(update={"answers": LOW}))
    assert pulses.opened(priya.records.life, HELD.id) is None  # nor in what is suggested
    assert hers.opened(HELD.id) is None
    assert hers.notices == [
        "Martin's answers to a pulse are not those that were sealed. They are not shown."
    ]
    priya.close()
    martin.close()


def test_a_part_that_is_gone_is_not_told_as_a_forged_one(pair: MadePair) -> None:
    priya, martin, hers, his = open_both(pair)
    hers.answer(HELD.id, LOW)
    his.answer(HELD.id, GOOD)
    hers.open_ready()
    assert hers.opened(HELD.id)
    life = martin.records.life
    # As where he destroys what he wrote, or his files are not there yet.
    martin.records.remove(
        life.commitments[HELD.id, Side.MENTEE], life.reveals[HELD.id, Side.MENTEE]
    )
    assert (HELD.id, Side.MENTEE) not in priya.records.life.commitments
    assert hers.opened(HELD.id) is None
    (told,) = hers.notices
    assert "not in the shared files any more" in told
    assert "sealed" not in told
    priya.close()
    martin.close()


def test_who_may_only_read_answers_nothing(pair: MadePair) -> None:
    priya = pair.open()
    priya.records.keep(HELD)
    second = pair.open()
    box = box_of(second)
    assert box.open_ready() == ()
    with pytest.raises(ReadOnly):
        box.answer(HELD.id, GOOD)
    assert box.own() == []
    priya.close()
    second.close()


def test_a_backup_holds_it(pair: MadePair, tmp_path_factory: pytest.TempPathFactory) -> None:
    priya, martin, hers, _ = open_both(pair)
    hers.answer(HELD.id, LOW)
    priya.close()
    martin.close()
    backup = tmp_path_factory.mktemp("backup")
    done = back_up(pair.home, backup / "pair.tar")
    assert (done.left_out, done.unread) == ((), ())
    home = backup / "home"
    restore(done.path, home)
    places = Places(home, pair.priya.space, pair.priya.writer)
    again = MadePair(home, places, pair.martin, pair.keys, pair.codes).open()
    assert [one.answers for one in box_of(again).own()] == [LOW]
    again.close()
