"""What commands share: options, the workspace they work on, and loading the model with progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assistant.errors import Trouble, wrong_usage
from assistant.wording import Side, Stage, Theme, Topic, one_line
from tui.opening import opener

if TYPE_CHECKING:
    from assistant.workspace import PairContext, Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(context: click.Context, option: click.Parameter, value: str | None) -> None:
    if value == "":
        raise click.BadParameter("names no folder.", context, option)
    if value is not None:
        context.find_root().meta[f"viceversa.{option.name}"] = Path(value)


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
limit_option = click.option(
    "--limit", default=5, show_default=True, type=click.IntRange(1, 50), help="How many at most."
)


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


def load_model(work: Workspace) -> None:
    """Load model and index with progress on standard error; without them search goes by words."""
    try:
        notice = prepare_model(work)
    except Trouble as trouble:
        notice = f"{trouble} Searching by words instead."
    if notice:
        click.echo(f"viceversa: {one_line(notice)}", err=True)


def prepare_model(work: Workspace) -> str:
    """Load model and index with progress on standard error.

    Returns a sentence where the index could not be kept, else "". Raises Trouble without a model.
    """
    shown = _Progress()
    try:
        return work.load_model(shown)
    finally:
        shown.end()


def compare_meaning(work: Workspace) -> list[str]:
    """What cards say twice, with progress on standard error; Trouble without a model."""
    shown = _Progress()
    try:
        return work.check_meaning(shown)
    finally:
        shown.end()


class _Progress:
    """Passages encoded so far, redrawn in place on a terminal and told sparingly elsewhere."""

    def __init__(self) -> None:
        self._drawn = False
        self._told = -1

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self._drawn = True
            bar = "▓" * (24 * done // max(1, total))
            click.echo(
                f"\rPreparing the guide's index  {bar:░<24}  {done} of {total} passages",
                err=True,
                nl=False,
            )
        elif done * 4 // max(1, total) > self._told:
            self._told = done * 4 // max(1, total)
            click.echo(f"Preparing the guide's index: {done} of {total} passages", err=True)

    def end(self) -> None:
        if self._drawn:
            click.echo(err=True)


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
