"""A pair of people who do not exist, made once for all tests, and copied for each that changes it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.storage.identity_files import keys_by_passphrase, write_identity
from assistant.storage.keys import Keys
from assistant.storage.passphrase import LEAST_LOG_N, wrap
from assistant.storage.places import Places, places_in
from assistant.storage.space import Space
from assistant.storage.troubles import WrongPassphrase
from assistant.wording import Side

PRIYA = "otter lantern quiet maple seven rivers"
MARTIN = "harbour violin amber thirty wooden clocks"
START = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)


class Ticking:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@dataclass(frozen=True)
class MadePair:
    """A home in which Priya made a pair and Martin joined it; codes by which their keys are recovered."""

    home: Path
    priya: Places
    martin: Places
    keys: dict[str, str]
    codes: dict[str, str]

    def copied(self, home: Path) -> MadePair:
        """The same pair in a home of its own."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        own = [Places(home, one.space, one.writer) for one in (self.priya, self.martin)]
        return MadePair(home, own[0], own[1], self.keys, self.codes)

    def open(
        self, places: Places | None = None, clock: Callable[[], datetime] | None = None
    ) -> PairSpace:
        """Priya's space, or that of `places`, without the half second a passphrase takes."""
        places = places or self.priya
        keys = Keys.parse(self.keys[places.writer], "keys")
        return PairSpace(Space.open(places, keys), clock or Ticking())


def quick_to_open(home: Path, *passphrases: str) -> None:
    """Have the passphrases of a home cost an eighth of what they should: tests type them often."""
    for places in places_in(home):
        for passphrase in passphrases:
            with contextlib.suppress(WrongPassphrase):
                text = keys_by_passphrase(places, passphrase).text.encode()
                write_identity(places, wrap(text, passphrase, log_n=LEAST_LOG_N))
                break


def make_pair(home: Path) -> MadePair:
    """Make it, as people would. Takes some seconds: the passphrases are real."""
    people = People(home, Ticking())
    made = people.new_pair("Priya", Side.MENTOR, "Martin", PRIYA)
    priya = people.save(made)
    coming = people.join("Martin", MARTIN)
    martin = people.save(coming)
    priya.admit(priya.waiting[0])
    priya.close()
    martin.close()
    found = (made.places, coming.places)
    keys = {
        places.writer: keys_by_passphrase(places, phrase).text
        for places, phrase in zip(found, (PRIYA, MARTIN), strict=True)
    }
    quick_to_open(home, PRIYA, MARTIN)
    codes = {made.places.writer: made.code.code, coming.places.writer: coming.code.code}
    return MadePair(home, *found, keys, codes)
