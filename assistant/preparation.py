"""A page for one of the two before a session: what was promised, what they wrote, what to ask and show.

Private: it is made from one's own journal too, so it is a type of its own that says nothing of itself,
is not pickled, and that nothing which writes for both takes.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from assistant.errors import Trouble
from assistant.life.days import day_of, said_day
from assistant.life.markup import Page, Section
from assistant.life.session import ActionState, other
from assistant.life.snapshot import PairLife
from assistant.life.stage import stage_of
from assistant.life.today import NextSession, next_session
from assistant.questions import suggest_questions
from assistant.safety import concern_of, reply_to
from assistant.wording import BlockKind, Lead, Side, Stage, one_line
from assistant.worry import SENTENCE, Find, Spoken, near_hits, quoted, words_to_say
from knowledge.card import Card
from knowledge.plain_text import words

if TYPE_CHECKING:
    from assistant.entry import Entry
    from assistant.journal import Journal
    from assistant.journal_search import JournalSearch
    from knowledge.catalogue import Catalogue

_WRITTEN, _PROMISED = 3, 6
_LATELY = 28
"""Days that are looked back on where no session was held yet."""


class PrivateBrief:
    """A page for its owner's eyes."""

    __slots__ = ("_page", "_questions", "_spoken")

    def __init__(self, page: Page, questions: tuple[str, ...], spoken: Spoken | None) -> None:
        self._page = page
        self._questions = questions
        self._spoken = spoken

    def __repr__(self) -> str:
        """Say nothing of what stands in it."""
        return "PrivateBrief(...)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private page is not pickled")

    @property
    def title(self) -> str:
        """Before which session it is read."""
        return self._page.title

    @property
    def lead(self) -> str:
        """When that is."""
        return self._page.lead

    @property
    def foot(self) -> str:
        """Whose it is."""
        return self._page.foot

    @property
    def sections(self) -> tuple[Section, ...]:
        """Its parts, for the owner's screen."""
        return self._page.sections

    @property
    def questions(self) -> tuple[str, ...]:
        """Those to take along, which stand in one of its parts."""
        return self._questions

    @property
    def spoken(self) -> Spoken | None:
        """The sentence to say, with the card it stands in."""
        return self._spoken

    @property
    def markdown(self) -> str:
        """It as Markdown, for its owner."""
        return self._page.markdown


def prepare(
    life: PairLife,
    me: Side,
    journal: Journal,
    search: JournalSearch,
    catalogue: Catalogue,
    find: Find,
    now: datetime,
    *,
    seed: int = 0,
) -> PrivateBrief:
    """The page of `me`, the mentor or the mentee, for the next session, or for none in particular.

    Where `find` or `search` cannot be used now, what they would have brought is left out. The same
    records, `now` and `seed` give the same page.
    """
    upcoming, stage = next_session(life, me, now), stage_of(life, now).stage
    begin = _begin(life, now)
    lately = [one for one in journal.entries if begin <= day_of(one.at, now) and one.at <= now]
    topic = _topic(life, upcoming)
    near = [hit.card for hit in near_hits(find, topic, me)]
    concern = next(filter(None, (concern_of(one.text) for one in lately)), None)
    questions = _questions(catalogue, me, stage, near, lately, seed)
    sections = [
        _mine(life, me, now),
        _theirs(life, me, now),
        _written(search, lately, topic, begin, now),
        Section("Two questions to take with you", questions),
        _show(life, me, near, now),
    ]
    spoken = None
    if concern is not None:
        # Nothing light beside it; the people to turn to stay in sight (brief, 5).
        sections.insert(0, Section("First", tuple(reply_to(concern))))
    else:
        spoken, why = words_to_say(catalogue, find, me, stage, lately, seed)
        if spoken is not None:
            lines = (why, f"{spoken.text} (from “{spoken.title}”)")
            sections.append(Section("Words to say", lines))
    title = upcoming.title if upcoming else f"A session with {life.called(other(me))}"
    lead = f"{upcoming.when} ({upcoming.date})." if upcoming else "No date is fixed yet."
    page = Page(
        f"Before: {title}",
        lead[:1].upper() + lead[1:],
        tuple(one for one in sections if one.lines),
        _FOOT,
    )
    return PrivateBrief(page, questions, spoken)


_FOOT = "For you alone: your journal is in it."


def _begin(life: PairLife, now: datetime) -> date:
    """The day of the last session, or four weeks ago."""
    held = [one for one in life.held if one.at <= now]
    return day_of(held[-1].at, now) if held else (now - timedelta(days=_LATELY)).date()


def _topic(life: PairLife, upcoming: NextSession | None) -> str:
    """What the session is about: its focus, else its main items, else open goals, else the set-up."""
    agenda = upcoming.session.agenda if upcoming else None
    if agenda is not None:
        matter = [one.title for one in agenda.items if one.kind is BlockKind.LEARN]
        return one_line(agenda.focus or ". ".join(matter) or agenda.items[0].title)
    goals = [one.what for one in life.goals if one.open]
    if goals:
        return one_line(goals[0])
    mentor, mentee = life.abouts[Side.MENTOR], life.abouts[Side.MENTEE]
    return one_line("; ".join((mentee.needs or mentor.offers)[:1]))


