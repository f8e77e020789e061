"""What commands share: options, the workspace they work on, and loading the model with progress."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assistant.errors import Trouble, wrong_usage
from assistant.wording import Side, Stage, Theme, Topic, one_line
from tui.opening import opener
from tui.pace import Pace

if TYPE_CHECKING:
    from assistant.context import PairContext
    from assistant.own_documents import DocumentHit
    from assistant.workspace import Workspace

_ROOMY = 90
_QUIET_SECONDS = 1.0

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value == "":
        raise click.BadParameter("names no folder.", context, option)
    if value is not None:
        context.find_root().meta[f"viceversa.{option.name}"] = Path(value)


def not_empty(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Refuse an empty path, which would be the current folder."""
    if value == "":
        raise click.BadParameter("names nothing.")
    return value


def folders(command: Command) -> Command:
    """Give a command --home and --guide; `workspace` reads them."""
    for name, text in (
        ("--guide", "Folder of cards of your own, or of a whole other guide."),
        ("--home", "Folder for all that is kept. [default: the platform's, or VICEVERSA_HOME]"),
    ):
        command = click.option(
            name,
            metavar="DIR",
            help=text,
            expose_value=False,
            callback=_remember,
        )(command)
    return command


def _choice(kind: type[Side] | type[Stage] | type[Theme] | type[Topic]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind], case_sensitive=False)


def _role_option(sides: Iterable[Side]) -> Callable[[Any], Any]:
    return click.option(
        "--role",
        "--side",
        "side",
        default="both",
        show_default=True,
        type=click.Choice([side.value for side in sides], case_sensitive=False),
        help="Whose wording.",
    )


pair_role_option = _role_option((Side.MENTOR, Side.MENTEE, Side.BOTH))
role_option = _role_option(Side)
stage_option = click.option(
    "--stage", default=None, type=_choice(Stage), help="How far the pair has come."
)
theme_option = click.option("--theme", default=None, type=_choice(Theme), help="One shelf only.")
topic_option = click.option("--topic", default=None, type=_choice(Topic), help="One topic only.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
MOST_CARDS = 50


def _limit_option(most: int, text: str = "How many at most.") -> Callable[[Any], Any]:
    return click.option(
        "--limit", default=5, show_default=True, type=click.IntRange(1, most), help=text
    )


limit_option = _limit_option(MOST_CARDS)
wide_limit_option = _limit_option(1000, f"How many at most; cards: up to {MOST_CARDS}.")


def workspace_opener(
    pair: PairContext | None = None, throw_away: Path | None = None
) -> Callable[[], Workspace]:
    """What opens the workspace that the command's options name, in whatever thread.

    Raises Trouble at once where the folders named cannot be used.
    """
    meta = click.get_current_context().find_root().meta
    home, guide = meta.get("viceversa.home"), meta.get("viceversa.guide")
    return opener(home, guide, pair, throw_away)


def workspace(pair: PairContext | None = None, throw_away: Path | None = None) -> Workspace:
    """The workspace that the command's options name, its guide read; Trouble if it is broken."""
    work = workspace_opener(pair, throw_away)()
    _ = work.catalogue
    return work


def load_model(work: Workspace, *, documents: bool = False) -> None:
    """Load model and index with progress on standard error; without them search goes by words.

    With `documents`, one's own are made ready to be searched too.
    """
    notices = [*work.settings.unusable]
    try:
        notices.append(prepare_model(work))
    except Trouble as trouble:
        notices.append(f"{trouble} Searching by words instead.")
    else:
        if documents:
            notices.append(_prepare_documents(work))
    for notice in filter(None, notices):
        click.echo(f"viceversa: {one_line(notice)}", err=True)


def documents_near(work: Workspace, question: str, limit: int = 3) -> list[DocumentHit]:
    """The passages of one's own documents nearest to `question`; trouble with them is only told."""
    try:
        return work.documents.find(question, limit)
    except Trouble as trouble:
        click.echo(f"viceversa: {one_line(str(trouble))}", err=True)
        return []


def _prepare_documents(work: Workspace) -> str:
    """Have one's own documents searched by meaning; a sentence where they are not, or not kept so."""
    try:
        with telling("Preparing your documents") as shown:
            return work.encode_documents(shown)
    except Trouble as trouble:
        return str(trouble)


def prepare_model(work: Workspace) -> str:
    """Load model and index with progress on standard error.

    Returns a sentence where the index could not be kept, else "". Raises Trouble without a model.
    """
    with telling() as shown:
        return work.load_model(shown)


def compare_meaning(work: Workspace) -> list[str]:
    """What cards say twice, with progress on standard error; Trouble without a model."""
    with telling() as shown:
        return work.check_meaning(shown)


@contextlib.contextmanager
def telling(
    work: str = "Preparing the guide's index",
    unit: str = "passages",
    after: Progress | None = None,
) -> Iterator[Progress]:
    """What tells how far a long work is, until it ends or is stopped; `after` is then over."""
    shown = Progress(work, unit, after)
    try:
        yield shown
    finally:
        shown.end()


class Progress:
    """How far a long work is, redrawn in place on a terminal and told sparingly elsewhere.

    Of what takes no second nothing is told.
    """

    def __init__(self, work: str, unit: str, after: Progress | None = None) -> None:
        self._work = work
        self._unit = unit
        self._after = after
        self._begun = False
        self._drawn = False
        self._told = -1
        self._pace: Pace | None = None

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` are done."""
        if self._pace is None:
            self._pace = Pace(done)
            if self._after is not None:
                self._after.end()
        if not self._begun and (self._pace.seconds < _QUIET_SECONDS or done >= total):
            return
        self._begun = True
        left = self._pace.told(done, total)
        if sys.stderr.isatty():
            self._drawn = True
            width = 24 if shutil.get_terminal_size().columns >= _ROOMY else 8
            bar = "▓" * (width * done // max(1, total))
            line = f"{self._work}  {bar:░<{width}}  {done:,} of {total:,} {self._unit}{left}"
            click.echo(
                f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K", err=True, nl=False
            )
        elif done * 4 // max(1, total) > self._told:
            self._told = done * 4 // max(1, total)
            click.echo(f"{self._work}: {done:,} of {total:,} {self._unit}{left}", err=True)

    def end(self) -> None:
        """Nothing more will be told of it: whatever is told next begins a line."""
        if self._drawn:
            self._drawn = False
            click.echo(err=True)


def question_of(text: tuple[str, ...], what: str, *, as_json: bool) -> str | None:
    """What was typed or piped in as one line; None where it needs people, who have then been named.

    Raises Trouble if it cannot be searched for.
    """
    from assistant.safety import concern_of
    from assistant.wording import typed
    from tui import plain

    question = text_or_stdin(text, what)
    concern = concern_of(question)
    if concern is not None:
        plain.print_concern(question, concern, as_json=as_json)
        return None
    return typed(question, what)


def text_or_stdin(words: tuple[str, ...], what: str) -> str:
    """`words` as one text, or what stands on standard input if they are `-` or none.

    Raises Trouble if that is not UTF-8, or if there is only a keyboard.
    """
    if words not in ((), ("-",)):
        return " ".join(words)
    if not words and sys.stdin.isatty():
        raise wrong_usage(f"The {what} is missing.", "Type it after the command, in quotes.")
    try:
        return sys.stdin.buffer.read(1 << 20).decode("utf-8")
    except UnicodeDecodeError:
        raise wrong_usage(f"The {what} on standard input is not UTF-8 text.") from None
