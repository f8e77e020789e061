"""The set-up as it stands in the boxes of a form, and what is typed there as documents.

Texts are by name: those of the page of one of the two (`about_texts`), those of how the pair meets
(`rhythm_texts`). What was not touched stays as it is, also where it could not be typed again today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from assistant.errors import Trouble, wrong_usage
from assistant.life.about import About, Rhythm
from assistant.life.dates import in_zone, meant, typed_day, typed_time
from assistant.life.days import clock_time, full_day
from assistant.life.document import Document
from assistant.life.session import Session
from assistant.life.sessions import moved, planned
from assistant.life.setup import about_with, rhythm_with
from assistant.life.snapshot import PairLife
from assistant.life.zones import typed_zone
from assistant.wording import Side, one_line

Texts = Mapping[str, str]
_TO = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b)\s*")
_MIDNIGHT = 24


@dataclass(frozen=True)
class TypedRhythm:
    """What is to be kept together, and what there is to say of it, "" where nothing."""

    documents: tuple[Document, ...]
    note: str = ""


# --- the page of one of the two ------------------------------------------------------------------------


def about_texts(about: About) -> dict[str, str]:
    """A page as texts, lists with a line each."""
    return {
        "offers": "\n".join(about.offers),
        "needs": "\n".join(about.needs),
        "not_discussed": "\n".join(about.not_discussed),
        "rank": about.rank,
        "hours": f"{about.day_begins} to {about.day_ends}",
    }


def about_typed(life: PairLife, side: Side, texts: Texts) -> About:
    """The page of `side` with what was typed. Raises Trouble."""
    return about_with(
        life,
        side,
        rank=texts["rank"],
        offers=texts["offers"].splitlines(),
        needs=texts["needs"].splitlines(),
        not_discussed=texts["not_discussed"].splitlines(),
        hours=typed_hours(texts["hours"]),
    )


def typed_hours(text: str) -> tuple[int, int]:
    """The two hours of a working day as typed: 9 to 17, 9-17, 8:00 – 16:00, 9am to 5pm. Raises Trouble."""
    parts = _TO.split(one_line(text).lower().removeprefix("from ").strip())
    if len(parts) == 2:
        first, last = map(_hour, parts)
        if first is not None and last is not None:
            return first, last
    raise wrong_usage("Those are not the hours of a working day.", "Type them as 9 to 17.")


def _hour(text: str) -> int | None:
    """The whole hour that was typed; None for what is no time. Raises Trouble for another time."""
    if text in {"24", "24:00"}:
        return _MIDNIGHT
    try:
        hour = typed_time(text if not text.isdecimal() else f"{text}:00")
    except Trouble:
        return None
    if hour.minute:
        raise wrong_usage("Working hours are whole hours here.", "Round them, as in 9 to 17.")
    return hour.hour


# --- how the pair meets --------------------------------------------------------------------------------


def rhythm_texts(life: PairLife, zone: str = "") -> dict[str, str]:
    """How the pair meets as texts; `zone` is this machine's, for a pair that has not named one."""
    rhythm = life.rhythm
    first = in_zone(rhythm.first, rhythm.zone) if rhythm.first else None
    return {
        "minutes": str(rhythm.minutes),
        "weeks": str(rhythm.weeks),
        "first_day": full_day(first) if first else "",
        "first_time": clock_time(first) if first else "",
        "ends": full_day(rhythm.ends) if rhythm.ends else "",
        "zone": rhythm.zone or zone,
    }


def rhythm_typed(life: PairLife, texts: Texts, now: datetime) -> TypedRhythm:
    """How the pair meets, with what was typed, and its first session planned for the date typed.

    Dates are by the clocks of the zone typed, "" being that of `now`. Raises Trouble.
    """
    before = rhythm_texts(life)
    zone = texts["zone"].strip()
    if zone and zone != life.rhythm.zone:  # one that another system knew stays
        zone = typed_zone(zone)
    here = in_zone(now, zone)
    fields: dict[str, Any] = {}
    without = []
    note = ""
    if not (texts["first_day"].strip() or texts["first_time"].strip()):
        without.append("first")
    elif _first_changed(life, before, texts, zone, now):
        when = meant(*_first(texts, here), zone, here)
        fields["first"], note = when.at, when.note
    if not texts["ends"].strip():
        without.append("ends")
    elif texts["ends"] != before["ends"]:
        fields["ends"] = _typed_date(texts["ends"], here.date(), "end date")
    rhythm = rhythm_with(
        life,
        minutes=_number(texts["minutes"], "minutes", "The length of a session", "45"),
        weeks=_number(texts["weeks"], "weeks", "The time between sessions", "3"),
        zone=zone if zone != life.rhythm.zone else None,
        without=without,
        now=now,
        **fields,
    )
    session, more = _first_session(life, rhythm, now)
    return TypedRhythm((rhythm, *session), " ".join(filter(None, [note, *more])))


def _first_changed(life: PairLife, before: Texts, texts: Texts, zone: str, now: datetime) -> bool:
    """Whether another moment is meant: another text, or the same in another zone, if still to come."""
    if any(texts[one] != before[one] for one in ("first_day", "first_time")):
        return True
    first = life.rhythm.first
    return first is not None and zone != life.rhythm.zone and first > now


def _first(texts: Texts, here: datetime) -> tuple[date, time]:
    if not texts["first_day"].strip():
        raise wrong_usage("The first session has a time, but no day.", "Type its day too.")
    day = _typed_date(texts["first_day"], here.date(), "first session")
    if not texts["first_time"].strip():
        raise wrong_usage("The first session has a day, but no time.", "Type it as 14:30.")
    return day, typed_time(texts["first_time"])


def _typed_date(text: str, today: date, what: str) -> date:
    """As `typed_day`; the refusal says which of the dates it is about."""
    try:
        return typed_day(text, today)
    except Trouble as trouble:
        refusal = wrong_usage(f"The {what}: {trouble.detail}", trouble.hint)
    raise refusal


def _number(text: str, unit: str, what: str, such_as: str) -> int:
    digits = one_line(text).lower().removesuffix(unit).removesuffix(unit[:-1]).strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 4):
        raise wrong_usage(f"{what} is a whole number of {unit}.", f"Type it as {such_as}.")
    return int(digits)


def _first_session(
    life: PairLife, rhythm: Rhythm, now: datetime
) -> tuple[tuple[Session, ...], tuple[str, ...]]:
    """The first session, planned for a first date that was set, or moved to it; and notes on it.

    Where others are planned already, or one was held, their dates stay as they are.
    """
    if rhythm.first is None or rhythm.first == life.rhythm.first or life.held:
        return (), ()
    ahead = [one for one in life.sessions if one.planned]
    after = PairLife.of(
        [one for one in life.documents if one.key != rhythm.key] + [rhythm],
        life.mentor,
        life.mentee,
    )
    if not ahead:
        plan = planned(after, rhythm.first, now, zone=rhythm.zone)
    elif len(ahead) == 1 and ahead[0].at == life.rhythm.first and ahead[0].at != rhythm.first:
        plan = moved(after, ahead[0], rhythm.first, now, zone=rhythm.zone)
    else:
        return (), ()
    return plan.documents, plan.notes
