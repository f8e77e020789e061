"""The sample pair on the disk: real, sealed, and only in a home with nobody in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import Trouble
from assistant.life.today import overview
from assistant.people import People
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.storage.passphrase import LEAST_LOG_N, log_n_of
from assistant.storage.places import places_in
from assistant.wording import Side
from tests.assistant.life.sample import NOW, sample_life


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sample")
    make_sample(home, lambda: NOW).close()
    return home


def test_it_is_a_real_pair_with_all_that_both_share(tmp_path: Path) -> None:
    priya = make_sample(tmp_path, lambda: NOW)
    life = priya.records.life
    assert (priya.me.name, priya.partner, priya.complete) == ("Priya", "Martin", True)
    assert not priya.read_only
    assert priya.notices == []
    known = {one.key: one for one in life.documents if one.KIND != "signature"}
    assert known == {one.key: one for one in sample_life().documents}
    assert priya._clock() == NOW
    priya.close()


def test_both_versions_of_the_charter_are_signed_by_both_with_their_own_keys(sample: Path) -> None:
    priya = People(sample, lambda: NOW).unlock(PASSPHRASES[Side.MENTOR])
    life = priya.records.life  # which leaves out what a key did not sign
    digests = {one.id: one.digest for one in life.charters}
    assert {(one.side, one.charter) for one in life.signatures} == {
        (side, charter) for side in PASSPHRASES for charter in ("charter1", "charter2")
    }
    assert all(one.digest == digests[one.charter] for one in life.signatures)
    assert not [one for one in overview(life, Side.MENTOR, NOW).to_do if one.what == "charter"]
    priya.close()


@pytest.mark.parametrize("side", list(PASSPHRASES))
def test_each_opens_their_own_journal_of_eight_entries(sample: Path, side: Side) -> None:
    pair = People(sample, lambda: NOW).unlock(PASSPHRASES[side])
    assert pair.me.role is side
    entries = pair.journal.entries
    assert len(entries) == 8
    assert all(one.at < NOW for one in entries)
    assert len(pair.journal.moods()) > 5
    assert pair.journal.tags()
    mine, theirs = ("mouse", "chair") if side is Side.MENTOR else ("chair", "mouse")
    assert pair.search.find(mine)
    assert not pair.search.find(theirs)
    pair.close()


def test_nothing_of_it_stands_readable_on_the_disk(sample: Path) -> None:
    for path in sample.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(word in data for word in (b"Priya", b"Martin", b"dashboard", b"Ines"))


def test_its_passphrases_cost_the_least_there_is_and_no_other_home_is_touched(
    sample: Path,
) -> None:
    for places in places_in(sample):
        assert log_n_of(places.identity.read_bytes(), "keys") == LEAST_LOG_N
    before = sorted(sample.rglob("*"))
    with pytest.raises(Trouble, match="only made in an empty one"):
        make_sample(sample, lambda: NOW)
    assert sorted(sample.rglob("*")) == before
