"""Setting a pair up: what each says of themselves, how often they meet, and what is still to do.

Everything but the two names can wait.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.agenda import MAX_LENGTH, MIN_LENGTH
from assistant.errors import wrong_usage
from assistant.life.about import About, Rhythm
from assistant.life.charters import standing
from assistant.life.days import day_of
from assistant.life.made import dated, lines_of, with_fields, years_after
from assistant.life.session import other
from assistant.life.snapshot import PairLife
from assistant.life.zones import typed_zone
from assistant.wording import Side

YEARS = 2
"""How far ahead a pair may plan."""
MOST_WEEKS = 12
"""Weeks from one session to the next, at the most."""


@dataclass(frozen=True)
class SetupStep:
    """Something that is still to do, which can wait: a name for it, and one sentence for `me`."""

    name: str
    sentence: str


# --- what is typed -----------------------------------------------------------------------------------


def about_with(
    life: PairLife,
    side: Side,
    *,
    rank: str | None = None,
    offers: Iterable[str] | None = None,
    needs: Iterable[str] | None = None,
    not_discussed: Iterable[str] | None = None,
    hours: tuple[int, int] | None = None,
) -> About:
    """The page of `side` with what was typed; None leaves a field as it is, "" or () empties it.

    `hours` are those at which the working day begins and ends. Raises Trouble.
    """
    fields: dict[str, Any] = {} if rank is None else {"rank": rank}
    lists = {"offers": offers, "needs": needs, "not_discussed": not_discussed}
    fields |= {name: lines_of(typed) for name, typed in lists.items() if typed is not None}
    if hours is not None:
        begins, ends = hours
        if not 0 <= begins < ends <= 24:
            raise wrong_usage(
                "The working day has to begin before it ends.", "Name two hours from 0 to 24."
            )
        fields |= {"day_begins": begins, "day_ends": ends}
    return with_fields(life.abouts[side], **fields)


def rhythm_with(
    life: PairLife,
    *,
    minutes: int | None = None,
    weeks: int | None = None,
    zone: str | None = None,
    first: datetime | None = None,
    ends: date | None = None,
    without: Collection[str] = (),
    now: datetime,
) -> Rhythm:
    """How the pair meets, with what was typed; None leaves a field as it is.

    `without` names those of `first` and `ends` that are taken back. Raises Trouble for a first session
    or an end that is past or more than two years ahead, an end before the first session, an unknown zone.
    """
    known = life.rhythm
    if minutes is not None and not MIN_LENGTH <= minutes <= MAX_LENGTH:
        raise wrong_usage(
            f"A session is {MIN_LENGTH} to {MAX_LENGTH} minutes long, not {minutes:,}."
        )
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        raise wrong_usage(f"Sessions are 1 to {MOST_WEEKS} weeks apart, not {weeks:,}.")
    typed = {"minutes": minutes, "weeks": weeks, "first": first, "ends": ends}
    fields: dict[str, Any] = {name: told for name, told in typed.items() if told is not None}
    fields |= dict.fromkeys(without)
    if zone is not None:
        fields["zone"] = typed_zone(zone) if zone.strip() else ""
    rhythm = with_fields(known, **fields)
    if rhythm.first is not None and rhythm.first != known.first:
        _check_first(rhythm.first, now)
    if rhythm.ends is not None and (rhythm.ends, rhythm.first) != (known.ends, known.first):
        _check_end(rhythm.ends, rhythm.first, now, moved=rhythm.ends != known.ends)
    return rhythm


def _check_first(first: datetime, now: datetime) -> None:
    if first < now:
        raise wrong_usage(
            f"{dated(first)} at {first:%H:%M} is past.", "Choose a date that is still to come."
        )
    if first.date() > years_after(day_of(now, first), YEARS):
        raise wrong_usage(
            f"{dated(first)} is more than two years away.", "Look at the year once more."
        )


def _check_end(ends: date, first: datetime | None, now: datetime, *, moved: bool) -> None:
    today = now.date()
    if first is not None and ends < first.date():
        raise wrong_usage(
            f"The end, {dated(ends)}, is before the first session, {dated(first)}.",
            "Choose a later end, or an earlier first session.",
        )
    if moved and ends < today:
        raise wrong_usage(f"{dated(ends)} is past.", "Choose an end that is still to come.")
    if ends > years_after(max(today, first.date() if first else today), YEARS):
        raise wrong_usage(
            f"The end, {dated(ends)}, is more than two years away.",
            "Name a nearer one; it can be moved once you are there.",
        )


# --- what is still to do -----------------------------------------------------------------------------


def to_do(life: PairLife, me: Side, now: datetime) -> tuple[SetupStep, ...]:
    """What is still missing of the set-up, what comes first before the rest; () once all is there."""
    return (*_people(life, me), *_dates(life, now), *_agreement(life, me), *_goal(life, me))


def _people(life: PairLife, me: Side) -> Iterator[SetupStep]:
    about, partner = life.abouts[me], life.called(other(me))
    if {PairLife.mentor, PairLife.mentee} & {life.mentor, life.mentee}:
        yield SetupStep("names", "Say what the two of you are called.")
    offers = SetupStep("offers", f"Write down what you could show {partner}.")
    needs = SetupStep("needs", f"Write down what you would like to learn from {partner}.")
    missing = [one for one, told in ((offers, about.offers), (needs, about.needs)) if not told]
    yield from missing if me is Side.MENTOR else reversed(missing)
    if not about.not_discussed and not life.held:
        yield SetupStep("not_discussed", "Name what you will not talk about; no reason is asked.")
    if not about.rank:
        yield SetupStep("rank", "Say what your position is, in your own words.")


def _dates(life: PairLife, now: datetime) -> Iterator[SetupStep]:
    rhythm = life.rhythm
    if rhythm == Rhythm():
        yield SetupStep(
            "rhythm",
            f"Agree how long and how often you meet: {rhythm.minutes} minutes every "
            f"{rhythm.weeks} weeks until you say otherwise.",
        )
    to_come = [one for one in life.sessions if one.planned and one.at >= now]
    if not life.held and not to_come and (rhythm.first is None or rhythm.first < now):
        yield SetupStep("first", "Choose the date of your first session.")
    if rhythm.ends is None:
        # Brief, T12.2.
        yield SetupStep("ends", "Name the end date now: then both of you see what still fits in.")


def _agreement(life: PairLife, me: Side) -> Iterator[SetupStep]:
    partner = other(me)
    now = standing(life)
    if now.current is None:
        yield SetupStep(
            "charter", "Look through the half page on how the two of you work together."
        )
    if me in now.missing:
        yield SetupStep("sign", "Sign the charter once it says what you both mean.")
    elif partner in now.missing:
        waits = f"The charter waits for {life.called(partner)}’s signature."
        yield SetupStep("partner_signs", waits)


def _goal(life: PairLife, me: Side) -> Iterator[SetupStep]:
    if not any(goal.side is me for goal in life.goals):
        yield SetupStep("goal", "Set yourself one goal for this quarter.")
