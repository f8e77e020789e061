"""An agenda as Markdown, and as the JSON the command line promises."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any

from assistant.agenda import Agenda, AgendaItem
from assistant.context import PairContext
from assistant.errors import Trouble, reason_of
from assistant.life.markup import in_markdown
from assistant.life.pulse_words import without_pulse
from assistant.wording import STAGES
from knowledge.catalogue import Catalogue
from knowledge.durable import replace_file
from knowledge.vocabulary import Lead


def agenda_markdown(agenda: Agenda, pair: PairContext, catalogue: Catalogue) -> str:
    """Return `agenda` as Markdown to print or send, with room for actions and the next date.

    What the pair answered in a pulse is not told in it, nor in the JSON.
    """
    who = in_markdown(f"{pair.mentor} and {pair.mentee}:") + " " if pair.named else ""
    lines = [f"# {who}{agenda.minutes} minutes, {STAGES[agenda.stage]}", ""]
    if agenda.focus:
        lines += [f"Focus: {in_markdown(agenda.focus)}", ""]
    start = 0
    for number, item in enumerate(agenda.items, 1):
        leads = (
            "together" if item.lead is Lead.BOTH else f"{in_markdown(pair.leader(item.lead))} leads"
        )
        titles = ", ".join(f"“{in_markdown(title_of(card, catalogue))}”" for card in item.cards)
        lines += [
            f"## {number}. {in_markdown(item.title)} ({item.minutes} min, {leads})",
            "",
            f"Minutes {start} to {start + item.minutes}. {in_markdown(item.purpose)}",
            "",
            *(f"- {in_markdown(prompt)}" for prompt in item.prompts),
            "",
            f"Why: {in_markdown(without_pulse(item.because))}{_from(item, titles)}",
            "",
        ]
        start += item.minutes
    lines += [
        "## Actions",
        "",
        "| what | who | by when |",
        "|---|---|---|",
        "|  |  |  |",
        "|  |  |  |",
        "",
        "Next session: ",
    ]
    return "\n".join(lines) + "\n"


def title_of(card: str, catalogue: Catalogue) -> str:
    """The title of the card of this id; the id itself where this guide does not have it."""
    return catalogue[card].title if card in catalogue else card


def _from(item: AgendaItem, titles: str) -> str:
    """The cards an item comes from, where its reason does not name them already."""
    return "" if titles and titles in in_markdown(item.because) else f" From {titles}."


def agenda_json(agenda: Agenda) -> dict[str, Any]:
    """Return `agenda` in the shape the README documents."""
    return {
        "stage": agenda.stage.value,
        "minutes": agenda.minutes,
        "items": [
            {
                "title": item.title,
                "minutes": item.minutes,
                "lead": item.lead.value,
                "purpose": item.purpose,
                "prompts": list(item.prompts),
                "cards": list(item.cards),
                "because": without_pulse(item.because),
            }
            for item in agenda.items
        ],
    }


def export_text(text: str, path: Path, name: str, what: str) -> Path:
    """Write `text` to `path`, or as `name` into that folder, beside an existing file.

    Returns the path written. Raises Trouble, naming `what`; nothing is then left behind.
    """
    return export_bytes(text.encode("utf-8", "replace"), path, name, what)


def export_bytes(data: bytes, path: Path, name: str, what: str) -> Path:
    """As `export_text`, for what is no text."""
    try:
        folder = path.expanduser().absolute()
        return write_beside(folder / name if folder.is_dir() else folder, data)
    except OSError as error:
        reason = reason_of(error)
    except (ValueError, RuntimeError):  # a name no file can have, a user there is not
        reason = "no file can be called that"
    raise Trouble(
        "Not exported",
        f"{what} could not be written to {str(path)[:200]} ({reason}).",
        "It is still here; choose another place.",
    )


def write_beside(path: Path, data: bytes) -> Path:
    """Write `data` to `path`, or beside a file that is there already; returns the path written.

    Raises OSError; nothing is then left behind.
    """
    free = _reserved(path)
    try:
        replace_file(free, data)
    except BaseException:
        free.unlink(missing_ok=True)
        raise
    return free


def _reserved(path: Path) -> Path:
    """`path`, or the same name with the first number that nothing has yet, made as an empty file."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in itertools.count(2))
    for candidate in itertools.chain([path], numbered):
        try:
            os.close(os.open(candidate, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        return candidate
    raise AssertionError  # numbers do not end
