"""What the `pair` commands print, as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.member import other_role
from assistant.wording import SIDES, Side
from tui.plain import echo, heading, json_out, note, paragraph

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.pair_space import PairSpace
    from assistant.storage.new_space import NewSpace
    from assistant.storage.places import Places

_IN_A_LINE = 3


def print_made(made: NewSpace, partner: str, home: Path, number: str, *, as_json: bool) -> None:
    """Print a place in a pair in the making, and its recovery code: once, and never again."""
    me = made.profile.me
    if as_json:
        told = {
            "space": made.places.space,
            "member": me.writer,
            "role": me.role.value,
            "me": me.name,
            "partner": partner,
            "recovery_code": made.code.code,
            "home": str(home),
        }
        json_out({**told, "safety_number": number} if number else told)
        return
    heading(f"{me.name}, {SIDES[me.role]}")
    echo(f"Pair {made.places.space}")
    echo()
    paragraph(
        "This is your recovery code. It opens your journal if you lose the passphrase, and nothing "
        "else does. It is shown this once: write it on paper, and keep it where only you look.",
        "",
    )
    echo()
    first, *blocks = made.code.blocks
    echo(f"    {first}")
    for at in range(0, len(blocks), _IN_A_LINE):
        echo(f"    {'  '.join(blocks[at : at + _IN_A_LINE])}")
    if number:
        echo()
        echo(f"Safety number of the two: {number}")


def pairs_json(members: Sequence[Places]) -> dict[str, Any]:
    """The pairs of a home in the shape the README documents, without names, which are sealed."""
    by_space: dict[str, list[Places]] = {}
    for places in members:
        by_space.setdefault(places.space, []).append(places)
    return {
        "pairs": [
            {
                "space": space,
                "both_here": len(here) > 1,
                "members": [
                    {"member": places.writer, "last_opened": _last_opened(places)}
                    for places in here
                ],
            }
            for space, here in by_space.items()
        ]
    }


def print_pairs(told: dict[str, Any]) -> None:
    """Print what `pairs_json` tells, with the names that were put into it."""
    if not told["pairs"]:
        echo("No pairs in this home yet. `viceversa pair new` makes one.")
    for one in told["pairs"]:
        both = "both have their keys here" if one["both_here"] else "one has their keys here"
        echo(f"Pair {one['space']}: {both}")
        for member in one["members"]:
            when = member["last_opened"]
            opened = f"last opened {when[:10]}" if when else "not opened yet"
            paragraph(f"{member['member']}, {opened}", "  · ")
            if "me" in member:
                with_whom = f", with {member['partner']}" if member["partner"] else ""
                paragraph(f"{member['me']}, {_RANKED[member['role']]}{with_whom}", "    ")


def _last_opened(places: Places) -> str | None:
    """The moment a member's place was last opened, as ISO 8601; None where it never was."""
    try:
        moment = places.lock.stat().st_mtime
        return datetime.fromtimestamp(moment).astimezone().isoformat(timespec="seconds")
    except (OSError, ValueError, OverflowError):
        return None


def pair_json(pair: PairSpace) -> dict[str, Any]:
    """An open pair in the shape the README documents."""
    members = [{"name": pair.me.name, "role": pair.me.role.value, "you": True}]
    if pair.complete:
        role = other_role(pair.me.role).value
        members.append({"name": pair.partner, "role": role, "you": False})
    return {
        "space": pair.id,
        "member": pair.me.writer,
        "me": pair.me.name,
        "role": pair.me.role.value,
        "partner": pair.partner,
        "complete": pair.complete,
        "members": members,
        "safety_number": pair.safety_number or None,
        "waiting": [
            {
                "member": newcomer.writer,
                "name": newcomer.name,
                "role": newcomer.role.value,
                "number": pair.number_with(newcomer),
            }
            for newcomer in pair.waiting
        ],
        "read_only": pair.read_only,
        "captured": len(pair.captured()),
        "notices": pair.notices,
    }


def print_pair(told: dict[str, Any]) -> None:
    """Print what `pair_json` tells."""
    heading(f"Pair {told['space']}")
    for member in told["members"]:
        you = " (you)" if member["you"] else ""
        echo(f"  {member['name']}{you}, {_RANKED[member['role']]}")
    if told["complete"]:
        echo(f"Safety number: {told['safety_number']}")
        paragraph("Your partner sees the same number if nobody changed a key on its way.", "")
    elif not told["waiting"]:
        partner = told["partner"] or "Your partner"
        paragraph(f"{partner} has not joined yet: `viceversa pair join` on this machine.", "")
    for newcomer in told["waiting"]:
        asks = f"{newcomer['name']}, {_RANKED[newcomer['role']]}, asks to be let in"
        if newcomer["role"] == told["role"]:
            free = _RANKED[other_role(Side(told["role"])).value]
            paragraph(f"{asks}; but that is what you are. They have to join again, as {free}.", "")
        else:
            number = newcomer["number"]
            paragraph(f"{asks}: `viceversa pair admit`. Safety number: {number}", "")
    if told["captured"]:
        print_captured_count(told["captured"])


def print_captured_count(count: int) -> None:
    """Say that notes taken while locked wait."""
    notes = "1 note" if count == 1 else f"{count} notes"
    note(f"{notes} taken while locked: `viceversa journal captured` shows them.")


_RANKED = {side.value: said for side, said in SIDES.items()}
