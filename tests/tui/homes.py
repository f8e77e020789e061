"""Homes with a pair in them, made once for a module: deriving a key takes half a second."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from assistant.clock import now
from assistant.locations import Locations
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.storage.keys import Keys
from assistant.storage.new_space import NewSpace
from assistant.storage.places import Places
from assistant.storage.space import Space
from assistant.wording import Side
from assistant.workspace import Workspace
from tests.conftest import FakeEncoder

PHRASE = "otter lantern gravel mosaic tundra velvet"


@dataclass(frozen=True)
class MadeHome:
    """A home with Priya's journal, her partner being Martin; PHRASE opens it."""

    folder: Path
    made: NewSpace
    keys: str = field(repr=False)
    """The text of the keys: closing a journal drops them."""

    @classmethod
    def make(cls, folder: Path) -> MadeHome:
        """Make it, with an empty journal."""
        people = People(folder)
        made = people.new_pair("Priya", Side.MENTOR, "Martin", PHRASE)
        keys = made.keys.text
        people.save(made).close()
        return cls(folder, made, keys)

    def copied(self, home: Path) -> Path:
        """`home` as it was when it was made."""
        shutil.copytree(self.folder, home)
        return home

    def opened(self, home: Path) -> PairSpace:
        """The journal in `home`, a copy, without deriving a key."""
        known = self.made.places
        places = Places(home, known.space, known.writer)
        return PairSpace(Space.open(places, Keys.parse(self.keys, "keys")), now)


def in_home(home: Path) -> Callable[[], Workspace]:
    """What opens a workspace there, with a fake model."""
    encoder = FakeEncoder()
    return lambda: Workspace(
        Locations.find(home), load_encoder=lambda: encoder, model_key=encoder.key
    )
