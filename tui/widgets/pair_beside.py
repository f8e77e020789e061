"""What stands beside the section in hand where there is room: more of it, or why it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from assistant.life.charters import FIELDS, standing
from assistant.life.clocks import moment_words, zone_for
from assistant.life.session import other
from assistant.life.snapshot import PairLife
from assistant.life.stage import short, stage_of
from assistant.wording import STAGES, Side
from tui.text import lines, plain, said
from tui.widgets.charter_words import changes_told
from tui.widgets.pair_words import STEP, page

_WHY = {
    "offers": "A line each is enough: what you do with ease and somebody senior does not see. g asks five "
    "questions that find it.",
    "needs": "A line each is enough: what you nodded through, or hand to others. g asks five questions "
    "that find it.",
    "not_discussed": "What stands here goes into the charter as a topic that is out. Nobody asks why.",
    "rank": "The mentor is the junior of the two. Said aloud, the rank is easier to put aside.",
    "rhythm": "A date that is there before the last session ends is kept more often than one to be found.",
    "first": "It is planned as your first session, and the agenda for it waits in 4 Agenda.",
    "ends": "With an end named, sessions left are counted, and the closing is said two sessions before.",
    "charter": "Most of it is written: from what you two said, and from the guide. Enter shows it.",
    "sign": "Signing says: I have read it and mean to keep to it. A later change asks both again.",
    "partner_signs": "Until both have signed it, what was agreed before holds.",
    "goal": "One for your work, one for understanding, one for the two of you: one of them is a start.",
}
_DATES = 8


def beside(life: PairLife, me: Side, name: str, now: datetime) -> Content:
    """More on the section called `name`; nothing where it says all."""
    if name.startswith(STEP):
        return said("[$quiet]$why[/]", why=_WHY.get(name.removeprefix(STEP).split()[0], ""))
    if name in {"about", "partner"}:
        return page(life, me if name == "about" else other(me), me)
    if name == "dates":
        return lines(*_dates(life, now))
    if name == "charter":
        return lines(*_charter(life))
    if name == "stage":
        return lines(*_stage(life, now))
    return Content()


def _dates(life: PairLife, now: datetime) -> Iterator[Content]:
    ahead = [one for one in life.sessions if one.planned and one.at > now]
    for session in ahead[:_DATES]:
        when = moment_words(session.at, zone_for(life, session), now)
        yield plain(f"{when}, {session.minutes} minutes")
    if len(ahead) > _DATES:
        yield said("[$quiet]and $more more[/]", more=len(ahead) - _DATES)
    if not ahead:
        yield said("[$quiet]$told[/]", told="Enter plans one, or six at once.")


def _charter(life: PairLife) -> Iterator[Content]:
    charter = standing(life)
    if charter.current is None:
        yield said("[$quiet]$told[/]", told=f"What it says: {', '.join(FIELDS.values())}.")
    elif charter.differences and charter.agreed is not None:
        yield said("[b]Changed since version $number[/b]", number=charter.agreed.number)
        yield from changes_told(charter.differences)
    else:
        yield plain(charter.current.purpose)
        yield plain("")
        phrase = charter.current.repair_phrase
        if phrase:
            yield said("[$quiet]When something lands badly:[/] $phrase", phrase=phrase)


def _stage(life: PairLife, now: datetime) -> Iterator[Content]:
    reading = stage_of(life, now)
    yield plain(short(reading.reason, 400))
    yield plain("")
    if reading.chosen:
        told = f"By the records: {STAGES[reading.by_records]}. Enter lets the records tell again."
    else:
        told = "Told by your records. Enter chooses another by hand; agendas then go by that."
    yield said("[$quiet]$told[/]", told=told)
