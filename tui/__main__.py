"""The way in: one place decides the exit code, and no mistake of a user's ends in a traceback."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import NoReturn

from assistant.errors import COULD_NOT, KNOWN, Trouble, reason_of
from assistant.wording import one_line
from tui.crash import code_of
from tui.memory import let_nobody_read
from tui.opening import at_terminal, open_app, opener

_STOPPED = 130


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with 0, 1 (could not do it) or 2 (wrong usage)."""
    _mend_streams()
    _leave_no_core()
    let_nobody_read()
    code = _run(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # done: Ctrl+C while Python tidies up says nothing
    sys.exit(code)


def run() -> NoReturn:
    """As `main`, for a process of its own: it ends at once when all that was written is out.

    Taking large libraries apart would keep people waiting, as would a model that is still loading.
    """
    try:
        main()
    except SystemExit as end:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)


def _leave_no_core() -> None:
    """A library that crashes must not have the system write what was typed into a file."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _mend_streams() -> None:
    """Have streams that take any text: they may be closed, or know no “."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> int:  # noqa: PLR0911 -- one for each way to fail
    try:
        if not arguments and at_terminal():
            return open_app(opener())  # the commands' machinery would delay the first frame
        return _command(arguments)
    except Trouble as trouble:
        return _say(str(trouble), trouble.exit_code)
    except KNOWN as error:
        return _say(str(error), COULD_NOT)
    except KeyboardInterrupt:
        return _say("stopped.", _STOPPED)
    except OSError as error:
        # Nothing more can be written, and Python would complain once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever read our output has gone
            return COULD_NOT
        return _say(f"the system refused to go on ({reason_of(error)}).", COULD_NOT)
    except Exception as error:
        # Nothing of what was typed: only where in our code it happened.
        return _say(f"something went wrong inside ({code_of(error)}). Please report it.", COULD_NOT)


def _command(arguments: list[str]) -> int:
    import click

    from tui.cli import cli

    try:
        code = cli.main(args=arguments, prog_name="viceversa", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return _say("stopped.", _STOPPED)
    except click.UsageError as error:
        message = error.format_message()
        if "extra argument" in message:  # it would quote what may be private
            message = "There are too many words; put a text in quotes."
        return _say(message, error.exit_code)
    except click.ClickException as error:
        return _say(error.format_message(), error.exit_code)
    return code if isinstance(code, int) else 0


def _say(message: str, code: int) -> int:
    print(f"viceversa: {one_line(message)}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    run()
