"""Opening the app, with as little imported before the first frame as can be."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import Trouble, wrong_usage
from tui.crash import silence

if TYPE_CHECKING:
    from assistant.context import PairContext
    from assistant.pair_space import PairSpace
    from assistant.workspace import Workspace

SMALLEST = (40, 10)
"""Columns and lines below which the app does not open."""


def at_terminal() -> bool:
    """Whether there is somebody who can see an app and press keys."""
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on standard error
    return all(stream.isatty() for stream in streams) and os.environ.get("TERM") != "dumb"


def opener(
    home: Path | None = None,
    guide: Path | None = None,
    pair: PairContext | None = None,
    throw_away: Path | None = None,
) -> Callable[[], Workspace]:
    """What opens a workspace, in whatever thread; Trouble at once where a folder cannot be used.

    With `throw_away`, that folder is the home; what can be made anew stays in the usual cache.
    """
    from assistant.locations import Locations

    if guide is not None and not guide.is_dir():
        raise wrong_usage(f"There is no guide folder {guide}.", "Name one with --guide.")
    locations = Locations.find(home)
    if throw_away is not None:
        locations = Locations(throw_away, locations.cache)

    def opened() -> Workspace:
        from assistant.workspace import Workspace as OneDoor

        return OneDoor(locations, guide=guide, pair=pair)

    return opened


def close_leaks() -> tuple[str, ...]:
    """Before Textual is imported: its debugging writes what is typed into files, or elsewhere.

    Returns the names of the variables that were set for it, and are no longer.
    """
    names = tuple(name for name in os.environ if name.startswith("TEXTUAL"))
    for name in names:
        del os.environ[name]
    if sys.platform != "win32":
        from codecs import getincrementaldecoder

        from textual.drivers import linux_driver

        # A byte that is no UTF-8 (another terminal's encoding, a paste) would end the app.
        lenient = partial(getincrementaldecoder("utf-8"), errors="replace")
        vars(linux_driver)["getincrementaldecoder"] = lambda _encoding: lenient
    return names


def make_sample_pair(home: Path) -> PairSpace:
    """The sample pair in `home`, as Priya has it open. Takes about a second."""
    from assistant.clock import now
    from assistant.life.zones import own_zone
    from assistant.sample_pair import make_sample

    return make_sample(home, now, zone=own_zone(os.environ))


def open_app(
    open_workspace: Callable[[], Workspace], sample: Callable[[Path], PairSpace] | None = None
) -> int:
    """Run the app to its end and return its exit code; Trouble in a terminal too small.

    `sample` makes the sample pair to begin with.
    """
    columns, lines = shutil.get_terminal_size()
    if columns < SMALLEST[0] or lines < SMALLEST[1]:
        raise Trouble(
            "Too small a terminal",
            f"This terminal is {columns}×{lines}; the app needs {SMALLEST[0]}×{SMALLEST[1]} at least.",
            "Make it larger, or use `viceversa tour`.",
        )
    debugging = close_leaks()
    silence()
    from tui.app import ViceVersaApp

    app = ViceVersaApp(open_workspace, debugging=debugging, sample=sample)
    try:
        app.run()
    finally:
        app.before_leaving()
    return 1 if app.return_code is None else app.return_code
