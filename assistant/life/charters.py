"""The charter's versions: drafted from what is known, changed by either, signed by both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from assistant.errors import wrong_usage
from assistant.life import charter_words as words
from assistant.life.charter import Charter, Confidentiality
from assistant.life.days import every
from assistant.life.document import MAX_LINE, MAX_LIST
from assistant.life.made import dated, lines_of, made, months_after, with_id
from assistant.life.session import other
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

FIELDS = {
    "purpose": "Purpose",
    "roles": "Roles",
    "dates": "Dates",
    "place": "Place",
    "lead": "Who leads",
    "topics_in": "Topics in",
    "topics_out": "Topics out",
    "confidentiality": "Confidentiality",
    "notes": "Notes",
    "between_sessions": "Between sessions",
    "cancelling": "Cancelling",
    "repair_phrase": "When something lands badly",
    "review": "Review",
    "exit": "How either of us stops",
}
"""What a charter says, in the order it is read, with its headings (brief, T8.11)."""
BOXES = {
    "stays_here": "Stays here",
    "without_names": "May be told without names",
    "with_consent": "Only with a yes each time",
    "must_be_passed_on": "Must be passed on",
}
"""The four boxes of confidentiality (brief, T1.6)."""
_TOPICS = 12
_REVIEW_MONTHS = 3


# --- writing -----------------------------------------------------------------------------------------


def drafted(life: PairLife, now: datetime, by: Side, *, new_id: str = "") -> Charter:
    """A charter made of what the two have said so far and of the guide's wording, to be changed.

    Never raises: what does not fit is left for them to write.
    """
    names = {side: _short(life.called(side)) for side in SIDES}
    mentor, mentee = life.abouts[Side.MENTOR], life.abouts[Side.MENTEE]
    back = [f"In return: {offer}"[:MAX_LINE].strip() for offer in mentee.offers]
    topics = lines_of([*mentee.needs, *mentor.offers, *back])[:_TOPICS]
    return Charter(
        **with_id(new_id),
        number=_next(life.charters),
        at=now,
        written_by=by,
        purpose=words.purpose(names[Side.MENTOR], names[Side.MENTEE], mentee.needs),
        roles=words.roles(_person(life, Side.MENTOR), _person(life, Side.MENTEE)),
        dates=_dates(life),
        place=words.PLACE,
        lead=words.lead(names[Side.MENTOR], names[Side.MENTEE]),
        topics_in=topics,
        topics_out=lines_of([*mentor.not_discussed, *mentee.not_discussed])[:MAX_LIST],
        confidentiality=words.BOXES,
        notes=words.NOTES,
        between_sessions=words.BETWEEN_SESSIONS,
        cancelling=words.CANCELLING,
        repair_phrase=words.REPAIR_PHRASE,
        review=_review(life, now),
        exit=words.EXIT,
    )


def changed(
    charter: Charter,
    now: datetime,
    by: Side,
    *,
    nothing_passed_on: bool = False,
    latest: int = 0,
    new_id: str = "",
    **fields: Any,
) -> Charter:
    """The next version, with these fields of FIELDS; `charter` itself where they change nothing.

    `latest` is the highest number there is, where it is not the charter's own. Emptying the box of what
    must be passed on takes `nothing_passed_on`. Raises Trouble for what will not do.
    """
    unknown = fields.keys() - FIELDS.keys()
    if unknown:
        raise TypeError(f"a charter has no {sorted(unknown)}")
    same = {name: getattr(charter, name) for name in FIELDS}
    for name in ("topics_in", "topics_out"):
        if name in fields:
            fields[name] = lines_of(fields[name])
    number = min(max(charter.number, latest) + 1, _MOST_VERSIONS)
    new = made(
        Charter, **with_id(new_id), number=number, at=now, written_by=by, **{**same, **fields}
    )
    if not differences(charter, new):
        return charter
    if not new.confidentiality.must_be_passed_on and not nothing_passed_on:
        raise wrong_usage(
            "The box of what must be passed on is empty: the charter would promise that everything "
            "stays secret, and neither of you can keep that.",
            "Leave in it what is illegal, what is ordered and danger to somebody, or say that you "
            "mean it to be empty.",
        )
    return new


def with_boxes(charter: Charter, **boxes: Iterable[str]) -> Confidentiality:
    """The four boxes of `charter` with other lines in some of them. Raises Trouble."""
    known = {name: getattr(charter.confidentiality, name) for name in BOXES}
    return made(Confidentiality, **known | {name: lines_of(lines) for name, lines in boxes.items()})


_MOST_VERSIONS = 10_000


def _next(charters: Iterable[Charter]) -> int:
    return min(1 + max((one.number for one in charters), default=0), _MOST_VERSIONS)


def _short(name: str) -> str:
    """A name that leaves room for a sentence around it."""
    return name if len(name) <= 80 else f"{name[:79].strip()}…"


def _person(life: PairLife, side: Side) -> str:
    """Name and rank, what of them is known."""
    named = life.name(side) not in {PairLife.mentor, PairLife.mentee}
    rank = life.abouts[side].rank
    told = [_short(life.called(side))] if named else []
    told += [_short(rank)] if rank else []
    return ", ".join(told) + ("," if rank else "")


def _dates(life: PairLife) -> str:
    rhythm = life.rhythm
    first = rhythm.first or next((one.at for one in life.sessions if not one.off), None)
    told = f"{rhythm.minutes} minutes, {every(rhythm.weeks)}"
    if first is not None:
        told += f", from {dated(first)}"
    if rhythm.ends is None:
        return f"{told}. {words.NO_END}"
    return f"{told}, until {dated(rhythm.ends)}."


def _review(life: PairLife, now: datetime) -> date:
    """Half-way to the end, or in three months where none is named (own; brief, T7.5 and T6.9)."""
    today, ends = now.date(), life.rhythm.ends
    begins = life.rhythm.first.date() if life.rhythm.first else today
    start = max(today, begins)
    if ends is not None and ends > start:
        return start + (ends - start) / 2
    return months_after(start, _REVIEW_MONTHS)


# --- where it stands ---------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)
class Change:
    """What became of a field from one version to another, in words; "" where nothing stood there."""

    field: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class CharterStanding:
    """The latest version, who signed just that, and the latest that both signed."""

    current: Charter | None = None
    signed_by: frozenset[Side] = frozenset()
    agreed: Charter | None = None

    @property
    def missing(self) -> frozenset[Side]:
        """Whose signature the latest version still needs."""
        return frozenset(SIDES) - self.signed_by if self.current else frozenset()

    @cached_property
    def differences(self) -> tuple[Change, ...]:
        """What the latest version changes in what was agreed; () where nothing was."""
        if self.current is None or self.agreed is None:
            return ()
        return differences(self.agreed, self.current)


def standing(life: PairLife) -> CharterStanding:
    """Where the charter stands. A signature is for what was signed: not for words that came later."""
    signed: dict[tuple[str, str], set[Side]] = {}
    for one in life.signatures:
        signed.setdefault((one.charter, one.digest), set()).add(one.side)

    def by(charter: Charter) -> frozenset[Side]:
        return frozenset(signed.get((charter.id, charter.digest), ()))

    versions = life.charters
    if not versions:
        return CharterStanding()
    agreed = next((one for one in reversed(versions) if by(one) >= set(SIDES)), None)
    return CharterStanding(versions[-1], by(versions[-1]), agreed)


def differences(before: Charter, after: Charter) -> tuple[Change, ...]:
    """What `after` says otherwise, box by box where it is one of the four."""
    found = []
    for field, heading in FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old == new:
            continue
        if isinstance(old, Confidentiality):
            found += [
                Change(f"{field}.{box}", title, _told(first), _told(second))
                for box, title in BOXES.items()
                if (first := getattr(old, box)) != (second := getattr(new, box))
            ]
        else:
            found.append(Change(field, heading, _told(old), _told(new)))
    return tuple(found)


def _told(value: Any) -> str:
    if isinstance(value, date):
        return dated(value)
    return value if isinstance(value, str) else "; ".join(value or ())


def review_due(life: PairLife, now: datetime) -> str:
    """A sentence where the day has come to look at the agreed charter again, else ""."""
    agreed = standing(life).agreed
    if agreed is None or agreed.review is None or agreed.review > now.date():
        return ""
    return (
        f"You agreed to look at the charter again on {dated(agreed.review)}: "
        "keep it, or change a line, and set the next date."
    )


def who_must_sign(life: PairLife, me: Side) -> str:
    """Whose signature the latest version waits for, in a sentence for `me`; "" where nobody’s."""
    now = standing(life)
    partner = life.called(other(me))
    if now.current is None or not now.missing:
        return ""
    if now.missing == frozenset(SIDES):
        waits = f"Neither of you has signed version {now.current.number} yet."
    elif me in now.missing:
        waits = f"{partner} has signed version {now.current.number}; you have not yet."
    else:
        waits = f"You have signed version {now.current.number}; {partner} has not yet."
    if now.agreed is None:
        return waits
    return f"{waits} Until then version {now.agreed.number} holds."
