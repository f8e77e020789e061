"""Where things are kept. Looks paths up; makes no folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from assistant.errors import Trouble, reason_of

NAME = "viceversa"
HOME_VARIABLE = "VICEVERSA_HOME"


@dataclass(frozen=True)
class Locations:
    """The folders of one user: `home` for what people write, `cache` for what can be made anew."""

    home: Path
    cache: Path

    @classmethod
    def find(cls, home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Locations:
        """Use `home`, else VICEVERSA_HOME, else the platform's folders.

        A home that was named keeps its cache inside it, so that one folder holds all.
        Raises Trouble where the home cannot be one.
        """
        if home is None and environ.get(HOME_VARIABLE):
            home = Path(environ[HOME_VARIABLE])
        named = home
        if named is None:
            return cls(
                Path(platformdirs.user_data_dir(NAME, appauthor=False)),
                Path(platformdirs.user_cache_dir(NAME, appauthor=False)),
            )
        try:
            named = named.expanduser().absolute()
        except RuntimeError:
            raise Trouble(
                "No home", f"{named} names a user who does not exist.", "Name a folder for --home."
            ) from None
        _look(named)
        return cls(named, named / "cache")

    @property
    def index(self) -> Path:
        """The folder of the guide's index."""
        return self.cache / "guide"


def _look(home: Path) -> None:
    try:
        nearest = next(folder for folder in (home, *home.parents) if folder.exists())
        if not nearest.is_dir():
            raise Trouble(
                "No home", f"{nearest} is a file, not a folder.", "Name a folder for --home."
            )
        if nearest == home:
            next(home.iterdir(), None)
    except OSError as error:
        raise Trouble(
            "No home",
            f"The home folder {home} cannot be read ({reason_of(error)}).",
            "Check its permissions or name another with --home.",
        ) from None
