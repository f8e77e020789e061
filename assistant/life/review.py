"""A review on one page, for the quarter or the ending, from what both share (brief, T6.9, T12.3).

Figures with what stands behind them; nobody is rated and nothing compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from assistant.errors import wrong_usage
from assistant.life.days import day_of, days_before, plain_day, since
from assistant.life.endings import AFTERWARDS
from assistant.life.figures import Progress, bare, begun, session_numbers
from assistant.life.goal import Goal
from assistant.life.markup import Bar, Page, Section, Table
from assistant.life.progress import progress
from assistant.life.session import Session
from assistant.life.snapshot import SIDES, PairLife

Kind = Literal["quarter", "ending"]
_QUARTER_DAYS = 91
_MOST = 8
"""Lines of a part: what is beyond them is counted, so that it stays one page."""
_FOOT = (
    "Made from what the two of you share, and of nothing private. Ratings are each owner's own. "
    "Show it to others only if both of you agree."
)


@dataclass(frozen=True, repr=False)
class Review:
    """A page on the days `since` to `until`, both included; `since` None is from the beginning."""

    since: date | None
    until: date
    page: Page

    @property
    def markdown(self) -> str:
        """It as Markdown."""
        return self.page.markdown

    @property
    def html(self) -> str:
        """It as one HTML file."""
        return self.page.html

    @property
    def file_name(self) -> str:
        """What a file of it is called if nobody says otherwise, without its ending."""
        return f"review-{self.until.isoformat()}"


def review(
    life: PairLife,
    now: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    kind: Kind = "quarter",
) -> Review:
    """The review of the days `since` to `until`, or of the last 13 weeks; for an ending, of it all.

    Raises Trouble where `until` is before `since`.
    """
    last = until or now.date()
    first = since
    if first is None and kind == "quarter":
        first = days_before(last, _QUARTER_DAYS)
    if first is not None and first > last:
        raise wrong_usage("The review would end before it begins.", "Give the earlier day first.")
    part = _during(life, first, last, now)
    figures = progress(part, now, numbers=session_numbers(life))
    sections = (
        _goals(figures),
        _learned(part, now),
        _wins(part),
        _actions(part, figures, now),
        Section("Rhythm", (figures.rhythm_words, *(one.words for one in figures.months))),
        _talk(figures),
        # How many were opened, and no more: it may be shown to others, and who felt what is the two's.
        Section("Pulse", (figures.pulse_words,)),
        _given(part),
        _next(life, now, kind),
    )
    page = Page(_title(life, kind), _lead(first, last, now), sections, _FOOT)
    return Review(first, last, page)


def _title(life: PairLife, kind: Kind) -> str:
    names = [begun(life.called(SIDES[0])), life.called(SIDES[1])]
    what = "what we learned" if kind == "ending" else "the quarter on one page"
    return f"{' and '.join(names)}: {what}"


def _lead(first: date | None, last: date, now: datetime) -> str:
    end = plain_day(last, now.date())
    return f"From the beginning to {end}." if first is None else f"{_plain(first, now)} to {end}."


def _plain(day: date, now: datetime) -> str:
    return plain_day(day, now.date())


# --- what falls into these days --------------------------------------------------------------------


def _during(life: PairLife, first: date | None, last: date, now: datetime) -> PairLife:
    """What happened in these days; of actions and goals also what was open in them."""

    def within(moment: datetime) -> bool:
        day = day_of(moment, now)
        return (first is None or first <= day) and day <= last

    def going_on(begins: datetime, ended: datetime | None) -> bool:
        before = first is not None and ended is not None and day_of(ended, now) < first
        return day_of(begins, now) <= last and not before

    sessions = [one for one in life.sessions if within(one.at)]
    ids = {one.id for one in sessions}
    documents = [
        *sessions,
        *(one for one in life.goals if going_on(one.since, None if one.open else one.ended)),
        *(one for one in life.actions if going_on(one.since, None if one.open else one.ended)),
        *(one for one in life.wins if within(one.at)),
        *(one for one in life.given if within(one.at)),
        *(one for one in life.summaries.values() if one.session in ids),
        *(one for one in life.commitments.values() if one.session in ids),
        *(one for one in life.reveals.values() if one.session in ids),
        *life.learned.values(),
    ]
    return PairLife.of(documents, life.mentor, life.mentee)


def _few(lines: Iterable[str], most: int = _MOST) -> tuple[str, ...]:
    told = list(lines)
    left = len(told) - most
    return tuple(told) if left <= 0 else (*told[:most], f"And {left} more.")


# --- the parts -------------------------------------------------------------------------------------


def _goals(figures: Progress) -> Section:
    lines = [f"{path.words}{_behind(path.goal)}" for path in figures.goals]
    return Section("Goals", _few(lines) or (figures.goals_words,))


def _behind(goal: Goal) -> str:
    """What stands behind a rating: the task, then and now (brief, T6.6 and T6.7)."""
    if goal.baseline is None:
        return ""
    told = f" The task: {bare(goal.baseline.task)}."
    told += f" Then: {bare(goal.baseline.result)}." if goal.baseline.result else ""
    seen = [look for look in sorted(goal.looks, key=lambda one: one.at) if look.result]
    return told + (f" Now: {bare(seen[-1].result)}." if seen else "")


def _learned(life: PairLife, now: datetime) -> Section:
    lines = [
        f"{begun(life.called(side))}: {words}"
        for side in SIDES
        if side in life.learned
        for words in life.learned[side].learned
    ]
    lines += [f"{_day(one, now)}: {note}" for one in life.held for note in one.notes]
    lines += [
        f"{_day(one, now)}: {life.summaries[one.id].words}"
        for one in life.held
        if one.id in life.summaries and not one.notes and life.summaries[one.id].words
    ]
    return Section("What we learned", _few(lines) or ("Nothing was noted.",))


def _day(session: Session, now: datetime) -> str:
    return _plain(day_of(session.at, now), now)


def _wins(life: PairLife) -> Section:
    rows = tuple(
        (life.called(win.side), win.what, win.where_used or "–", win.who_noticed or "–")
        for win in life.wins[-_MOST:]
    )
    if not rows:
        return Section("Wins", ("No win noted in these days.",))
    left = len(life.wins) - len(rows)
    lines = (f"{left} earlier ones are not in the table.",) if left else ()
    return Section("Wins", lines, Table(("Whose", "What", "Where used", "Who noticed"), rows))


def _actions(life: PairLife, figures: Progress, now: datetime) -> Section:
    still = [
        f"Open: {life.called(one.side)}, {bare(one.what)}, "
        f"{since(day_of(one.since, now), now.date())}."
        for one in life.actions
        if one.open
    ]
    return Section("Actions", _few([figures.actions.words, *still]))


def _talk(figures: Progress) -> Section:
    overall = figures.talk_overall
    if overall.share is None:
        return Section("Talk", (overall.words,))
    return Section("Talk", bars=(Bar(overall.share, overall.words),))


def _given(life: PairLife) -> Section:
    lines = []
    for side in SIDES:
        told = [one.what for one in life.given if one.side is side]
        gave = "; ".join(_few(map(bare, told), 5)).rstrip(".") or "nothing was written down"
        lines.append(f"{begun(life.called(side))} gave: {gave}.")
    return Section("Given and received", tuple(lines))


def _next(life: PairLife, now: datetime, kind: Kind) -> Section:
    lines = []
    if kind == "ending":
        if life.ending is not None and life.ending.afterwards is not None:
            lines.append(f"Afterwards: {AFTERWARDS[life.ending.afterwards]}.")
        if life.ending is not None and life.ending.notes:
            lines.append(f"Our notes: {life.ending.notes}")
        lines += [
            f"{begun(life.called(side))} goes on with: {bare(words)}."
            for side in SIDES
            if side in life.learned
            for words in life.learned[side].goes_on
        ]
    ahead = [one for one in life.sessions if one.planned and one.at >= now]
    lines += [f"The next session: {_day(one, now)}." for one in ahead[:1]]
    lines += [f"Waits for its turn: {bare(one.what)}." for one in life.parked if one.open]
    return Section("What next", _few(lines) or ("Nothing is planned yet.",))
