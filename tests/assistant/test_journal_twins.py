"""An import knows what a journal has already."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from assistant.entry import Draft
from assistant.journal_import import Import, ImportKind
from assistant.journal_twins import told, without_twins
from tests.pairs import MadePair

AT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
ELSEWHERE = timezone(timedelta(hours=2))


def importing(*drafts: Draft) -> Import:
    return Import(ImportKind.JRNL, drafts, ("a photo",))


def test_the_same_words_of_the_same_moment_are_left_out(pair: MadePair) -> None:
    space = pair.open()
    space.journal.add_all([Draft(text="Words.", at=AT), Draft(text="Words.", at=AT)])
    new = [
        Draft(text="Words.", at=AT + timedelta(seconds=1)),
        Draft(text="Words, mended.", at=AT),
        Draft(text="Words."),  # of no moment yet
        Draft(text="Twice.", at=AT),
        Draft(text="Twice.", at=AT),
    ]
    # The same moment as it is told elsewhere, with facts that the entry has not.
    twin = Draft(text="Words. \n", at=AT.astimezone(ELSEWHERE), mood=3)
    found = importing(new[0], twin, *new[1:])
    assert without_twins(found, space.journal.entries) == (importing(*new), 1)
    assert without_twins(found, []) == (found, 0)
    space.close()


@pytest.mark.parametrize(
    ("known", "of", "said"),
    [
        (0, 3, ""),
        (1, 1, "It seems to be in your journal already."),
        (1, 3, "1 of them seems to be in your journal already."),
        (2, 3, "2 of them seem to be in your journal already."),
        (3, 3, "All of them seem to be in your journal already."),
    ],
)
def test_how_much_of_it_is_known_is_one_sentence(known: int, of: int, said: str) -> None:
    assert told(known, importing(*[Draft(text="Words.", at=AT)] * of)) == said
