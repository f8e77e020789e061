"""How commands get a passphrase, and open with it what is a person's own.

It comes from the terminal, unseen, or from a file descriptor: never from an argument, which others
can read in the list of processes, nor from the environment, which programs pass on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assistant.errors import wrong_usage
from tui import keyboard
from tui.options import folders

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.people import People

LONGEST = 4096
"""Bytes of a secret that is read from a descriptor."""
_TRIES = 3
_OWN = "viceversa.own."

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(context: click.Context, option: click.Parameter, value: object) -> None:
    context.meta[f"{_OWN}{option.name}"] = value


def descriptor_option(name: str, text: str) -> Callable[[Command], Command]:
    """An option that takes a file descriptor; `descriptor` reads it."""
    return click.option(
        name,
        metavar="N",
        type=int,
        default=None,
        help=f"{text} from this file descriptor: its first line.",
        expose_value=False,
        callback=_remember,
    )


def of_a_person(command: Command) -> Command:
    """Give a command --home, --pair and --passphrase-fd; `unlocked` reads them."""
    command = descriptor_option("--passphrase-fd", "Read the passphrase")(command)
    command = click.option(
        "--pair",
        metavar="P",
        default="",
        help="Which of several: the partner's name, or the beginning of an id.",
        expose_value=False,
        callback=_remember,
    )(command)
    return folders(command)


def pair_asked() -> str:
    """What --pair says, "" for nothing."""
    return str(click.get_current_context().meta.get(f"{_OWN}pair") or "")


def descriptor(option: str) -> int | None:
    """The file descriptor that an option such as --passphrase-fd names, if it was given."""
    name = option.removeprefix("--").replace("-", "_")
    found = click.get_current_context().meta.get(f"{_OWN}{name}")
    return found if isinstance(found, int) else None


# --- a secret ------------------------------------------------------------------------------------


def secret(what: str, option: str) -> str:
    """The passphrase (or whatever `what` is) from the descriptor of `option`, or typed unseen.

    Raises Trouble where there is neither, or it is empty.
    """
    number = descriptor(option)
    if number is not None:
        return read_secret(number, what)
    need_terminal(what, option)
    told = keyboard.hidden(f"{what.capitalize()}: ")
    if not told:
        raise wrong_usage(f"The {what} is empty.")
    return told


def can_unlock() -> bool:
    """Whether there is a passphrase to be had, or somebody to ask for it."""
    return descriptor("--passphrase-fd") is not None or keyboard.there()


def need_terminal(what: str, option: str) -> None:
    """Raise Trouble where nobody can be asked for `what`."""
    if not keyboard.there():
        raise wrong_usage(
            f"The {what} is needed, and there is no terminal to ask for it.",
            f"Give it with {option} N, the number of an open file descriptor.",
        )


def read_secret(number: int, what: str) -> str:
    """The first line of a file descriptor, byte by byte: what follows is left for others to read."""
    line = bytearray()
    try:
        while (byte := os.read(number, 1)) not in {b"", b"\n"}:
            line += byte
            if len(line) > LONGEST:
                raise wrong_usage(f"The {what} on descriptor {number} is too long.")
    except (OSError, OverflowError):
        raise wrong_usage(
            f"The {what} cannot be read: there is nothing to read on descriptor {number}.",
            "In a shell: `--passphrase-fd 3 3< FILE`.",
        ) from None
    try:
        told = line.decode("utf-8").removesuffix("\r")
    except UnicodeDecodeError:
        told = None
    if told is None:
        raise wrong_usage(f"The {what} on descriptor {number} is not UTF-8 text.")
    if not told:
        raise wrong_usage(f"The {what} on descriptor {number} is empty.")
    return told


def new_secret(people: People, option: str, names: Sequence[str] = ()) -> str:
    """A passphrase to be set: from the descriptor of `option`, or chosen at the terminal.

    There six words are offered, a weak one is refused with the reason, and it is typed twice. Raises
    Trouble where it will not do.
    """
    number = descriptor(option)
    if number is not None:
        told = read_secret(number, "new passphrase")
        refused = people.refusal(told, names)
        if refused:
            raise wrong_usage(refused)
        return told
    need_terminal("new passphrase", option)
    offered = people.offered_phrase()
    keyboard.tell(
        "The passphrase is all that opens it, and nobody can set it anew for you.\n"
        f"One drawn by chance, to write down or learn:\n\n    {offered}\n\n"
        "Press Enter to take that one, or type one of your own."
    )
    refused = ""
    for _ in range(_TRIES):
        told = keyboard.hidden("New passphrase: ") or offered
        refused = people.refusal(told, names)
        if not refused and keyboard.hidden("Once more: ") == told:
            if told == offered:
                keyboard.tell_to_clear("passphrase")
            return told
        refused = refused or "The two were not the same."
        keyboard.tell(refused)
    raise wrong_usage(refused, "Nothing was saved.")


# --- opening -------------------------------------------------------------------------------------


def need_somebody(people: People) -> None:
    """Raise Trouble where nobody's keys are in the home: there is no use in asking for a passphrase."""
    if not people.places:
        people.unlock("")  # says so


@contextlib.contextmanager
def unlocked(people: People, passphrase: str | None = None) -> Iterator[PairSpace]:
    """What the passphrase opens, locked again in the end, whatever happens.

    It is asked for unless given. What there is to know about the files is told. Raises Trouble.
    """
    need_somebody(people)
    if passphrase is None:
        passphrase = secret("passphrase", "--passphrase-fd")
    with contextlib.closing(people.unlock(passphrase, pair_asked())) as pair:
        del passphrase
        told: list[str] = []
        tell_notices(pair, told)
        yield pair
        tell_notices(pair, told)


def tell_notices(pair: PairSpace, told: list[str]) -> None:
    """Say on standard error what there is to know about the files and was not said before."""
    from tui import plain

    for notice in pair.notices:
        if notice not in told:
            told.append(notice)
            plain.note(f"viceversa: {notice}")
