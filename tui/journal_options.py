"""Options of the `journal` commands: days, moments, and what entries must be like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import click

KINDS = ("reflection", "preparation", "note")
"""As EntryKind has them; importing it would make `--help` slow."""


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("is not a day such as 2026-11-03.") from None


def moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    """A day or a moment; one without an offset is of here, and a day alone its noon."""
    if value is None:
        return None
    try:
        try:
            told = datetime.combine(date.fromisoformat(value), time(12))
        except ValueError:
            told = datetime.fromisoformat(value)
        return told if told.tzinfo is not None else told.astimezone()
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter("is no date such as 2026-11-03 or 2026-11-03T14:05.") from None


kind_option = click.option(
    "--kind", default=None, type=click.Choice(KINDS, case_sensitive=False), help="What it is."
)
limit_option = click.option(
    "--limit", default=None, type=click.IntRange(1), help="How many at most."
)


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --kind, --tag, --since and --until."""
    for name in ("--until", "--since"):
        text = "The first day." if name == "--since" else "The last day."
        command = click.option(name, metavar="DAY", default=None, callback=_day, help=text)(command)
    command = click.option("--tag", default="", metavar="T", help="One tag only.")(command)
    return kind_option(command)