# --- promised --------------------------------------------------------------------------------------


def _mine(life: PairLife, me: Side, now: datetime) -> Section:
    return Section("You said you would", _promised(life, me, now) or ("Nothing is open of yours.",))


def _theirs(life: PairLife, me: Side, now: datetime) -> Section:
    partner = life.called(other(me))
    title = f"{partner[:1].upper()}{partner[1:]} said they would"
    return Section(title, _promised(life, other(me), now) or ("Nothing is open of theirs.",))


def _promised(life: PairLife, side: Side, now: datetime) -> tuple[str, ...]:
    lines = [
        f"{one.what.rstrip('.')}, since {said_day(day_of(one.since, now), now.date())}."
        for one in life.actions
        if one.open and one.side is side
    ]
    left = len(lines) - _PROMISED
    return (*lines[:_PROMISED], *((f"And {left} more.",) if left > 0 else ()))


# --- what I wrote ----------------------------------------------------------------------------------


def _written(
    search: JournalSearch, lately: list[Entry], topic: str, begin: date, now: datetime
) -> Section:
    """Own entries since the last session that are near its topic; else the latest ones."""
    known = {one.id for one in lately}
    found: list[tuple[Entry, str]] = []
    if topic and lately:
        from assistant.journal_search import JournalFilters

        # The tags in a topic are words here: nobody typed them to filter.
        asked = topic.replace("#", " ").strip()
        try:
            hits = search.find(asked, filters=JournalFilters(since=begin), limit=_WRITTEN * 2)
        except Trouble:
            hits = []
        found = [(hit.entry, _telling(hit.passage, asked)) for hit in hits if hit.entry.id in known]
    title = "What you wrote that is near it" if found else "What you wrote since"
    told = found or [(one, one.title) for one in lately]
    lines = tuple(
        f"{said_day(day_of(one.at, now), now.date())}: {quoted(said)}"
        for one, said in told[:_WRITTEN]
    )
    return Section(title, lines or ("Nothing since you last met.",))


def _telling(passage: str, topic: str) -> str:
    """The sentence of `passage` that shares most words with `topic`, the first where none does."""
    wanted = {word for word in words(topic) if len(word) > 3}
    return max(SENTENCE.split(passage), key=lambda one: len(wanted & set(words(one))))


# --- to ask, to show -------------------------------------------------------------------------------


def _questions(
    catalogue: Catalogue,
    me: Side,
    stage: Stage,
    near: list[Card],
    lately: list[Entry],
    seed: int,
) -> tuple[str, ...]:
    """Two: one near the topic, one of the stage; none that was answered since the last session."""
    answered = {one_line(prompt) for one in lately for prompt in one.prompts}
    relevance = {card.id: 1.0 for card in near}
    pools = [
        suggest_questions(catalogue, side=me, stage=stage, relevance=relevance, limit=9, seed=seed),
        suggest_questions(catalogue, side=me, stage=stage, limit=30, seed=seed),
    ]
    chosen: list[str] = []
    for pool, wanted in zip(pools, (1, 2), strict=True):
        for question in pool:
            if len(chosen) < wanted and question.text not in {*answered, *chosen}:
                chosen.append(question.text)
    return tuple(chosen)


def _show(life: PairLife, me: Side, near: list[Card], now: datetime) -> Section:
    if me is Side.MENTEE:
        return Section("One thing to show", (_tried(life, near, now),))
    for card in near:
        for block in card.blocks:
            if block.kind is BlockKind.LEARN and block.lead is Lead.MENTOR:
                told = f"“{block.title}”, {block.minutes} minutes: {block.purpose}"
                return Section("One thing to show", (f"{told} (from “{card.title}”)",))
    offers = life.abouts[me].offers
    told = f"Of what you offer: {offers[0]}." if offers else "Something you did yourself this week."
    tries = [line for card in near for line in card.tries.of(me)]
    return Section("One thing to show", (told if offers or not tries else tries[0],))


def _tried(life: PairLife, near: list[Card], now: datetime) -> str:
    """What the mentee used: the latest win or action done, else something to try first."""
    wins = [(one.at, one.what) for one in life.wins if one.side is Side.MENTEE and one.at <= now]
    done = [
        (one.ended, one.what)
        for one in life.actions
        if one.side is Side.MENTEE and one.state is ActionState.DONE and one.ended
    ]
    if wins or done:
        at, what = max([*wins, *done])
        return f"What you tried ({said_day(day_of(at, now), now.date())}): {what.rstrip('.')}."
    tries = [line for card in near for line in card.tries.of(Side.MENTEE)]
    return tries[0] if tries else "Where you got stuck, on your own file, before anyone helped."
