"""What the place called Pair says: each section in words, made of what the two share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from assistant.life.about import About
from assistant.life.charters import CharterStanding, review_due, standing, who_must_sign
from assistant.life.clocks import clock_words, shown_at, zone_for
from assistant.life.dates import in_zone
from assistant.life.days import away, clock_time, day_of, every, full_day, plain_day
from assistant.life.endings import end_in_sight, over
from assistant.life.rhythms import next_session, pause_change_or_end, was_it_held
from assistant.life.session import other
from assistant.life.setup import to_do
from assistant.life.snapshot import PairLife
from assistant.life.stage import short, stage_of
from assistant.wording import SIDES as ROLES
from assistant.wording import STAGES, Side
from tui.text import lines, plain, said
from tui.widgets.sections import Shown

_EARLY = "needs early"
"""The mentee's needs come before their offers."""
STEPS = {
    "names": "n",
    _EARLY: "a",
    "offers": "a",
    "needs": "a",
    "not_discussed": "a",
    "rank": "a",
    "rhythm": "m",
    "first": "m",
    "ends": "m",
    "charter": "c",
    "sign": "c",
    "partner_signs": "c",
    "goal": "6",
}
"""The steps of the set-up, with the key that each is done by."""
STEP = "step "
PARTS = {
    "about": "a",
    "partner": "p",
    "rhythm": "m",
    "dates": "d",
    "charter": "c",
    "stage": "s",
    "number": "n",
    "ending": "e",
}
"""What else the place tells, with the key that each is read or changed by."""
NAMES = (
    "#names",
    "#to do",
    *(f"{STEP}{name}" for name in STEPS),
    "#the rest",
    *PARTS,
)
_FEW = 3
_LONG = 120


@dataclass(frozen=True)
class Members:
    """Who is here: whether both are, their number, and who asks to be let in, "" for nobody."""

    complete: bool
    safety_number: str
    newcomer: str = ""


# --- above ---------------------------------------------------------------------------------------------


def headings(life: PairLife, me: Side, now: datetime) -> dict[str, Content]:
    """What stands above the sections."""
    told = {"#names": lines(*(_person(life, side, me) for side in (me, other(me))))}
    if over(life):
        ended = life.ending.ended if life.ending else None
        when = f" on {plain_day(day_of(ended, now), now.date())}" if ended else ""
        words = f"The two of you ended it{when}. All of it can still be read."
        told["#to do"] = said("[$accent]$words[/]", words=words)
    elif to_do(life, me, now):
        told["#to do"] = said("[b]Still to do[/b] [$quiet]· all of it can wait[/]")
        told["#the rest"] = said("[b]How you work[/b]")
    return told


def _person(life: PairLife, side: Side, me: Side) -> Content:
    rank = life.abouts[side].rank
    return said(
        "[b]$name[/b]$you, $role[$quiet]$rank[/]",
        name=life.name(side),
        you=" (you)" if side is me else "",
        role=ROLES[side],
        rank=f" · {short(rank, 60)}" if rank else "",
    )


# --- sections ------------------------------------------------------------------------------------------


def sections(life: PairLife, me: Side, members: Members, now: datetime) -> Shown:
    """The steps that are still to do, then how things stand: key and words of each."""
    partner = life.called(other(me))
    found: dict[str, tuple[str, Content]] = {}
    for step in () if over(life) else to_do(life, me, now):
        name = _EARLY if me is Side.MENTEE and step.name == "needs" else step.name
        found[f"{STEP}{name}"] = STEPS[name], plain(step.sentence)
    told = {
        "about": _part("You", *_page_at_a_glance(life.abouts[me], "You")),
        "partner": _part(partner, *_partner(life, me)),
        "rhythm": _part("How you meet", meets(life, now)),
        "dates": _part("Dates", *_dates(life, now)),
        "charter": _part("Charter", *_charter(life, me, now)),
        "stage": _stage(life, now),
        "number": _part("The two of you", *_members(members, partner)),
        "ending": _part("The ending", _ending(life, now)),
    }
    return found | {name: (PARTS[name], words) for name, words in told.items()}


def _part(title: str, *sentences: str) -> Content:
    return lines(said("[b]$title[/b]", title=title), *map(plain, sentences))


def _page_at_a_glance(about: About, who: str) -> Iterator[str]:
    """What stands on a page, a line for each kind; the whole page is a key away."""
    shows, wants, not_said = (
        ("show", "want to learn", "will not talk about")
        if who == "You"
        else ("shows", "wants to learn", "will not talk about")
    )
    if not (about.offers or about.needs or about.not_discussed):
        yield "Nothing is written yet. g asks five questions that help."
        return
    for verb, told in (
        (shows, about.offers),
        (wants, about.needs),
        (not_said, about.not_discussed),
    ):
        if told:
            more = f"; and {len(told) - _FEW} more" if len(told) > _FEW else ""
            listed = "; ".join(short(one, 60) for one in told[:_FEW])
            yield f"{who} {verb}: {listed}{more}"


