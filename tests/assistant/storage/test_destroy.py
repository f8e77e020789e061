"""A member's part of a pair taken away: asked twice, keys first, and brought to its end after a crash."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.entry import Draft
from assistant.errors import Trouble
from assistant.life.goal import Goal
from assistant.people import People
from assistant.storage.backup import back_up
from assistant.storage.destroy import ELSEWHERE, MARK, NotDestroyed, destroy, finish
from assistant.storage.keys import Keys
from assistant.storage.places import Places, places_in
from assistant.storage.restore import restore
from assistant.storage.space import Space
from assistant.storage.troubles import ReadOnly, WrongPassphrase
from assistant.wording import Side
from tests.assistant.storage.steps import furnish, refuse_from, stepping
from tests.pairs import MARTIN, PRIYA, MadePair, Ticking

GOAL = Goal.model_validate(
    {
        "side": "mentee",
        "what": "kingfisher",
        "since": "2026-11-03T15:00:00+00:00",
        "quarter": "2026-Q4",
    }
)


@pytest.fixture
def full(pair: MadePair) -> MadePair:
    """The pair with something of everything: entries, vectors, drafts, notes, shared lines, a goal."""
    furnish(pair)
    martin = pair.open(pair.martin)
    martin.records.keep(GOAL)
    martin.journal.keep(Draft(text="Martin's own"))
    martin.close()
    return pair


def below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())


def folders_of(places: Places) -> list[Path]:
    return [places.private, places.state, places.shared / places.writer]


def opens(pair: MadePair, places: Places) -> bool:
    """Whether the keys of a member can still be had with the passphrase."""
    from assistant.storage.identity_files import keys_by_passphrase

    phrase = PRIYA if places.writer == pair.priya.writer else MARTIN
    try:
        keys_by_passphrase(places, phrase)
    except Trouble:
        return False
    return True


# --- asking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["", "Priya", "martin!", "yes", "Mart"])
def test_other_words_destroy_nothing_and_close_nothing(full: MadePair, typed: str) -> None:
    before = below(full.home)
    priya = full.open()
    with pytest.raises(Trouble, match="nothing was destroyed"):
        priya.destroy(typed)
    assert not priya.closed
    assert len(priya.journal) == 3
    assert below(full.home) == before


@pytest.mark.parametrize("typed", ["Martin", "  martin "])
def test_the_partners_name_confirms_it(full: MadePair, typed: str) -> None:
    priya = full.open()
    done = priya.destroy(typed)
    assert priya.closed
    assert done.files > 8
    assert not done.pair_folder
    assert not any(folder.exists() for folder in folders_of(full.priya))


def test_the_id_confirms_it_too(full: MadePair) -> None:
    priya = full.open()
    priya.destroy(priya.id)
    assert not full.priya.private.exists()


def test_it_is_refused_while_another_has_it_open(full: MadePair) -> None:
    first, second = full.open(), full.open()
    before = below(full.home)
    with pytest.raises(ReadOnly):
        second.destroy("Martin")
    with pytest.raises(ReadOnly):
        destroy(full.priya)
    assert not second.closed
    assert below(full.home) == before
    first.close()


# --- what goes and what stays ------------------------------------------------------------------------


def test_the_other_goes_on_as_before(full: MadePair) -> None:
    full.open().destroy("Martin")
    assert places_in(full.home) == [full.martin]
    martin = full.open(full.martin)
    assert [entry.text for entry in martin.journal.entries] == ["Martin's own"]
    assert martin.records.life.goals == (GOAL,)
    assert not martin.read_only
    martin.records.keep(GOAL.model_copy(update={"id": "g2"}))
    martin.close()
    again = full.open(full.martin)
    assert len(again.records.life.goals) == 2
    again.close()
    people = People(full.home, Ticking())
    with pytest.raises(WrongPassphrase):
        people.unlock(PRIYA)


def test_when_the_last_one_goes_nothing_is_left(full: MadePair) -> None:
    full.open().destroy("Martin")
    assert destroy(full.martin).pair_folder
    assert below(full.home) == []
    left = {path.name for path in full.home.rglob("*") if path.is_dir()}
    assert left <= {"private", "shared", "state"}


def test_other_pairs_of_the_home_are_not_touched(full: MadePair) -> None:
    people = People(full.home, Ticking())
    other = people.new_pair("Priya", Side.MENTOR, "Sam", "seven copper kettles whistle at noon")
    people.save(other).close()
    before = {
        path: path.read_bytes() for path in below(full.home) if other.places.space in str(path)
    }
    full.open().destroy("Martin")
    destroy(full.martin)
    assert {path: path.read_bytes() for path in below(full.home)} == before


def test_shared_files_can_be_left(full: MadePair) -> None:
    before = below(full.priya.shared)
    assert not full.open().destroy("Martin", leave_shared=True).pair_folder
    assert not destroy(full.martin, leave_shared=True).pair_folder
    assert below(full.home) == before


def test_done_twice_it_is_done(full: MadePair) -> None:
    assert destroy(full.priya).files > 8
    before = below(full.home)
    assert destroy(full.priya).files == 0
    assert below(full.home) == before
    assert not full.priya.state.exists()


def test_strangers_copies_and_half_made_files_of_keys_go_too(full: MadePair) -> None:
    data = full.priya.identity.read_bytes()
    begun = full.home / ".restoring-abc" / "private" / full.priya.space / full.priya.writer
    begun.mkdir(parents=True)
    copies = [
        full.priya.private / "identity (Ana's conflicted copy).age",
        full.priya.private / ".new-x1y2",
        full.priya.private / "deeper" / "identity.age",
        begun / "identity.age",
    ]
    for copy in copies:
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(data)
    full.open().destroy("Martin")
    assert all(path.read_bytes() != data for path in below(full.home))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_not_followed(full: MadePair, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("mine")
    (full.priya.private / "there").symlink_to(outside)
    moved = tmp_path / "moved"
    shutil.move(full.priya.shared, moved)
    full.priya.shared.symlink_to(moved)
    files = below(moved)
    done = destroy(full.priya)
    assert (outside / "kept.txt").read_text() == "mine"
    assert below(moved) == files
    assert "link" in done.notices[0]
    assert not full.priya.private.exists()


def test_a_backup_made_before_brings_it_back_and_that_is_said(
    full: MadePair, tmp_path: Path
) -> None:
    backup = back_up(full.home, tmp_path / "backup.tar").path
    full.open().destroy("Martin")
    home = tmp_path / "other"
    restore(backup, home)
    places = Places(home, full.priya.space, full.priya.writer)
    space = Space.open(places, Keys.parse(full.keys[places.writer], "keys"))
    assert space.me.name == "Priya"
    space.close()
    assert any("Backups" in line for line in ELSEWHERE)


# --- stopped on the way ------------------------------------------------------------------------------


class Killed(BaseException):
    """The program ends here, without a word."""


def stopped_after(count: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Let `count` removals through and end at the next; gives back how many were asked for."""
    asked = 0

    def limited(call: Callable[..., None]) -> Callable[..., None]:
        def remove(*arguments: object, **named: object) -> None:
            nonlocal asked
            asked += 1
            if asked > count:
                raise Killed
            call(*arguments, **named)

        return remove

    monkeypatch.setattr(os, "unlink", limited(os.unlink))
    monkeypatch.setattr(os, "rmdir", limited(os.rmdir))
    return lambda: asked


