"""A disk that is full or may not be written, at every step of everything: nothing is lost, nothing lies."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.people import People
from assistant.storage.identity_files import keys_by_passphrase
from assistant.storage.troubles import NotKept
from assistant.wording import Side
from tests.assistant.storage.steps import (
    DONE,
    OTHER,
    cheap_passphrases,
    collected,
    files_in,
    furnished_home,
    phrases,
    refuse_from,
    refuse_only,
    searched,
    stepping,
    told,
)
from tests.knowledge.refusals import files_limited_to, mode_of
from tests.pairs import MARTIN, PRIYA, MadePair, Ticking

STRIDES = {"erase all": 11, "draft": 1, "keep": 1, "search": 1, "passphrase": 3}
"""Every how manieth step of each is tried, those that repeat themselves less often."""


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    with collected():
        yield


@pytest.fixture(scope="module")
def furnished(made_pair: MadePair, tmp_path_factory: pytest.TempPathFactory) -> MadePair:
    return furnished_home(made_pair, tmp_path_factory.mktemp("furnished"))


def fresh(furnished: MadePair, home: Path) -> MadePair:
    shutil.rmtree(home, ignore_errors=True)
    return furnished.copied(home)


@pytest.mark.parametrize("refusing", [refuse_from, refuse_only])
@pytest.mark.parametrize("name", [name for name in DONE if name != "add many"])
def test_refused_at_any_step_memory_and_disk_agree(
    name: str, refusing: Callable[[int], Callable[[int], None]], furnished: MadePair, home: Path
) -> None:
    do = DONE[name]
    with cheap_passphrases():
        for step in range(1, 300, STRIDES.get(name, 2)):
            pair = fresh(furnished, home)
            space = pair.open()
            space.search.prepare()
            before = told(space)
            refused: Trouble | None = None
            with stepping(refusing(step)) as steps:
                try:
                    do(space)
                except Trouble as trouble:
                    refused = trouble
            reached = steps.taken >= step
            memory = told(space)
            disk = pair.open()  # reads only: the other one is open
            assert told(disk) == memory, (name, step)
            disk.close()
            assert disk.notices == [], (name, step)
            for part, value in memory.items():
                lost = part == "draft" and name.startswith("erase")
                assert lost or refused is None or value == before[part] or name == "erase all"
            if refused is not None:
                assert isinstance(refused, NotKept), (name, step)
                assert str(refused).endswith("save again.")
                if name == "passphrase":
                    assert PRIYA in phrases(pair)
            do(space)  # there is room again
            if name == "passphrase":
                assert phrases(pair) == [OTHER]
            after = told(space)
            shown = {versions[-1] for versions in after["entries"]}
            assert searched(space) <= shown
            assert {"first", "third"} & shown <= searched(space)
            space.close()
            again = pair.open()
            assert told(again) == after, (name, step)
            assert again.notices == [], (name, step)
            again.close()
            if not reached:
                return
    raise AssertionError("it never ended")


@pytest.mark.parametrize("refusing", [refuse_from, refuse_only])
def test_an_import_that_finds_no_room_is_wholly_there_or_told_as_it_is(
    refusing: Callable[[int], Callable[[int], None]], furnished: MadePair, home: Path
) -> None:
    """It fills two segments; the first may be kept where even taking it back is refused."""
    for step in range(1, 60, 5):
        pair = fresh(furnished, home)
        space = pair.open()
        refused = False
        with stepping(refusing(step)):
            try:
                DONE["add many"](space)
            except NotKept:
                refused = True
        disk = pair.open()
        assert told(disk) == told(space)
        if refused and refusing is refuse_only:
            assert len(space.journal) == 3
        elif not refused:
            assert len(space.journal) == 303
        space.close()


def test_a_new_pair_that_could_not_be_made_leaves_nobody_behind(home: Path) -> None:
    with cheap_passphrases():
        people = People(home, Ticking())
        made = people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA)
        space = None
        for step in range(1, 200, 3):
            with stepping(refuse_from(step)) as steps:
                try:
                    space = people.save(made)
                except NotKept:
                    if people.places:  # all but the second copy of the keys is there
                        assert keys_by_passphrase(people.places[0], PRIYA).text == made.keys.text
            if steps.taken < step:
                break
        assert space is not None
        assert space.notices == []
        space.close()
        opened = people.unlock(PRIYA)
        assert (opened.me.name, opened.partner, opened.notices) == ("Priya", "Martin", [])
        opened.close()


def test_a_newcomer_who_could_not_be_let_in_is_let_in_later(home: Path) -> None:
    with cheap_passphrases():
        people = People(home, Ticking())
        founder = people.save(people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA))
        DONE["share"](founder)
        people.save(people.join("Martin", MARTIN)).close()
        keys = founder._space.keys.text
        places = founder._space.places
        founder.close()
        before = files_in(home)
        for refusing in (refuse_from, refuse_only):
            for step in range(1, 100, 3):
                shutil.rmtree(home)
                for name, data in before.items():
                    (home / name).parent.mkdir(parents=True, exist_ok=True)
                    (home / name).write_bytes(data)
                pair = MadePair(home, places, places, {places.writer: keys}, {})
                space = pair.open()
                newcomer = space.waiting[0]
                with stepping(refusing(step)) as steps:
                    try:
                        space.admit(newcomer)
                    except NotKept:
                        assert [note.text for note in space.shared.notes] == ["a line to share"]
                space.close()
                space = pair.open()  # goes on by itself once the list of members was written
                if space.waiting:
                    space.admit(newcomer)
                assert space.complete
                assert space._space.shared.resealed
                assert [note.text for note in space.shared.notes] == ["a line to share"]
                assert space.notices == [], step
                space.close()
                if steps.taken < step:
                    break


def test_a_full_disk_is_told_in_a_sentence(pair: MadePair) -> None:
    space = pair.open()
    with files_limited_to(1_000):
        for do in (
            lambda: space.journal.keep(Draft(text="words")),
            lambda: space.journal.keep_draft(Draft(text="words")),
            lambda: DONE["share"](space),
            lambda: People(pair.home).capture(Draft(text="words"), pair.priya.writer),
        ):
            with pytest.raises(NotKept, match="refused to save it") as caught:
                do()
            assert "words" not in str(caught.value)
    space.close()
    assert pair.open().notices == []


def test_a_home_that_may_only_be_read_opens_and_says_so(pair: MadePair) -> None:
    """As on a write-protected disk: the folders of this member refuse whatever is new."""
    space = pair.open()
    space.journal.keep(Draft(text="readable"))
    space.close()
    before = files_in(pair.home)
    with mode_of(pair.priya.private, 0o500), mode_of(pair.priya.state, 0o500):
        space = pair.open()
        assert [entry.text for entry in space.journal.entries] == ["readable"]
        with pytest.raises(Trouble):
            space.journal.keep(Draft(text="no"))
        with pytest.raises(Trouble):
            space.journal.keep_draft(Draft(text="no"))
        with pytest.raises(Trouble):
            space.journal.erase(space.journal.entries[0].id)
        assert [entry.text for entry in space.journal.entries] == ["readable"]
        space.close()
    private = [name for name in before if name.startswith("private")]
    assert {name: files_in(pair.home)[name] for name in private} == {
        name: before[name] for name in private
    }
    space = pair.open()
    space.journal.keep(Draft(text="written again"))
    assert space.notices == []
    space.close()


def test_opening_does_not_need_room(furnished: MadePair, home: Path) -> None:
    pair = fresh(furnished, home)
    pair.priya.owner.unlink()  # something that opening puts right
    with files_limited_to(1):
        space = pair.open()
        assert len(space.journal) == 3
        assert any("refused" in notice for notice in space.notices)
        space.close()
    space = pair.open()
    assert space.notices == []
    assert pair.priya.owner.exists()
    space.close()
