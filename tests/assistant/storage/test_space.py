"""A space opened from folders that were carried about: other machines, synchronisers' copies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.entry import Draft
from assistant.pair_space import PairSpace
from assistant.promotion import PrivateText, Promotion
from assistant.storage.places import Places
from assistant.storage.segments import PADDING
from assistant.storage.troubles import Damaged, Locked, ReadOnly
from tests.assistant.storage.steps import collected, files_in
from tests.knowledge.refusals import mode_of
from tests.pairs import MadePair


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    with collected():
        yield


def share(space: PairSpace, text: str) -> None:
    space.shared.add(Promotion(PrivateText(text)).confirmed())


def texts(space: PairSpace) -> list[str]:
    return [note.text for note in space.shared.notes]


def moved(pair: MadePair, home: Path, writer: str) -> MadePair:
    """The pair as `writer` alone would have it on a machine of their own: their keys, and what is shared."""
    space = pair.priya.space
    shutil.copytree(pair.home / "private" / space / writer, home / "private" / space / writer)
    shutil.copytree(pair.home / "shared", home / "shared")
    priya, martin = (Places(home, one.space, one.writer) for one in (pair.priya, pair.martin))
    return MadePair(home, priya, martin, pair.keys, pair.codes)


def sync(source: MadePair, target: MadePair, writer: str) -> None:
    """What a synchroniser does: one writer's folder, and the list of members, as they are."""
    for name, data in files_in(source.priya.shared).items():
        if name.startswith((writer, "members")):
            path = target.priya.shared / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def test_two_machines_that_share_one_folder_agree(pair: MadePair, tmp_path: Path) -> None:
    hers = moved(pair, tmp_path / "hers", pair.priya.writer)
    his = moved(pair, tmp_path / "his", pair.martin.writer)
    for number in range(3):
        priya = hers.open()
        share(priya, f"hers {number}")
        priya.close()
        sync(hers, his, pair.priya.writer)
        martin = his.open(his.martin)
        share(martin, f"his {number}")
        martin.close()
        sync(his, hers, pair.martin.writer)
    priya, martin = hers.open(), his.open(his.martin)
    expected = [f"{who} {number}" for number in range(3) for who in ("hers", "his")]
    assert texts(priya) == texts(martin) == expected
    assert priya.safety_number == martin.safety_number
    assert priya.notices == martin.notices == []
    priya.close()
    martin.close()


def test_what_has_not_arrived_yet_is_told_and_comes(pair: MadePair, tmp_path: Path) -> None:
    his = moved(pair, tmp_path / "his", pair.martin.writer)
    priya = pair.open()
    share(priya, "on its way")
    priya.close()
    head = pair.priya.shared / pair.priya.writer / "head.age"
    shutil.copy(head, his.priya.shared / pair.priya.writer / "head.age")
    martin = his.open(his.martin)
    assert texts(martin) == []
    assert any("s-0001.age is missing" in notice for notice in martin.notices)
    martin.close()
    sync(pair, his, pair.priya.writer)
    martin = his.open(his.martin)
    assert (texts(martin), martin.notices) == (["on its way"], [])
    martin.close()


def test_the_pairs_folder_says_nothing_of_people_contents_or_dates(pair: MadePair) -> None:
    priya = pair.open()
    share(priya, "secret words")
    priya.journal.keep(Draft(text="secret words", tags=("secret",)))
    priya.close()
    found = files_in(pair.home)
    for name, data in found.items():
        assert not any(word in name for word in ("Priya", "Martin", "2026", "secret"))
        assert not any(word in data for word in (b"Priya", b"Martin", b"secret", b"2026-11"))
    sizes = {len(data) // PADDING for name, data in found.items() if "/j-" in name or "/s-" in name}
    assert sizes == {1}


# --- copies of a synchroniser -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def copies(
    made_pair: MadePair, tmp_path_factory: pytest.TempPathFactory
) -> tuple[MadePair, list[bytes]]:
    """A pair, and all states that Martin's only segment went through, with one more of a fork."""
    pair = made_pair.copied(tmp_path_factory.mktemp("copies"))
    path = pair.martin.shared / pair.martin.writer / "s-0001.age"
    states = []
    for number in range(4):
        martin = pair.open(pair.martin)
        share(martin, f"his {number}")
        martin.close()
        states.append(path.read_bytes())
        if number == 2:
            before = files_in(pair.home)
    forked = files_in(pair.home)
    for name, data in before.items():
        (pair.home / name).write_bytes(data)
    martin = pair.open(pair.martin)
    share(martin, "his fork")
    martin.close()
    states.append(path.read_bytes())
    for name, data in forked.items():
        (pair.home / name).write_bytes(data)
    return pair, states


NAMES = (
    "s-0001.age",
    "s-0001.sync-conflict-20261103-140500-ABCDEFG.age",
    "s-0001 (Martin's conflicted copy 2026-11-03).age",
    "s-0001-DESKTOP-1.age",
    "s-0001 (1).age",
)


