"""`viceversa backup` and `viceversa restore`: neither needs a passphrase."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.errors import wrong_usage
from tui.options import folders, not_empty, workspace_opener

_MOST_NAMED = 20


@click.command()
@click.argument("file", callback=not_empty)
@folders
def backup(file: str) -> int:
    """Write all journals of this home, sealed as they are, into one FILE.

    It needs no passphrase, and the app may be open. What is in the file opens with the passphrase or
    the recovery code of today; a text in it tells how, also without Vice Versa. Settings and the list
    of your own documents are not in it.
    """
    from assistant.storage.backup import back_up
    from tui import plain

    if file == "-":
        raise wrong_usage("A backup goes into a file.", "Name one.")
    made = back_up(workspace_opener()().people.home, Path(file))
    plain.echo(str(made.path))
    for what in made.left_out[:_MOST_NAMED]:
        plain.note(f"Left out: {what}.")
    if len(made.left_out) > _MOST_NAMED:
        plain.note(f"Left out {len(made.left_out) - _MOST_NAMED:,} more.")
    for what in made.unread[:_MOST_NAMED]:
        plain.note(f"Could not be read, so it is not in the backup: {what}.")
    whose = "one person" if made.members == 1 else f"{made.members} people"
    size = f"{made.size / 1e6:,.1f} MB"
    plain.note(f"{made.files:,} files of {whose}, {size}. Keep the recovery code somewhere else.")
    return 1 if made.unread else 0


@click.command()
@click.argument("file", callback=not_empty)
@folders
def restore(file: str) -> None:
    """Put what the backup FILE holds into this home, if none of it is there yet.

    All or nothing, and no passphrase is needed: what was restored opens with the one it had.
    """
    from assistant.storage.restore import restore as put_back
    from tui import plain

    done = put_back(Path(file), workspace_opener()().people.home)
    whose = "one person" if len(done.members) == 1 else f"{len(done.members)} people"
    plain.note(
        f"Restored {done.files:,} files of {whose}. Unlock with the passphrase of that time, or with "
        "the recovery code."
    )
