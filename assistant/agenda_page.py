"""An agenda as a page of HTML, and written as that or as Markdown by the ending of a file's name."""

from __future__ import annotations

from pathlib import Path

from assistant.agenda import Agenda
from assistant.context import PairContext
from assistant.export import agenda_markdown, export_text, title_of
from assistant.life.markup import Page, Section, Table, is_html
from assistant.life.pulse_words import without_pulse
from assistant.wording import STAGES, Lead
from knowledge.catalogue import Catalogue

_ACTION_ROWS = 3


def agenda_page(agenda: Agenda, pair: PairContext, catalogue: Catalogue) -> Page:
    """The agenda as a page to print or send, with room for actions and the next date."""
    who = f"{pair.mentor} and {pair.mentee}: " if pair.named else ""
    sections: list[Section] = []
    start = 0
    for number, item in enumerate(agenda.items, 1):
        leads = "together" if item.lead is Lead.BOTH else f"{pair.leader(item.lead)} leads"
        titles = ", ".join(f"“{title_of(card, catalogue)}”" for card in item.cards)
        lines = (
            f"Minutes {start} to {start + item.minutes}. {item.purpose}",
            *item.prompts,
            f"Why: {without_pulse(item.because)}"
            + ("" if titles in item.because else f" From {titles}."),
        )
        sections.append(Section(f"{number}. {item.title} ({item.minutes} min, {leads})", lines))
        start += item.minutes
    room = Table(("what", "who", "by when"), (("", "", ""),) * _ACTION_ROWS)
    sections.append(Section("Actions", table=room))
    focus = f" Focus: {agenda.focus}" if agenda.focus else ""
    return Page(
        f"{who}{agenda.minutes} minutes, {STAGES[agenda.stage]}",
        f"An agenda of {len(agenda.items)} items.{focus}",
        tuple(sections),
        "Next session:",
    )


def written(agenda: Agenda, pair: PairContext, catalogue: Catalogue, path: Path) -> Path:
    """Write it to `path`, as HTML where the name ends so, beside an existing file; the path written.

    Raises Trouble if it cannot be written; nothing is then left behind.
    """
    if is_html(path):
        text = agenda_page(agenda, pair, catalogue).html
    else:
        text = agenda_markdown(agenda, pair, catalogue)
    return export_text(text, path, agenda.file_name, "The agenda")
