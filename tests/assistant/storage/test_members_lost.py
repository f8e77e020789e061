"""What the pair shares outlives the list of who belongs to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.pair_space import PairSpace
from assistant.promotion import PrivateText, Promotion
from assistant.storage import files
from assistant.storage.keys import Keys
from assistant.storage.segments import opened, sealed
from assistant.storage.troubles import NewerWrote, ReadersUnknown
from tests.pairs import MadePair


def share(space: PairSpace, text: str) -> None:
    space.shared.add(Promotion(PrivateText(text)).confirmed())


def texts(space: PairSpace) -> set[str]:
    return {note.text for note in space.shared.notes}


@pytest.fixture
def sharing(pair: MadePair) -> MadePair:
    """Each of the two has shared a line."""
    for places, text in ((pair.priya, "hers"), (pair.martin, "his")):
        space = pair.open(places)
        share(space, text)
        space.close()
    return pair


@pytest.fixture
def lost(sharing: MadePair) -> MadePair:
    """The list and its copy are gone."""
    files.erase(sharing.priya.members)
    return sharing


def test_a_lost_list_is_all_that_is_told(lost: MadePair) -> None:
    priya = lost.open()
    (notice,) = priya.notices
    assert "members.age cannot be read: it is missing." in notice
    assert "let them in again: `viceversa pair admit`" in notice
    priya.close()
    martin = lost.open(lost.martin)
    assert martin.notices == ["Your partner has not let you in yet, so nothing shared can be read."]
    martin.close()


def test_let_in_again_both_have_all_they_shared(lost: MadePair) -> None:
    for places in (lost.priya, lost.martin):
        space = lost.open(places)
        # Written over the head that cannot be read, it would leave out what was shared before.
        with pytest.raises(ReadersUnknown, match="lets the other in again"):
            share(space, "too early")
        space.close()
    priya = lost.open()
    priya.admit(priya.waiting[0])
    share(priya, "after")
    assert texts(priya) == {"hers", "his", "after"}
    priya.close()
    for places in (lost.martin, lost.priya):
        space = lost.open(places)
        share(space, "later")
        assert (space.notices, texts(space)) == ([], {"hers", "his", "after", "later"})
        space.close()


def test_a_list_of_a_newer_version_is_not_written_over(sharing: MadePair) -> None:
    founder = Keys.parse(sharing.keys[sharing.priya.writer], "keys")
    members = sharing.priya.members
    old = opened(members.read_bytes(), members.name, founder, founder.verifier)
    head = old.header
    newer = replace(head, sequence=99, v=99)
    martin = sharing.open(sharing.martin)
    readers = [founder.recipient, martin.me.recipient]
    martin.close()
    data = sealed(newer, old.rows, founder, readers)
    members.write_bytes(data)
    priya = sharing.open()
    assert any("newer version" in notice for notice in priya.notices)
    with pytest.raises(NewerWrote):
        priya.admit(priya.waiting[0])
    priya.close()
    assert members.read_bytes() == data
