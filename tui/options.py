"""What commands share: options, the workspace they work on, and loading the model with progress."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assistant.errors import Trouble, wrong_usage
from assistant.wording import Side, Stage, Theme, Topic
from tui.opening import opener

if TYPE_CHECKING:
    from assistant.workspace import PairContext, Workspace

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(context: click.Context, option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.find_root().meta[f"viceversa.{option.name}"] = value


def folders(command: Command) -> Command:
    """Give a command --home and --guide; `workspace` reads them."""
    for name, text in (
        ("--guide", "Folder of another guide."),
        ("--home", "Folder for all that is kept. [default: the platform's, or VICEVERSA_HOME]"),
    ):
        command = click.option(
            name,
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=text,
            expose_value=False,
            callback=_remember,
        )(command)
    return command


def _choice(kind: type[Side] | type[Stage] | type[Theme] | type[Topic]) -> click.Choice[str]:
    return click.Choice([member.value for member in kind], case_sensitive=False)


role_option = click.option(
    "--role",
    "--side",
    "side",
    default="both",
    show_default=True,
    type=click.Choice([Side.MENTOR.value, Side.MENTEE.value, Side.BOTH.value]),
    help="Whose wording.",
)
card_side_option = click.option(
    "--role", "--side", "side", default="both", type=_choice(Side), help="Whose wording."
)
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
    pair: PairContext | None = None, home: Path | None = None
) -> Callable[[], Workspace]:
    """What opens the workspace that the command's options name, in whatever thread.

    Raises Trouble at once where the folders named cannot be used.
    """
    meta = click.get_current_context().find_root().meta
    guide: Path | None = meta.get("viceversa.guide")
    if guide is not None and not guide.is_dir():
        raise wrong_usage(f"There is no guide folder {guide}.", "Name one with --guide.")
    return opener(home or meta.get("viceversa.home"), guide, pair)


def workspace(pair: PairContext | None = None, home: Path | None = None) -> Workspace:
    """The workspace that the command's options name."""
    return workspace_opener(pair, home)()


def load_model(work: Workspace, *, needed: bool = False) -> bool:
    """Load model and index with progress on standard error; True if search now goes by meaning.

    Unless `needed`, trouble with the model is only told: the answer then goes by words.
    """
    shown = _Progress()
    try:
        notice = work.load_model(shown)
    except Trouble as trouble:
        shown.end()
        if needed or trouble.title == "The guide cannot be read":
            raise
        click.echo(f"viceversa: {trouble} Searching by words instead.", err=True)
        return False
    shown.end()
    if notice:
        click.echo(f"viceversa: {notice}", err=True)
    return True


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


def text_or_stdin(text: str | None, what: str) -> str:
    """`text`, or what stands on standard input if it is `-` or missing; Trouble if not UTF-8."""
    if text not in (None, "-"):
        return text or ""
    if text is None and sys.stdin.isatty():
        raise wrong_usage(f"The {what} is missing.", "Type it after the command, in quotes.")
    try:
        return sys.stdin.buffer.read(1 << 20).decode("utf-8")
    except UnicodeDecodeError:
        raise wrong_usage(f"The {what} on standard input is not UTF-8 text.") from None
