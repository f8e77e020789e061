"""Time zones by their IANA names: of this machine, as typed, and as a record has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.errors import Trouble, wrong_usage
from assistant.wording import one_line

LOCALTIME = Path("/etc/localtime")
"""Where a system says by a link which zone it is in."""
_FOLDER = "zoneinfo/"
_VARIANTS = ("posix/", "right/")
_NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})
"""Names by which each machine would mean its own zone, or none."""
_LONGEST = 64


def zone_named(name: str) -> ZoneInfo | None:
    """The zone called `name`, as Europe/London; None for a name this system does not know."""
    if not name or len(name) > _LONGEST or name in _NO_PLACES or name.startswith(_VARIANTS):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_at(name: str, at: datetime) -> tzinfo:
    """The zone called `name`, or where nothing is known by it, the offset `at` was written with."""
    return zone_named(name) or at.tzinfo or UTC


def own_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> str:
    """The name of this machine's zone: from TZ, else from the link `localtime`; "" where neither says.

    TZ may also hold a rule without a name, as GMT0BST; there is no name then.
    """
    told = environ.get("TZ")
    if told is not None:
        told = told.removeprefix(":")
        return _known(told.partition(_FOLDER)[2] or told) if told else "UTC"
    try:
        target = localtime.readlink().as_posix()
    except (OSError, NotImplementedError):
        return ""
    return _known(target.partition(_FOLDER)[2])


def _known(name: str) -> str:
    for variant in _VARIANTS:
        name = name.removeprefix(variant)
    return name if zone_named(name) is not None else ""


def typed_zone(text: str) -> str:
    """The right name for a zone as typed: its name in any case, or its city where only one has it.

    Raises Trouble that says what to type.
    """
    line = one_line(text.encode("utf-8", "replace").decode())
    names = _names()
    wanted = line.replace(" ", "_").casefold()
    for name in names:
        if name.casefold() == wanted:
            return name
    cities = [name for name in names if name.rpartition("/")[2].casefold() == wanted]
    if len(cities) == 1:
        return cities[0]
    raise _unknown(wanted, cities, names)


def _unknown(wanted: str, cities: list[str], names: list[str]) -> Trouble:
    if cities:
        return wrong_usage("More than one time zone is called that.", _or(cities))
    from difflib import get_close_matches

    by_end = {name.rpartition("/")[2].casefold(): name for name in names}
    by_end.update({name.casefold(): name for name in names})
    near = [by_end[found] for found in get_close_matches(wanted[:_LONGEST], by_end, n=3)]
    return wrong_usage(
        "There is no time zone of that name here.",
        _or(list(dict.fromkeys(near))) if near else "Type it as Europe/London or America/New_York.",
    )


def _or(names: list[str]) -> str:
    return f"Type {' or '.join(names[:3])}."


def _names() -> list[str]:
    from zoneinfo import available_timezones

    return sorted(available_timezones())
