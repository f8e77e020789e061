"""Random damage of each kind of file: a typed trouble or an older copy, and nothing lost in silence."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.storage.cards import read_card
from assistant.storage.identity_files import keys_by_code, keys_by_passphrase
from assistant.storage.keys import Keys
from assistant.storage.places import owner_of
from assistant.storage.recovery import RecoveryCode
from assistant.storage.troubles import Damaged, WrongCode, WrongPassphrase
from tests.assistant.storage.steps import collected, files_in, furnished_home, told
from tests.conftest import FakeEncoder
from tests.pairs import PRIYA, MadePair

CASES = {
    "identity": 120,
    "recovery": 250,
    "owner": 250,
    "card": 250,
    "p": 150,
    "j": 200,
    "v": 150,
    "head": 130,
    "draft": 130,
    "inbox": 130,
    "members": 130,
    "s": 130,
    "marks": 80,
}
assert sum(CASES.values()) >= 2_000


@dataclass(frozen=True, repr=False)
class Home:
    """A small home, its files as they are and as they were earlier, and what stands in it."""

    pair: MadePair
    files: dict[str, bytes]
    older: dict[str, bytes]
    told: dict[str, Any]

    def restore(self) -> None:
        """Put back what was changed."""
        found = files_in(self.pair.home)
        for name in found.keys() - self.files.keys():
            (self.pair.home / name).unlink()
        for name, data in self.files.items():
            if found.get(name) != data:
                (self.pair.home / name).write_bytes(data)

    def path(self, kind: str) -> Path:
        """The file of this kind that is damaged."""
        mine = self.pair.priya
        named = {
            "identity": mine.identity,
            "recovery": mine.recovery,
            "owner": mine.owner,
            "card": self.pair.martin.card,
            "members": mine.members,
            "marks": mine.marks,
            "s": mine.shared / mine.writer / "s-0001.age",
            "inbox": next(mine.inbox.glob("*.age"), mine.inbox),
        }
        return named.get(kind) or mine.private / (
            f"{kind}-0001.age" if len(kind) == 1 else f"{kind}.age"
        )


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    with collected():
        yield


@pytest.fixture(scope="module")
def damaged_home(made_pair: MadePair, tmp_path_factory: pytest.TempPathFactory) -> Home:
    pair = furnished_home(made_pair, tmp_path_factory.mktemp("damage"))
    older = files_in(pair.home)
    space = pair.open()
    first = space.journal.entries[-1]
    space.journal.keep(Draft(text="changed", entry=first.id))
    space.journal.keep(Draft(text="fourth"))
    space.journal.keep_draft(Draft(text="half a thought, longer"))
    space.search.search_by(FakeEncoder())
    inside = told(space)
    space.close()
    return Home(pair, files_in(pair.home), older, inside)


def flipped(data: bytes, at: list[tuple[int, int]]) -> bytes:
    changed = bytearray(data)
    for place, bit in at:
        if changed:
            changed[place % len(changed)] ^= 1 << bit
    return bytes(changed)


@st.composite
def damages(draw: st.DrawFn) -> tuple[str, Callable[[bytes, Home, str], bytes | None]]:
    """What is done to a file: a word for it, and the bytes that stand there then, None for nothing."""
    kind = draw(
        st.sampled_from(
            ["flip", "header", "cut", "insert", "empty", "noise", "swap", "older", "gone"]
        )
    )
    place = draw(st.integers(0, 40_000))
    noise = draw(st.binary(min_size=1, max_size=40))
    bits = draw(
        st.lists(
            st.tuples(st.just(0) | st.integers(0, 40_000), st.integers(0, 7)),
            min_size=1,
            max_size=3,
        )
    )

    def done(data: bytes, home: Home, name: str) -> bytes | None:
        at = place % (len(data) + 1)
        match kind:
            case "flip":
                return flipped(data, bits)
            case "header":
                return flipped(data, [(spot % 250, bit) for spot, bit in bits])
            case "cut":
                return data[: min(at, len(data) - 1)]
            case "insert":
                return data[:at] + noise + data[at:]
            case "empty":
                return b""
            case "noise":
                return noise
            case "swap":
                others = [one for one in sorted(home.files) if home.files[one] != data]
                return home.files[others[place % len(others)]]
            case "older":
                return home.older.get(name, data)
        return None

    return kind, done


def damage(home: Home, kind: str, how: Callable[[bytes, Home, str], bytes | None]) -> None:
    home.restore()
    path = home.path(kind)
    name = str(path.relative_to(home.pair.home))
    data = how(home.files[name], home, name)
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)


def cases(kind: str) -> settings:
    """As many cases as this kind of file has."""
    return settings(
        max_examples=CASES[kind],
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@cases("identity")
@given(damages())
def test_a_damaged_identity_still_opens_by_its_copy(damaged_home: Home, done: Any) -> None:
    damage(damaged_home, "identity", done[1])
    places = damaged_home.pair.priya
    assert [one.writer for one in People(damaged_home.pair.home).places].count(places.writer) == 1
    assert keys_by_passphrase(places, PRIYA).text == damaged_home.pair.keys[places.writer]


@cases("identity")
@given(damages())
def test_of_two_damaged_copies_no_key_comes_and_no_other_error(
    damaged_home: Home, done: Any
) -> None:
    damage(damaged_home, "identity", done[1])
    places = damaged_home.pair.priya
    copy = places.identity.with_name("identity.age.1")
    copy.write_bytes(b"age-encryption.org/v1\n-> scrypt")
    try:
        keys = keys_by_passphrase(places, PRIYA)
    except (Damaged, WrongPassphrase):
        assert done[0] != "older"
    else:
        assert keys.text == damaged_home.pair.keys[places.writer]


@cases("recovery")
@given(damages())
def test_a_damaged_recovery_file_is_told(damaged_home: Home, done: Any) -> None:
    damage(damaged_home, "recovery", done[1])
    places = damaged_home.pair.priya
    code = RecoveryCode.parse(damaged_home.pair.codes[places.writer])
    try:
        keys = keys_by_code(places, code)
    except (Damaged, WrongCode):  # a changed reader cannot be told from another
        assert done[0] != "older"
    else:
        assert keys.text == damaged_home.pair.keys[places.writer]


@cases("owner")
@given(damages())
def test_a_damaged_public_key_seals_nothing_for_a_stranger(damaged_home: Home, done: Any) -> None:
    damage(damaged_home, "owner", done[1])
    places = damaged_home.pair.priya
    keys = Keys.parse(damaged_home.pair.keys[places.writer], "keys")
    with contextlib.suppress(Damaged):
        assert owner_of(places).recipient == keys.recipient or done[0] == "swap"


@cases("card")
@given(damages())
def test_a_damaged_card_is_nobodys(damaged_home: Home, done: Any) -> None:
    damage(damaged_home, "card", done[1])
    mine = damaged_home.pair.priya
    keys = Keys.parse(damaged_home.pair.keys[mine.writer], "keys")
    with contextlib.suppress(Damaged, FileNotFoundError):
        assert read_card(damaged_home.pair.martin, keys)[0].name == "Martin"


@pytest.mark.parametrize("kind", ["p", "j", "v", "head", "draft", "inbox", "members", "s", "marks"])
def test_damage_is_told_and_the_rest_is_there(kind: str, damaged_home: Home) -> None:
    @cases(kind)
    @given(damages(), st.sampled_from([False, False, False, True]))
    def tried(done: Any, write_on: bool) -> None:
        damage(damaged_home, kind, done[1])
        try:
            space = damaged_home.pair.open()
        except Trouble as trouble:
            raise AssertionError(f"{done[0]}: {trouble}") from None
        try:
            assert not space.read_only
            all_there_or_told(space, damaged_home, done[0])
            if kind in {"j", "v"}:
                still_searched(space)
            if write_on:
                goes_on(space, damaged_home)
        finally:
            space.close()

    tried()


def all_there_or_told(space: PairSpace, home: Home, how: str) -> None:
    """What stood in the home is there, or a notice says that something is not."""
    found = told(space)
    for part, value in home.told.items():
        old_draft = part == "draft" and how == "older" and found[part] == "half a thought"
        # Nobody keeps count of drafts, nor of the notes that anybody may leave.
        uncounted = part in {"draft", "captured"} and how == "gone"
        assert found[part] == value or space.notices or old_draft or uncounted, (part, how)
    # One file was damaged, so that one part at most is not as it was; and none has more than before.
    changed = [part for part, value in home.told.items() if found[part] != value]
    assert set(changed) <= {"draft"} or len(changed) <= 2, changed
    assert {one[-1] for one in found["entries"]} <= {
        "changed",
        "first",
        "second",
        "third",
        "fourth",
    }
    for notice in space.notices:
        assert "half a" not in notice
        assert "second" not in notice


def still_searched(space: PairSpace) -> None:
    """Vectors that are gone are made anew."""
    space.search.search_by(FakeEncoder())
    assert not space.search._index().missing()
    hits = {hit.entry.text for hit in space.search.find("second third fourth")}
    there = {entry.text for entry in space.journal.entries}
    assert hits == there & {"second", "third", "fourth"}


def goes_on(space: PairSpace, home: Home) -> None:
    """It can be written, and what is written is there next time, with nothing new to tell."""
    before = told(space)
    space.journal.keep(Draft(text="written after"))
    space.close()
    again = home.pair.open()
    found = told(again)
    assert found["entries"] == sorted([*before["entries"], ("written after",)])
    assert found["captured"] == before["captured"]
    assert found["shared"] == before["shared"]
    again.close()
