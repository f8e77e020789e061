"""An item of an agenda: as a row of a list, and explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from assistant.wording import Lead
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.agenda import Agenda

Leader = Callable[[Lead], str]
"""Who leads, in a word: a name, “you”, “both”."""

_LEAST, _MOST = 7, 12


def leader_column(agenda: Agenda, leader: Leader) -> int:
    """Columns for the names of who leads."""
    widest = max(plain(leader(item.lead)).cell_length for item in agenda.items)
    return max(_LEAST, min(_MOST, widest))


def item_line(agenda: Agenda, place: int, leader: Leader) -> Content:
    """Minutes, who leads, title, and in words whether it is locked."""
    item = agenda.items[place]
    width = leader_column(agenda, leader)
    who = plain(leader(item.lead)).truncate(width, ellipsis=True, pad=True)
    return said(
        "[b]$minutes[/b]  [$quiet]$who[/]  $title[$accent]$locked[/]",
        minutes=f"{item.minutes:3}",
        who=who,
        title=item.title,
        locked=" · locked" if item.locked else "",
    )


def item_row(agenda: Agenda, place: int, leader: Leader) -> Option:
    """The item as a row."""
    return Option(item_line(agenda, place, leader))


def item_text(agenda: Agenda, place: int, leader: Leader, titles: str) -> Content:
    """The item explained; `titles` are those of the cards it comes from."""
    item = agenda.items[place]
    start = sum(former.minutes for former in agenda.items[:place])
    who = leader(item.lead)
    leads = "together" if item.lead is Lead.BOTH else f"{who} lead{'' if who == 'you' else 's'}"
    return lines(
        said("[b]$title[/b]", title=item.title),
        said(
            "[$quiet]minute $start to $end of $all · $leads$locked[/]",
            start=start,
            end=start + item.minutes,
            all=agenda.minutes,
            leads=leads,
            locked=" · locked: it stays when the rest is suggested anew" if item.locked else "",
        ),
        plain(item.purpose),
        *(plain(f"· {prompt}") for prompt in item.prompts),
        said(
            "[$quiet]Why: $because$cards o opens the card.[/]",
            because=item.because,
            cards="" if titles in item.because else f" From “{titles}”.",
        ),
    )
