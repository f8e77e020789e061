"""`viceversa chat`: the conversation line by line, for screen readers, pipes and programs."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from assistant.errors import Trouble, wrong_usage
from assistant.wording import Side
from tui.options import json_option, load_model, workspace
from tui.passphrase import can_unlock, descriptor, of_a_person, pair_asked, unlocked

if TYPE_CHECKING:
    from assistant.pair_space import PairSpace
    from assistant.talking import Conversation, Told
    from assistant.workspace import Workspace

MOST_LINE = 100_000
"""Characters of a line that is read; a longer one is refused, and the next is read."""
_VIEWS = ("private", "shared")
_BY_WORDS = "Searching by words while the language model loads."
_HOW = (
    "Type what is on your mind; an empty line is passed over. /shared, /private and /quit work too."
)


@click.command()
@click.option(
    "--role",
    type=click.Choice(["mentor", "mentee"], case_sensitive=False),
    default=None,
    help="Who types: the junior one is the mentor. With a pair it is known.",
)
@click.option(
    "--view",
    type=click.Choice(_VIEWS, case_sensitive=False),
    default="private",
    show_default=True,
    help="Who is looking: you alone, or the two of you.",
)
@click.option("--now", default=None, metavar="ISO", help="The moment it is taken to be.")
@json_option
@of_a_person
def chat(role: str | None, view: str, now: str | None, as_json: bool) -> None:
    """Talk, a line at a time. With --pair or --passphrase-fd a journal is open; else nothing is kept.

    With --json each line is an object with "user", "view" or "now", and so is each reply.
    """
    clock = _Clock(_moment(now) if now else None)
    work = workspace()
    with _opened(work) as pair:
        talk = _conversation(work, pair, clock, role, view)
        if as_json or not sys.stdin.isatty():
            load_model(work)
        else:
            _load_beside(work)
        (_objects if as_json else _lines)(talk, clock)


def _opened(work: Workspace) -> AbstractContextManager[PairSpace | None]:
    """The pair that was asked for; none where nobody asked for one."""
    asked = pair_asked() or descriptor("--passphrase-fd") is not None
    if not asked:
        return nullcontext()
    if not can_unlock():
        raise wrong_usage(
            "The passphrase is needed, and there is no terminal to ask for it.",
            "Give it with --passphrase-fd N, the number of an open file descriptor.",
        )
    return unlocked(work.people)


def _conversation(
    work: Workspace, pair: PairSpace | None, clock: _Clock, role: str | None, view: str
) -> Conversation:
    from assistant.talk.state import View
    from assistant.talking import Conversation

    side = Side(role.lower()) if role else None
    return Conversation(work, pair, clock, role=side, view=View(view.lower()))


class _Clock:
    """The moment it is, or is taken to be."""

    def __init__(self, moment: datetime | None) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        from assistant.clock import now

        return self.moment or now()


def _moment(told: str) -> datetime:
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        moment = None
    if moment is None or not 1970 <= moment.year <= 9000:
        raise wrong_usage(f"“{told[:60]}” is no moment.", "Say it like 2026-03-17T10:00+00:00.")
    return moment if moment.tzinfo is not None else moment.astimezone()


def _load_beside(work: Workspace) -> None:
    """Load the language model while the first lines are typed; without it words do."""

    def load() -> None:
        import contextlib

        with contextlib.suppress(Trouble):
            work.load_model()

    click.echo(f"{_BY_WORDS} {_HOW}", err=True)
    threading.Thread(target=load, daemon=True, name="model").start()


# --- objects ---------------------------------------------------------------------------------------


def _objects(talk: Conversation, clock: _Clock) -> None:
    """An object in, an object out. What is no such object is answered with an "error"."""
    for line in _read():
        try:
            told = _object(talk, clock, line)
        except Trouble as trouble:
            told = {"error": trouble.detail, "hint": trouble.hint}
        if told is not None:
            click.echo(json.dumps(told, ensure_ascii=False))


def _object(talk: Conversation, clock: _Clock, line: str) -> dict[str, Any] | None:
    from assistant.talk.state import View

    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise wrong_usage("That line is no JSON object.", 'Send {"user": "…"}.')
    unknown = asked.keys() - {"user", "view", "now"}
    if unknown or not asked or not all(isinstance(one, str) for one in asked.values()):
        raise wrong_usage('The object needs text under "user", "view" or "now", and nothing else.')
    if "now" in asked:
        clock.moment = _moment(asked["now"])
    if "view" in asked:
        if asked["view"] not in _VIEWS:
            raise wrong_usage('"view" is "private" or "shared".')
        talk.switch(View(asked["view"]))
    return talk.say(asked["user"]).report if "user" in asked else None


# --- plain lines -----------------------------------------------------------------------------------


def _lines(talk: Conversation, _clock: _Clock) -> None:
    """Plain lines in, paragraphs out; a digit alone takes an offer."""
    from assistant.talk.state import View

    prompt = sys.stdin.isatty()
    greeting = talk.greeting()
    if greeting is not None:
        _say(greeting)
    _ask(prompt, talk)
    for line in _read():
        told = line.strip()
        if told in {"/quit", "/exit", "/q"}:
            return
        if told in {"/shared", "/private"}:
            talk.switch(View(told[1:]))
            click.echo(f"{_viewed(talk)}\n")
        elif told:
            _say(talk.say(line))
        _ask(prompt, talk)


def _ask(prompt: bool, talk: Conversation) -> None:
    if prompt:
        click.echo(f"{'Both of you' if talk.state.view.value == 'shared' else 'You'}: ", nl=False)


def _viewed(talk: Conversation) -> str:
    if talk.state.view.value == "shared":
        return "TOGETHER. Both of you are looking; journals are closed."
    return "PRIVATE. For you alone."


def _say(told: Told) -> None:
    """The reply, its speaker in words, and what can be chosen by number."""
    from tui.plain import paragraph

    click.echo("Vice Versa:")
    for block in told.reply.text.split("\n"):
        if block.strip():
            paragraph(block, "")
        else:
            click.echo()
    for number, offer in enumerate(told.reply.offers, 1):
        click.echo(f"  {number} {offer.label}")
    click.echo()


def _read() -> Iterator[str]:
    """The lines of standard input, until it ends."""
    stream = sys.stdin
    reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    while True:
        try:
            line = stream.readline(MOST_LINE + 1)
        except KeyboardInterrupt:
            click.echo()
            return
        if not line:
            return
        if len(line) > MOST_LINE and not line.endswith("\n"):
            while (rest := stream.readline(MOST_LINE)) and not rest.endswith("\n"):
                pass
            click.echo(f"viceversa: A line is {MOST_LINE:,} characters at most.", err=True)
            continue
        yield line.rstrip("\r\n")