def test_conflict_copies_in_any_order_give_one_state(copies: tuple[MadePair, list[bytes]]) -> None:
    pair, states = copies
    folder = pair.martin.shared / pair.martin.writer
    seen: dict[frozenset[int], Any] = {}

    @settings(
        max_examples=120,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.permutations(NAMES),
        st.sets(st.integers(0, 4), min_size=1).flatmap(
            lambda chosen: st.permutations(sorted(chosen))
        ),
        st.booleans(),
    )
    def tried(names: list[str], chosen: list[int], rubbish: bool) -> None:
        for path in folder.glob("s-*"):
            path.unlink()
        for name, number in zip(names, chosen, strict=False):
            (folder / name).write_bytes(states[number])
        if rubbish and len(chosen) < len(names):
            (folder / names[-1]).write_bytes(states[0][:500])
        reader = pair.open()
        found = texts(reader)
        reader.close()
        assert seen.setdefault(frozenset(chosen), found) == found
        newest = max(number if number < 4 else 3 for number in chosen)
        assert len(found) == newest + 1
        assert all((folder / name).exists() for name, _ in zip(names, chosen, strict=False))

    tried()


def test_erasing_erases_a_synchronisers_copies_as_well(pair: MadePair) -> None:
    space = pair.open()
    entry = space.journal.keep(Draft(text="gone for good"))
    space.journal.keep(Draft(text="stays"))
    space.close()
    folder = pair.priya.private
    shutil.copy(folder / "j-0001.age", folder / "j-0001.sync-conflict-1.age")
    shutil.copy(folder / "j-0001.age", folder / "j-0001.age.damaged1")
    space = pair.open()
    assert len(space.journal) == 2
    space.journal.erase(entry.id)
    keys = space._space.keys
    for path in folder.glob("j-*"):
        assert b"gone for good" not in keys.decrypt(path.read_bytes(), path.name)
    space.close()
    again = pair.open()
    assert [one.text for one in again.journal.entries] == ["stays"]
    assert again.notices == []
    again.close()


def test_a_folder_or_pipe_in_place_of_a_file_is_damage(pair: MadePair) -> None:
    space = pair.open()
    space.journal.keep(Draft(text="words"))
    space.close()
    pair.priya.marks.unlink()
    pair.priya.marks.mkdir()
    (pair.priya.inbox / ("a" * 16 + ".age")).mkdir(parents=True)
    draft = pair.priya.private / "draft.age"
    draft.mkdir()
    space = pair.open()
    assert [one.text for one in space.journal.entries] == ["words"]
    assert space.captured() == []
    assert any("ordinary file" in notice for notice in space.notices)
    space.journal.keep_draft(Draft(text="a draft"))
    space.close()


def test_of_two_damaged_profiles_nobody_can_tell_whose_it_is(pair: MadePair) -> None:
    pair.open().close()
    profiles = sorted(pair.priya.private.glob("p-*.age"))
    assert len(profiles) == 2
    profiles[0].write_bytes(b"rubbish")
    space = pair.open()
    assert space.me.name == "Priya"
    assert any(profiles[0].name in notice for notice in space.notices)
    space.close()
    assert len(list(pair.priya.private.glob("p-*.age"))) == 2  # one was written anew
    for path in pair.priya.private.glob("p-*.age"):
        path.write_bytes(b"rubbish")
    with pytest.raises(Damaged, match="does not say whose it is"):
        pair.open()


def test_no_key_is_left_when_it_is_closed(pair: MadePair) -> None:
    space = pair.open()
    space.journal.keep(Draft(text="words"))
    assert space.shared.notes == []
    inner = space._space
    held = [
        inner.private.keys,
        inner.shared.keys,
        inner.private.marks.keys,
        space.journal._drafts._drafts._keys,
    ]
    sealed = (pair.priya.private / "j-0001.age").read_bytes()
    assert b"words" in held[0].decrypt(sealed, "It")
    space.close()
    for keys in held:
        with pytest.raises(Locked):
            keys.decrypt(sealed, "It")
        with pytest.raises(Locked):
            keys.sign(b"")
    with pytest.raises(Locked):
        space.journal.keep(Draft(text="more"))
    with pytest.raises(Locked):
        space.journal.keep_draft(Draft(text="more"))


def test_a_link_to_private_files_is_not_taken_for_what_is_shared(pair: MadePair) -> None:
    mine = pair.priya
    shutil.rmtree(mine.shared / mine.writer, ignore_errors=True)
    (mine.shared / mine.writer).symlink_to(mine.private, target_is_directory=True)
    before = files_in(mine.private)
    opened = pair.open()
    assert any("is a link, and is left alone" in notice for notice in opened.notices)
    with pytest.raises(ReadOnly, match="the pair's folder cannot be used"):
        opened.shared.add(Promotion(PrivateText("for both")).confirmed())
    assert opened.shared.notes == []
    assert files_in(mine.private) == before
    assert opened.journal.keep(Draft(text="still mine")).text == "still mine"
    opened.close()


def test_a_shared_folder_that_may_not_be_read_keeps_no_journal_shut(pair: MadePair) -> None:
    with mode_of(pair.priya.shared, 0):
        opened = pair.open()
        assert any("cannot be looked into" in notice for notice in opened.notices)
        assert opened.journal.keep(Draft(text="still mine")).text == "still mine"
        assert opened.waiting == []
        opened.close()
    again = pair.open()
    assert again.complete
    assert again.notices == []
    again.close()
