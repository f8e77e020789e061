"""Letting a partner in, and what a partner or a stranger may put into the shared folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import Trouble
from assistant.member import Member, safety_number
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.promotion import PrivateText, Promotion
from assistant.storage import files
from assistant.storage.cards import card_of, read_card, write_card, write_members
from assistant.storage.keys import Keys, seal, stanzas
from assistant.storage.marks import Marks
from assistant.storage.places import Owner, Places, write_owner
from assistant.storage.segments import Header, reader_of, sealed
from assistant.storage.space import SHARED, Space
from assistant.storage.store import Folder, SegmentStore
from assistant.storage.troubles import Damaged
from assistant.wording import Side
from tests.assistant.storage.steps import cheap_passphrases
from tests.pairs import MARTIN, PRIYA, MadePair, Ticking


def share(space: PairSpace, text: str) -> None:
    space.shared.add(Promotion(PrivateText(text)).confirmed())


def texts(space: PairSpace) -> list[str]:
    return [note.text for note in space.shared.notes]


def counts(home: Path) -> dict[str, set[int]]:
    """How many readers the files of each part have, those under passphrase and code left out."""
    found: dict[str, set[int]] = {}
    for part in ("private", "shared", "state"):
        for path in (home / part).rglob("*.age*"):
            if path.name.startswith("identity"):
                continue
            found.setdefault(part, set()).add(len(stanzas(path.read_bytes(), path.name)))
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> MadePair:
    """Priya has made a pair and shared a line; Martin waits."""
    home = tmp_path_factory.mktemp("alone")
    with cheap_passphrases():
        people = People(home, Ticking())
        made = people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA)
        priya = people.save(made)
        share(priya, "before he came")
        share(priya, "twice")
        coming = people.join("Martin", MARTIN)
        keys = {one.places.writer: one.keys.text for one in (made, coming)}  # closing drops them
        people.save(coming).close()
        priya.close()
    return MadePair(home, made.places, coming.places, keys, {})


@pytest.fixture
def waiting(alone: MadePair, home: Path) -> MadePair:
    return alone.copied(home)


def test_every_private_file_has_one_reader_and_every_shared_one_two(waiting: MadePair) -> None:
    assert counts(waiting.home)["shared"] == {1, 2}  # Martin's card is for Priya and for him
    priya = waiting.open()
    priya.admit(priya.waiting[0])
    share(priya, "after")
    priya.close()
    martin = waiting.open(waiting.martin)
    share(martin, "from him")
    martin.close()
    assert counts(waiting.home) == {"private": {1}, "shared": {2}, "state": {1}}


def test_a_newcomer_reads_what_was_shared_before_and_both_read_the_same(waiting: MadePair) -> None:
    martin = waiting.open(waiting.martin)
    assert "not let you in yet" in martin.notices[0]
    assert texts(martin) == []
    martin.close()
    priya = waiting.open()
    (newcomer,) = priya.waiting
    number = priya.number_with(newcomer)
    priya.admit(newcomer)
    assert (priya.waiting, priya.safety_number) == ([], number)
    martin = waiting.open(waiting.martin)
    assert (martin.partner, martin.safety_number, martin.notices) == ("Priya", number, [])
    share(martin, "thanks")
    assert texts(martin) == texts(priya) == ["before he came", "twice", "thanks"]
    priya.close()
    martin.close()


def test_what_a_newcomer_shared_before_being_let_in_is_read_afterwards(waiting: MadePair) -> None:
    martin = waiting.open(waiting.martin)
    share(martin, "too early")
    martin.close()
    priya = waiting.open()
    priya.admit(priya.waiting[0])
    waiting.open(waiting.martin).close()  # seals it anew for both
    assert "too early" in texts(priya)
    assert counts(waiting.home)["shared"] == {2}


def test_what_a_newcomer_writes_while_being_let_in_is_no_damage(waiting: MadePair) -> None:
    martin = waiting.open(waiting.martin)
    priya = waiting.open()
    priya.admit(priya.waiting[0])
    share(martin, "too early")
    assert texts(priya) == ["before he came", "twice"]
    assert priya.notices == [
        "Some of what your partner shared can be read once they have unlocked again."
    ]
    martin.close()
    waiting.open(waiting.martin).close()
    assert "too early" in texts(priya)
    priya.close()


def test_two_of_one_role_cannot_be_a_pair_and_the_newcomer_joins_again(home: Path) -> None:
    with cheap_passphrases():
        people = People(home, Ticking())
        priya = people.save(people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA))
        people.save(people.join("Martin", MARTIN, role=Side.MENTOR)).close()
        (asking,) = priya.waiting
        with pytest.raises(Trouble, match="asks as the mentor, and so are you") as refused:
            priya.admit(asking)
        assert "--role mentee" in refused.value.hint
        assert not priya.complete
        with pytest.raises(Trouble, match="cannot be used in this pair"):
            people.join("Martin", MARTIN, role=Side.MENTEE)
        martin = people.save(people.join("Martin", MARTIN + " again", role=Side.MENTEE))
        assert [one.role for one in priya.waiting] == [Side.MENTEE, Side.MENTOR]
        priya.admit(priya.waiting[0])
        assert (priya.partner, priya.complete, priya.waiting) == ("Martin", True, [])
        assert len(people.places) == 3  # the former place of his stays, and keeps nobody out
        with pytest.raises(Trouble, match="no pair here that waits"):
            people.join("Ines", "pebble trumpet orchard nine gentle foxes")
        martin.close()
        priya.close()


def test_a_pair_whose_list_of_members_is_lost_takes_no_third(both: MadePair) -> None:
    for path in (both.priya.members, both.priya.members.with_name("members.age.1")):
        path.unlink()
    with pytest.raises(Trouble, match="no pair here that waits"):
        People(both.home).join("Ines", "pebble trumpet orchard nine gentle foxes")


# --- cards --------------------------------------------------------------------------------------------


def planted(pair: MadePair, name: str = "Martin") -> tuple[Places, Keys, Member]:
    """A stranger's own card, laid into the shared folder under Martin's name."""
    priya = Keys.parse(pair.keys[pair.priya.writer], "keys")
    keys = Keys.generate()
    places = Places(pair.home, pair.priya.space, "e" * 16)
    member = Member(
        writer=places.writer,
        name=name,
        role=Side.MENTEE,
        recipient=keys.recipient,
        verifier=keys.verifier,
    )
    write_card(places, member, keys, priya.recipient)
    return places, keys, member


def test_a_strangers_card_only_waits_and_its_number_is_another(waiting: MadePair) -> None:
    _, _, stranger = planted(waiting)
    priya = waiting.open()
    assert [one.name for one in priya.waiting] == ["Martin", "Martin"]
    numbers = {priya.number_with(one) for one in priya.waiting}
    assert len(numbers) == 2
    martin = Keys.parse(waiting.keys[waiting.martin.writer], "keys")
    real = next(one for one in priya.waiting if one.recipient == martin.recipient)
    assert priya.number_with(real) == safety_number([priya.me, real])
    priya.admit(real)
    assert stranger.writer not in {one.writer for one in priya._space.members}
    priya.close()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Somebody"},
        {"role": "mentor"},
        {"writer": "f" * 16},
        {"recipient": "age1" + "q" * 58},
        {"verifier": "0" * 64},
        {"more": 1},
    ],
)
def test_a_card_that_its_member_did_not_sign_waits_for_nothing(
    waiting: MadePair, change: dict[str, Any]
) -> None:
    priya = Keys.parse(waiting.keys[waiting.priya.writer], "keys")
    member, card = read_card(waiting.martin, priya)
    card["member"] = {**card["member"], **change}
    data = seal(json.dumps(card).encode(), [priya.recipient])
    waiting.martin.card.write_bytes(data)
    space = waiting.open()
    assert space.waiting == []
    with pytest.raises(Damaged):
        space.admit(member)
    assert not space.complete
    space.close()


def test_a_card_with_a_key_that_nobody_can_write_to_is_refused(waiting: MadePair) -> None:
    priya = Keys.parse(waiting.keys[waiting.priya.writer], "keys")
    places, keys, member = planted(waiting)
    broken = member.model_copy(update={"recipient": "age1" + "q" * 58})
    card = card_of(broken, places.space, keys)
    places.card.write_bytes(seal(json.dumps(card).encode(), [priya.recipient]))
    space = waiting.open()
    assert {one.writer for one in space.waiting} == {waiting.martin.writer}
    space.close()


def test_a_card_of_another_space_or_folder_is_refused(waiting: MadePair) -> None:
    other = Places(waiting.home, waiting.priya.space, "d" * 16)
    other.card.parent.mkdir(parents=True)
    shutil.copy(waiting.martin.card, other.card)
    space = waiting.open()
    assert [one.writer for one in space.waiting] == [waiting.martin.writer]
    space.close()


def test_an_exchanged_public_key_is_noticed_and_mended(waiting: MadePair) -> None:
    stranger = Keys.generate()
    write_owner(waiting.priya, Owner(stranger.recipient, stranger.verifier))
    space = waiting.open()
    assert any("was not yours" in notice for notice in space.notices)
    space.close()
    assert waiting.open().notices == []


def test_a_newcomer_who_joined_by_an_exchanged_key_is_met_by_another_number(home: Path) -> None:
    with cheap_passphrases():
        people = People(home, Ticking())
        made = people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA)
        priya = people.save(made)
        stranger = Keys.generate()
        write_owner(made.places, Owner(stranger.recipient, stranger.verifier))
        martin = people.save(people.join("Martin", MARTIN))
    assert priya.waiting == []  # his card was sealed for the stranger: she never sees it
    assert martin.shared.notes == []
    priya.close()
    martin.close()


# --- the list of members ------------------------------------------------------------------------------


def test_an_earlier_list_of_members_put_back_is_told_and_nothing_moves(waiting: MadePair) -> None:
    old = waiting.priya.members.read_bytes()
    priya = waiting.open()
    priya.admit(priya.waiting[0])
    share(priya, "for both")
    priya.close()
    for path in (waiting.priya.members, waiting.priya.members.with_name("members.age.1")):
        new = path.read_bytes()
        path.write_bytes(old)
    priya = waiting.open()
    assert any("who belongs to the pair is older" in notice for notice in priya.notices)
    priya.close()
    for path in (waiting.priya.members, waiting.priya.members.with_name("members.age.1")):
        path.write_bytes(new)
    priya = waiting.open()
    assert texts(priya) == ["before he came", "twice", "for both"]
    assert priya.complete
    priya.close()


def test_a_list_that_the_founder_did_not_sign_lets_nobody_in(waiting: MadePair) -> None:
    places, stranger, member = planted(waiting)
    mine = waiting.open()
    cards = [card_of(mine.me, places.space, mine._space.keys)]
    mine.close()
    cards.append(card_of(member, places.space, stranger))
    recipients = [waiting.keys[waiting.priya.writer], stranger.text]
    readers = [Keys.parse(text, "").recipient for text in recipients]
    header = Header(
        places.space,
        waiting.priya.writer,
        "members",
        9,
        "",
        tuple(sorted(map(reader_of, readers))),
        "shared",
    )
    rows = {str(number): card for number, card in enumerate(cards, 1)}
    waiting.priya.members.write_bytes(sealed(header, rows, stranger, readers))
    space = waiting.open()
    assert [one.name for one in space._space.members] == ["Priya"]
    assert texts(space) == ["before he came", "twice"]
    space.close()


# --- the partner's folder -----------------------------------------------------------------------------


@pytest.fixture
def both(waiting: MadePair) -> MadePair:
    priya = waiting.open()
    priya.admit(priya.waiting[0])
    priya.close()
    martin = waiting.open(waiting.martin)
    share(martin, "his first")
    martin.close()
    return waiting


def partner_store(pair: MadePair, keys: Keys, recipients: list[str]) -> SegmentStore:
    folder = Folder(
        pair.martin.shared / pair.martin.writer,
        pair.martin.space,
        pair.martin.writer,
        keys.verifier,
        tuple(recipients),
    )
    marks = Marks(pair.home / "nowhere" / "marks.age", folder.space, folder.writer, keys, {})
    store = SegmentStore(folder, keys, marks, writable=True)
    store.open()
    store.load(SHARED)
    return store


def note(text: str, **changes: Any) -> dict[str, Any]:
    told = {
        "id": "ab" * 8,
        "lamport": 7,
        "kind": "note",
        "at": "2026-11-03T14:05:00+00:00",
        "text": text,
    }
    return {**told, **changes}


def recipients_of(pair: MadePair) -> list[str]:
    return [Keys.parse(text, "").recipient for text in pair.keys.values()]


def test_a_segment_forged_in_the_partners_name_is_not_shown(both: MadePair) -> None:
    forger = Keys.generate()
    folder = both.martin.shared / both.martin.writer
    readers = recipients_of(both)
    header = Header(
        both.martin.space,
        both.martin.writer,
        "s-0002",
        99,
        "",
        tuple(sorted(map(reader_of, readers))),
        "shared",
    )
    (folder / "s-0002.age").write_bytes(sealed(header, {"1": note("forged")}, forger, readers))
    priya = both.open()
    assert "forged" not in texts(priya)
    assert "his first" in texts(priya)
    assert any("not signed by its writer" in notice for notice in priya.notices)
    priya.close()
    assert (folder / "s-0002.age").exists()  # what others wrote is never moved


def test_a_third_reader_is_noticed_however_it_is_hidden(both: MadePair) -> None:
    martin, spy = Keys.parse(both.keys[both.martin.writer], ""), Keys.generate()
    readers = recipients_of(both)
    folder = both.martin.shared / both.martin.writer
    told = tuple(sorted(map(reader_of, readers)))
    for number, header_readers in (
        (2, told),
        (3, tuple(sorted([*told, reader_of(spy.recipient)]))),
    ):
        header = Header(
            both.martin.space,
            both.martin.writer,
            f"s-000{number}",
            90 + number,
            "",
            header_readers,
            "shared",
        )
        data = sealed(header, {"1": note("three")}, martin, [*readers, spy.recipient])
        (folder / f"s-000{number}.age").write_bytes(data)
    priya = both.open()
    assert "three" not in texts(priya)
    told_of = " ".join(priya.notices)
    assert "other readers than it says" in told_of
    assert "written for other readers" in told_of
    priya.close()


def test_the_partners_files_going_back_in_time_is_told(both: MadePair, tmp_path: Path) -> None:
    folder = both.martin.shared / both.martin.writer
    shutil.copytree(folder, tmp_path / "old")
    martin = both.open(both.martin)
    share(martin, "his second")
    martin.close()
    priya = both.open()
    assert "his second" in texts(priya)
    assert priya.notices == []
    priya.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "old", folder)
    priya = both.open()
    assert "his second" not in texts(priya)
    assert any("older than those you saw last" in notice for notice in priya.notices)
    priya.close()


def test_a_withheld_segment_is_told(both: MadePair) -> None:
    (both.martin.shared / both.martin.writer / "s-0001.age").unlink()
    priya = both.open()
    assert texts(priya) == ["before he came", "twice"]
    assert any("s-0001.age is missing" in notice for notice in priya.notices)
    priya.close()


def test_only_what_the_partner_wrote_anew_is_read_again(
    both: MadePair, monkeypatch: pytest.MonkeyPatch
) -> None:
    martins = Keys.parse(both.keys[both.martin.writer], "")
    store = partner_store(both, martins, recipients_of(both))
    store.write("s-0002", {"1": note("a second file", id="cd" * 8)})
    priya = both.open()
    before = texts(priya)
    assert {"his first", "a second file"} <= set(before)
    read: list[str] = []
    real = files.read

    def watched(path: Path, *, first: int = 0) -> bytes:
        read.append(path.name)
        return real(path, first=first)

    monkeypatch.setattr(files, "read", watched)
    assert texts(priya) == before
    assert read == []
    store.write("s-0002", {"1": note("a second file"), "2": note("more", id="ef" * 8, lamport=9)})
    assert texts(priya) == [*before, "more"]
    assert set(read) == {"head.age", "s-0002.age"}
    (store.folder.path / "s-0001.age").unlink()
    assert "his first" not in texts(priya)
    assert any("It held 1 shared record, which" in notice for notice in priya.notices)
    priya.close()


def test_whether_all_can_read_it_is_seen_from_the_beginning_of_each_file(both: MadePair) -> None:
    priya = both.open()
    mine = priya._space.shared
    assert mine.resealed
    old = mine.folder.path / "s-0001.age.1"
    old.write_bytes(seal(b"x" * 100_000, [priya._space.keys.recipient]))
    assert not mine.resealed
    old.write_bytes(seal(b"x" * 100_000, mine.folder.recipients)[:20_000])
    assert mine.resealed
    priya.close()


def test_the_highest_number_does_not_silence_who_writes_next(both: MadePair) -> None:
    martin = Keys.parse(both.keys[both.martin.writer], "")
    store = partner_store(both, martin, recipients_of(both))
    store.write("s-0002", {"1": note("the last word", lamport=2**53 - 1)})
    priya = both.open()
    share(priya, "and yet")
    assert {"the last word", "and yet"} <= set(texts(priya))
    priya.close()


@pytest.mark.parametrize(
    "change",
    [
        {"lamport": 0},
        {"lamport": 2**53},
        {"lamport": True},
        {"kind": "programme"},
        {"text": 5},
        {"text": "x" * 100_001},
        {"id": None},
        {"at": "yesterday"},
        {"at": "2026-11-03T14:05:00"},
    ],
)
def test_what_is_no_note_is_left_out(both: MadePair, change: dict[str, Any]) -> None:
    martin = Keys.parse(both.keys[both.martin.writer], "")
    store = partner_store(both, martin, recipients_of(both))
    store.write(
        "s-0002", {"1": {**note("odd"), **change}, "2": note("\x1b[31mfine\x9b", id="cd" * 8)}
    )
    priya = both.open()
    assert {"odd", 5} & {*texts(priya)} == set()
    assert texts(priya)[-1].endswith("fine")
    assert "\x1b" not in texts(priya)[-1]
    priya.close()


def test_the_founder_alone_is_not_locked_out_by_a_ghost(waiting: MadePair) -> None:
    """A newcomer's card that is lost is laid again when they next unlock."""
    waiting.martin.card.unlink()
    priya = waiting.open()
    assert priya.waiting == []
    waiting.open(waiting.martin).close()
    assert [one.name for one in priya.waiting] == ["Martin"]
    priya.close()


def test_a_list_written_again_is_read_by_both(waiting: MadePair) -> None:
    priya = waiting.open()
    priya.admit(priya.waiting[0])
    space: Space = priya._space
    write_members(space.places, space.cards, space.keys, 5)
    priya.close()
    martin = waiting.open(waiting.martin)
    assert (martin.complete, martin.notices) == (True, [])
    martin.close()