def _partner(life: PairLife, me: Side) -> Iterator[str]:
    about = life.abouts[other(me)]
    if about.offers or about.needs or about.not_discussed:
        yield from _page_at_a_glance(about, short(life.called(other(me)), 30))
    else:
        yield "Has not written this page yet. Only they can."


def meets(life: PairLife, now: datetime) -> str:
    """How long, how often, from when until when, in a sentence or two."""
    rhythm, today = life.rhythm, now.date()
    told = f"{rhythm.minutes} minutes {every(rhythm.weeks)}"
    if rhythm.first is not None:
        first = in_zone(rhythm.first, rhythm.zone)
        told += f", from {plain_day(first.date(), today)} at {clock_time(first)}"
    told += f", until {plain_day(rhythm.ends, today)}." if rhythm.ends else ". No end is named yet."
    return told + (f" Times are those of {rhythm.zone}." if rhythm.zone else "")


def _dates(life: PairLife, now: datetime) -> Iterator[str]:
    asked = was_it_held(life, now)
    if question := pause_change_or_end(life, now):
        yield question.words
    elif asked:
        when = plain_day(day_of(asked[0].at, now), now.date())
        yield f"A session was planned for {when}. Was it held?"
    session = next_session(life, now)
    if session is None:
        yield "No session is planned."
        return
    zone = zone_for(life, session)
    at, today = shown_at(session.at, zone, now), shown_at(now, zone, now)
    clock = clock_words(session.at, zone, now)
    yield f"The next is {away(at.date(), today.date())}: {full_day(at)}, {clock}."
    more = sum(one.planned and one.at > session.at for one in life.sessions)
    if more:
        yield "One more is planned." if more == 1 else f"{more} more are planned."


def _charter(life: PairLife, me: Side, now: datetime) -> Iterator[str]:
    charter = standing(life)
    if charter.current is None:
        yield "None yet. Most of it is written for you: half a page to read, change and sign."
        return
    if charter.missing:
        yield who_must_sign(life, me)
    else:
        yield f"Version {charter.current.number}, signed by both."
    if changed := what_changed(charter):
        yield changed
    if due := review_due(life, now):
        yield due
    elif charter.current.review is not None:
        yield f"You look at it again on {plain_day(charter.current.review, now.date())}."


def what_changed(charter: CharterStanding) -> str:
    """Which headings differ from the version that both signed, in a sentence; "" where none do."""
    if charter.agreed is None or not charter.differences:
        return ""
    named = ", ".join(dict.fromkeys(change.heading for change in charter.differences))
    return f"Changed since version {charter.agreed.number}: {named}."


def _stage(life: PairLife, now: datetime) -> Content:
    told = stage_of(life, now)
    return lines(
        said("[b]Stage:[/b] $stage", stage=STAGES[told.stage]), plain(short(told.reason, _LONG * 2))
    )


def _members(members: Members, partner: str) -> Iterator[str]:
    if members.complete:
        yield "Both of you have joined."
        yield f"Safety number {members.safety_number}"
    elif members.newcomer:
        yield f"{members.newcomer} asks to be let in: n compares the numbers."
    else:
        yield f"{partner} has not joined yet. What you write about the pair waits for them."


def _ending(life: PairLife, now: datetime) -> str:
    if over(life):
        return "e shows what was closed, and how to destroy keys and files."
    if told := end_in_sight(life, now):
        return told
    if life.rhythm.ends is None:
        return "No end is named yet. A pair that knows its last date uses the time before it."
    return f"You named {plain_day(life.rhythm.ends, now.date())}. Two sessions before, it is said here."


# --- pages ---------------------------------------------------------------------------------------------


def page(life: PairLife, side: Side, me: Side) -> Content:
    """The whole page of one of the two."""
    about = life.abouts[side]
    you = side is me
    told = [_person(life, side, me)]
    for heading, listed in (
        ("You show" if you else "Shows", about.offers),
        ("You want to learn" if you else "Wants to learn", about.needs),
        ("You will not talk about" if you else "Will not talk about", about.not_discussed),
    ):
        told += [plain(""), said("[b]$heading[/b]", heading=heading)]
        told += [plain(f"· {line}") for line in listed] or [said("[$quiet]nothing written yet[/]")]
    hours = f"Working hours {about.day_begins}:00 to {about.day_ends}:00"
    return lines(*told, plain(""), said("[$quiet]$hours[/]", hours=hours))