def removals(full: MadePair, home: Path) -> int:
    """How many removals destroying takes."""
    pair = full.copied(home)
    with pytest.MonkeyPatch.context() as patch:
        asked = stopped_after(10**6, patch)
        destroy(pair.priya)
        return asked()


@pytest.mark.parametrize("way", ["again", "finish"])
def test_killed_at_any_removal_what_is_left_opens_whole_or_for_nobody(
    full: MadePair, tmp_path: Path, way: str
) -> None:
    secrets = {path.read_bytes() for path in full.priya.private.glob("identity*")}
    count = removals(full, tmp_path / "whole")
    assert count > 12
    seen = set()
    for step in range(count):
        pair = full.copied(tmp_path / f"{way}{step}")
        with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
            stopped_after(step, patch)
            destroy(pair.priya)
        can_open = opens(pair, pair.priya)
        seen.add(can_open)
        if can_open:  # nothing but copies of the keys is gone
            assert finish(pair.home) == 0  # nobody is taken at a word half said
            assert not (pair.priya.state / MARK).exists()
            priya = pair.open()
            assert priya.notices == []
            assert len(priya.journal) == 3
            priya.close()
        else:
            assert not any(path.read_bytes() in secrets for path in below(pair.home))
            assert pair.priya not in places_in(pair.home)
        if way == "again" or can_open:
            destroy(pair.priya)
        else:
            marked = (pair.priya.state / MARK).exists()
            assert finish(pair.home) == marked
        assert not any(below(folder) for folder in folders_of(pair.priya))
        martin = pair.open(pair.martin)
        assert martin.records.life.goals == (GOAL,)
        martin.close()
        shutil.rmtree(pair.home)
    assert seen == {True, False}


def refused_from(step: int, pair: MadePair) -> NotDestroyed | None:
    """What is told where the disk goes read-only at a step; None where all was done before."""
    try:
        with stepping(refuse_from(step)):
            destroy(pair.priya)
    except NotDestroyed as refused:
        return refused
    return None


def test_where_the_system_refuses_it_is_said_and_done_later(full: MadePair, tmp_path: Path) -> None:
    told = set()
    for step in range(1, 60):
        pair = full.copied(tmp_path / f"refused{step}")
        refused = refused_from(step, pair)
        if refused is None:
            break
        assert refused.keys_gone is not opens(pair, pair.priya)
        assert ("opened by nobody" in refused.detail) is refused.keys_gone
        told.add(refused.keys_gone)
        destroy(pair.priya)
        assert not any(folder.exists() for folder in folders_of(pair.priya))
        shutil.rmtree(pair.home)
    assert told == {True, False}


def test_a_forged_or_stale_mark_takes_nothing_from_anybody(full: MadePair) -> None:
    (full.priya.state / MARK).write_bytes(b"all\n")
    strange = full.home / "state" / "not-an-id" / "neither"
    strange.mkdir(parents=True)
    (strange / MARK).write_bytes(b"all\n")
    assert finish(full.home) == 0
    assert opens(full, full.priya)
    assert not (full.priya.state / MARK).exists()


def test_keys_that_are_only_missing_are_not_taken_for_destroyed(full: MadePair) -> None:
    for path in full.priya.private.glob("identity*"):
        path.unlink()
    before = below(full.home)
    assert finish(full.home) == 0
    assert below(full.home) == before
