"""The `pair` commands: making a pair, joining it, showing it, letting a partner in."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from assistant.wording import Side
from tui.cli_keys import passphrase, recover
from tui.cli_life import end, life_json, life_lines, print_life, review
from tui.options import folders, json_option, workspace_opener
from tui.passphrase import (
    descriptor,
    descriptor_option,
    need_somebody,
    need_terminal,
    new_secret,
    of_a_person,
    pair_asked,
    read_secret,
    unlocked,
)

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.member import Member
    from assistant.pair_space import PairSpace
    from assistant.people import People
    from assistant.storage.new_space import NewSpace

_PASSPHRASE, _INVITER = "--passphrase-fd", "--inviter-passphrase-fd"
_me_option = click.option("--me", required=True, metavar="NAME", help="Your first name will do.")


def _role_option(*, required: bool) -> Callable[[Any], Any]:
    return click.option(
        "--role",
        required=required,
        type=click.Choice([Side.MENTOR.value, Side.MENTEE.value], case_sensitive=False),
        help="The mentor is the junior, the mentee the senior.",
    )


@click.group(invoke_without_command=True)
@folders
@click.pass_context
def pair(context: click.Context) -> None:
    """Make, join and show pairs; change a passphrase or recover it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


# --- making --------------------------------------------------------------------------------------


@pair.command()
@_me_option
@_role_option(required=True)
@click.option("--partner", required=True, metavar="NAME", help="Your partner's name.")
@json_option
@descriptor_option(_PASSPHRASE, "Read your new passphrase")
@folders
def new(me: str, role: str, partner: str, as_json: bool) -> None:
    """Make a pair and your private journal in it.

    The passphrase is asked for, and the recovery code is shown once.
    """
    from assistant.member import name_typed

    me, partner = name_typed(me, "Your"), name_typed(partner, "Your partner's")
    work = workspace_opener()()
    people = work.people
    made = people.new_pair(me, Side(role), partner, new_secret(people, _PASSPHRASE, [me, partner]))
    _keep(people, made, made.profile.partner, work.locations.home, as_json=as_json)


@pair.command()
@_me_option
@_role_option(required=False)
@json_option
@descriptor_option(_INVITER, "Read the passphrase of the one who made the pair")
@of_a_person
def join(me: str, role: str | None, as_json: bool) -> None:
    """Join a pair that somebody made in this home, with a passphrase of your own.

    Whoever made the pair lets you in: now, if they type their passphrase too, or later with
    `viceversa pair admit`.
    """
    from assistant.errors import wrong_usage
    from assistant.member import name_typed, other_role

    me = name_typed(me, "Your")
    work = workspace_opener()()
    people = work.people
    need_somebody(people)
    with contextlib.ExitStack() as stack:
        inviter = _inviter(people, stack)
        if inviter is None and role is None:
            raise wrong_usage(
                "Nobody can tell yet which of the two you are.",
                "Say with --role mentor (the junior) or --role mentee (the senior).",
            )
        side = Side(role) if role else None
        space, names = pair_asked(), [me]
        if inviter is not None:
            free = other_role(inviter.me.role)
            if side not in {None, free}:
                raise wrong_usage(f"The {inviter.me.role.value} of this pair is there already.")
            side, space, names = free, inviter.id, [me, inviter.me.name]
        made = people.join(me, new_secret(people, _PASSPHRASE, names), space, side)
        newcomer = made.profile.me
        number = inviter.number_with(newcomer) if inviter else ""
        partner = inviter.me.name if inviter else ""
        _keep(people, made, partner, work.locations.home, number, as_json=as_json)
        _let_in(inviter, newcomer)


def _let_in(inviter: PairSpace | None, newcomer: Member) -> None:
    """Have the inviter let in the newcomer, whose place is saved; later, where it cannot be now."""
    from assistant.storage.troubles import ReadOnly
    from tui import plain

    try:
        if inviter is not None:
            inviter.admit(newcomer)
            plain.note(f"{inviter.me.name} has let you in.")
            return
    except ReadOnly:  # they have it open elsewhere
        pass
    plain.note("Whoever made the pair lets you in when they next unlock: `viceversa pair admit`.")


def _inviter(people: People, stack: contextlib.ExitStack) -> PairSpace | None:
    """The pair as the one who made it has it open, if they let the newcomer in now."""
    from tui import keyboard

    number = descriptor(_INVITER)
    if number is not None:
        told = read_secret(number, "passphrase of the one who made the pair")
    elif descriptor(_PASSPHRASE) is not None:  # a script: nobody to ask
        return None
    else:
        need_terminal("new passphrase", _PASSPHRASE)
        keyboard.tell(
            "Is the one who made the pair here? They type their passphrase, and you are let in at "
            "once.\nEnter alone: they let you in later."
        )
        told = keyboard.hidden("Passphrase of the one who made the pair: ")
    return stack.enter_context(unlocked(people, told)) if told else None


