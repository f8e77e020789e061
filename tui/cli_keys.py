"""The `pair` commands for one's keys: another passphrase, and the recovery code."""

from __future__ import annotations

import click

from tui.options import folders, workspace_opener
from tui.passphrase import (
    descriptor,
    descriptor_option,
    need_somebody,
    need_terminal,
    new_secret,
    of_a_person,
    read_secret,
    secret,
    unlocked,
)

_PASSPHRASE, _NEW, _CODE = "--passphrase-fd", "--new-passphrase-fd", "--code-fd"
_new_passphrase_option = descriptor_option(_NEW, "Read the new passphrase")


@click.command()
@_new_passphrase_option
@of_a_person
def passphrase() -> None:
    """Change your passphrase."""
    from tui import plain

    people = workspace_opener()().people
    need_somebody(people)
    old = secret("passphrase", _PASSPHRASE)
    with unlocked(people, old) as opened:
        new_one = new_secret(people, _NEW, [opened.me.name, opened.partner])
        plain.echo(opened.change_passphrase(old, new_one))


@click.command()
@descriptor_option(_CODE, "Read the recovery code")
@_new_passphrase_option
@click.option("--pair", default="", metavar="P", help="Which of several: its id begins so.")
@folders
def recover(pair: str) -> None:
    """Open with the recovery code, and set a new passphrase."""
    from assistant.storage.recovery import RecoveryCode
    from tui import keyboard, plain

    people = workspace_opener()().people
    need_somebody(people)
    number = descriptor(_CODE)
    if number is not None:
        typed = read_secret(number, "recovery code")
    else:
        need_terminal("recovery code", _CODE)
        # Shown while typed: nobody types 74 characters unseen, and it has been on paper before.
        typed = keyboard.line("Recovery code (its spaces do not matter): ")
        keyboard.tell_to_clear("code")
    code = RecoveryCode.parse(typed)
    people.recover(code, new_secret(people, _NEW), pair).close()
    plain.echo("The new passphrase is set. The recovery code stays as it is.")
