"""Making a pair, joining it, unlocking, recovering: as people do, with real passphrases."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.entry import Draft
from assistant.errors import WRONG_USAGE, Trouble
from assistant.people import People
from assistant.storage.recovery import RecoveryCode
from assistant.storage.troubles import WrongCode, WrongPassphrase
from assistant.wording import Side
from tests.pairs import MARTIN, PRIYA, MadePair, Ticking


def test_nobody_is_there_at_first(home: Path) -> None:
    people = People(home)
    assert people.places == []
    for act in (lambda: people.unlock(PRIYA), lambda: people.capture(Draft(text="x"))):
        with pytest.raises(Trouble, match="no journal in this home"):
            act()
    with pytest.raises(Trouble, match="no pair here that waits"):
        people.join("Martin", MARTIN)
    assert not home.exists()


def test_nothing_is_written_before_the_code_is_kept(home: Path) -> None:
    made = People(home).new_pair("Priya", Side.MENTOR, "Martin", PRIYA)
    assert not home.exists()
    assert len(made.code.code) == 74
    assert PRIYA not in repr(made)
    assert made.code.code not in repr(made)


def test_each_passphrase_opens_its_own(pair: MadePair) -> None:
    people = People(pair.home, Ticking())
    with pytest.raises(WrongPassphrase):
        people.unlock(PRIYA + ".")
    priya = people.unlock(PRIYA)
    assert (priya.me.name, priya.partner, priya.complete) == ("Priya", "Martin", True)
    priya.journal.keep(Draft(text="hers"))
    martin = people.unlock(MARTIN)
    assert (martin.me.name, martin.partner, martin.read_only) == ("Martin", "Priya", False)
    assert len(martin.journal) == 0
    assert martin.safety_number == priya.safety_number != ""
    assert (martin.context.mentor, martin.context.mentee) == ("Priya", "Martin")
    assert martin.context.reader is Side.MENTEE
    assert priya.notices == martin.notices == []


def test_a_lost_passphrase_is_recovered_once_and_for_all(pair: MadePair) -> None:
    people = People(pair.home, Ticking())
    new = "pebble trumpet orchard nine gentle foxes"
    code = RecoveryCode.parse(pair.codes[pair.priya.writer].lower())
    people.recover(code, new).close()
    with pytest.raises(WrongPassphrase):
        people.unlock(PRIYA)
    assert people.unlock(new).me.name == "Priya"


def test_another_code_recovers_nothing(pair: MadePair) -> None:
    before = {path: path.read_bytes() for path in pair.home.rglob("identity*")}
    with pytest.raises(WrongCode, match="This code opens no journal here"):
        People(pair.home).recover(RecoveryCode.generate(), MARTIN + " seven")
    assert {path: path.read_bytes() for path in pair.home.rglob("identity*")} == before


def test_a_changed_passphrase_leaves_no_file_of_the_old_one(pair: MadePair) -> None:
    people = People(pair.home, Ticking())
    priya = people.unlock(PRIYA)
    with pytest.raises(WrongPassphrase):
        priya.change_passphrase("not it at all", MARTIN)
    with pytest.raises(Trouble) as weak:
        priya.change_passphrase(PRIYA, "password1")
    assert weak.value.exit_code == WRONG_USAGE
    assert "backup" in priya.change_passphrase(PRIYA, "pebble trumpet orchard nine gentle foxes")
    priya.close()
    with pytest.raises(WrongPassphrase):
        people.unlock(PRIYA)
    people.unlock("pebble trumpet orchard nine gentle foxes").close()


def test_no_two_of_a_pair_have_one_passphrase(pair: MadePair) -> None:
    people = People(pair.home, Ticking())
    before = {path: path.read_bytes() for path in pair.home.rglob("identity*")}
    martin = pair.open(pair.martin)
    with pytest.raises(Trouble, match="cannot be used in this pair") as refused:
        martin.set_passphrase(PRIYA)
    assert refused.value.exit_code == WRONG_USAGE
    martin.close()
    with pytest.raises(Trouble, match="cannot be used in this pair"):
        people.recover(RecoveryCode.parse(pair.codes[pair.martin.writer]), PRIYA)
    assert {path: path.read_bytes() for path in pair.home.rglob("identity*")} == before
    martin = people.unlock(MARTIN)
    assert not martin.read_only  # nothing was left open
    martin.set_passphrase(MARTIN)  # their own again
    martin.close()


def test_nobody_joins_with_the_founders_passphrase(home: Path) -> None:
    people = People(home, Ticking())
    people.save(people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA)).close()
    with pytest.raises(Trouble, match="cannot be used in this pair"):
        people.join("Martin", PRIYA)
    assert len(people.places) == 1


def test_damage_to_one_copy_of_the_keys_is_no_loss(pair: MadePair) -> None:
    pair.priya.identity.write_bytes(b"rubbish")
    assert People(pair.home).unlock(PRIYA).me.name == "Priya"


def test_a_pair_is_chosen_by_the_partners_name_or_by_id(pair: MadePair) -> None:
    people = People(pair.home, Ticking())
    with people_closing(people.save(people.new_pair("Priya", Side.MENTEE, "Ines", PRIYA))) as other:
        assert other.me.role is Side.MENTEE
    assert people.unlock(PRIYA, "martin").partner == "Martin"
    assert people.unlock(PRIYA, "INES").partner == "Ines"
    assert people.unlock(PRIYA, pair.priya.space[:6]).partner == "Martin"
    with pytest.raises(Trouble, match="no pair of this name"):
        people.unlock(PRIYA, "Nobody")


def people_closing(space):  # type: ignore[no-untyped-def]
    import contextlib

    return contextlib.closing(space)


@pytest.mark.parametrize(
    ("me", "partner", "passphrase"),
    [
        ("", "Martin", PRIYA),
        ("Priya", " \x00 ", PRIYA),
        ("P" * 61, "Martin", PRIYA),
        ("Priya", "Martin", "short"),
        ("Priya", "Martin", "Priya and Martin"),
    ],
)
def test_what_will_not_do_is_said(home: Path, me: str, partner: str, passphrase: str) -> None:
    with pytest.raises(Trouble) as trouble:
        People(home).new_pair(me, Side.MENTOR, partner, passphrase)
    assert trouble.value.exit_code == WRONG_USAGE
    assert not home.exists()