def _keep(
    people: People,
    made: NewSpace,
    partner: str,
    home: Path,
    number: str = "",
    *,
    as_json: bool,
) -> None:
    """Show what was made and its recovery code, and save it; at a terminal, once it is written down."""
    from tui import keyboard, plain
    from tui.plain_pair import print_made

    print_made(made, partner, home, number, as_json=as_json)
    sys.stdout.flush()  # what is not out must not be needed later
    # A script that only has a terminal somewhere behind it cannot be asked.
    seen = sys.stdout.isatty() and keyboard.there()
    if seen:
        keyboard.tell("Nothing is saved yet. Type its last block, to see that you have it.")
        while not made.code.is_last_block(keyboard.line("Last block: ")):
            keyboard.tell("That is not the last block. Look at your paper, and type it again.")
    people.save(made).close()
    plain.note("Saved. `viceversa journal add` writes the first entry.")
    if seen:
        keyboard.tell_to_clear("code")


# --- showing -------------------------------------------------------------------------------------


@pair.command("list")
@json_option
@descriptor_option(_PASSPHRASE, "Show the names of what it opens. Read the passphrase")
@folders
def list_pairs(as_json: bool) -> None:
    """List the pairs in this home. Names are sealed: without a passphrase there are only ids."""
    from tui import plain
    from tui.plain_pair import pairs_json, print_pairs

    people = workspace_opener()().people
    members = people.places
    number = descriptor(_PASSPHRASE)
    told = pairs_json(members)  # before opening changes when each was opened last
    if number is not None:
        opened = _names(people, read_secret(number, "passphrase"))
        for member in (one for pair in told["pairs"] for one in pair["members"]):
            member.update(opened.get(member["member"], {}))
    if as_json:
        plain.json_out(told)
    else:
        print_pairs(told)


def _names(people: People, told: str) -> dict[str, dict[str, str]]:
    """The names of each member whose keys the passphrase `told` opens, by member."""
    from assistant.storage.troubles import Damaged, NewerFormat, WrongPassphrase
    from tui import plain

    found = {}
    for places in reversed(people.places):  # the one opened last stays so
        try:
            opened = people.unlock(told, places.writer)
        except WrongPassphrase:
            continue
        except (Damaged, NewerFormat) as trouble:  # what the others opened is listed all the same
            plain.note(f"viceversa: {places.writer}: {trouble}")
            continue
        me = opened.me
        found[places.writer] = {"me": me.name, "role": me.role.value, "partner": opened.partner}
        opened.close()
    return found


@pair.command()
@json_option
@of_a_person
def show(as_json: bool) -> None:
    """Show who belongs to the pair, where it is, its safety number, and who waits to be let in."""
    from tui import plain
    from tui.plain_pair import pair_json, print_pair

    with unlocked(workspace_opener()().people) as opened:
        told, life, said = pair_json(opened), life_json(opened), life_lines(opened)
    if as_json:
        plain.json_out({**told, "life": life})
    else:
        print_pair(told)
        print_life(*said)


# --- letting in ----------------------------------------------------------------------------------


@pair.command()
@click.option("--yes", is_flag=True, help="Do not ask: you know that it is them.")
@of_a_person
def admit(yes: bool) -> None:
    """Let in whoever waits to join the pair that you made."""
    from assistant.errors import wrong_usage
    from tui import plain

    with unlocked(workspace_opener()().people) as opened:
        waiting = opened.waiting
        if not waiting:
            plain.echo("Nobody waits to be let in.")
            return
        able = [newcomer for newcomer in waiting if newcomer.role is not opened.me.role]
        if not able:
            opened.admit(waiting[0])  # says why they cannot be
        if yes and len(able) > 1:
            raise wrong_usage("Several wait to be let in.", "Choose one at a terminal.")
        for newcomer in able:
            if _is_agreed(opened, newcomer, yes=yes):
                opened.admit(newcomer)
                plain.echo(f"{newcomer.name} is let in.")
                return
    plain.echo("Nobody was let in.")


def _is_agreed(opened: PairSpace, newcomer: Member, *, yes: bool) -> bool:
    from assistant.wording import SIDES
    from tui import keyboard, plain

    plain.echo(f"{newcomer.name}, {SIDES[newcomer.role]}, asks to be let in.")
    plain.echo(f"Safety number: {opened.number_with(newcomer)}")
    question = f"Is it them? Let {newcomer.name} read and write what you two share?"
    return keyboard.agrees(question, yes=yes, without="Nobody was let in.")


for _command in (passphrase, recover, review, end):
    pair.add_command(_command)
