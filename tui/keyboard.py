"""Asking a person at the terminal, wherever standard input and output go."""

from __future__ import annotations

import getpass
import os
import sys

from assistant.errors import Trouble, wrong_usage
from assistant.wording import clean

_TERMINAL = "/dev/tty"


def there() -> bool:
    """Whether there is a terminal to ask at."""
    if sys.platform == "win32":
        return sys.stdin.isatty()
    try:
        os.close(os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def hidden(prompt: str) -> str:
    """What is typed after `prompt`, not shown. Raises Trouble where it is ended or not text."""
    try:
        return getpass.getpass(clean(prompt))
    except EOFError:
        pass
    except ValueError:  # bytes that are no text; the error would quote them
        raise _not_text() from None
    raise _ended()


def line(prompt: str) -> str:
    """A line that is typed after `prompt`, shown as usual. Raises Trouble as `hidden` does."""
    tell(prompt, end="")
    try:
        if sys.platform == "win32":
            told = sys.stdin.readline()
        else:
            with open(_TERMINAL, encoding="utf-8") as terminal:  # noqa: PTH123 -- a device
                told = terminal.readline()
    except ValueError:
        raise _not_text() from None
    if not told:
        raise _ended()
    return told.rstrip("\r\n")


def tell(text: str, end: str = "\n") -> None:
    """Write `text` to the terminal itself: it belongs neither to results nor to messages."""
    if sys.platform == "win32":
        print(clean(text), end=end, file=sys.stderr, flush=True)  # noqa: T201
        return
    with open(_TERMINAL, "w", encoding="utf-8", errors="replace") as terminal:  # noqa: PTH123
        terminal.write(clean(text) + end)


def tell_to_clear(what: str) -> None:
    """Say that a secret which was shown can still be read in the window."""
    tell(f"The {what} still stands in this window: clear it when you have it on paper.")


def agrees(question: str, *, yes: bool, without: str) -> bool:
    """Whether a person says yes to `question`, or has said so with an option (`yes`).

    Raises Trouble where there is nobody to ask; `without` then says what was not done.
    """
    if yes:
        return True
    if not there():
        raise wrong_usage(f"{without} There is no terminal to ask at.", "Add --yes to agree.")
    return line(f"{question} [y/N] ").strip().lower() in {"y", "yes"}


def _ended() -> Trouble:
    return Trouble("Stopped", "The input ended; nothing was done.")


def _not_text() -> Trouble:
    return wrong_usage("What was typed is not readable text.", "Type it as UTF-8.")
