"""What a message says beside its intent: a length, a day, a topic, a number, a note's text."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cached_property

from assistant.talk.grammar.calendar import Day, Span
from assistant.talk.grammar.counts import count_in, session_numbers_in
from assistant.talk.grammar.dates import days_in, spans_in
from assistant.talk.grammar.durations import Minutes, bare_minutes, durations_in
from assistant.talk.grammar.edits import Edit, edits_in
from assistant.talk.grammar.indexes import Picked, picked_in
from assistant.talk.grammar.notes import note_text
from assistant.talk.grammar.people import people_in, role_in
from assistant.talk.grammar.times import Clock, times_in
from assistant.talk.topics import subjects, topic_of
from assistant.wording import Side

_ABOUT = re.compile(
    r"\b(?:about|on|around|regarding|re|concerning|for (?=talking|discussing))[: ]+(?P<what>.+)$",
    re.I,
)
_WANTS = re.compile(
    r"\b(?:search|look(?:ing)?|find|check|go) (?:(?:in|through|thru|into|up|for) )?(?:my |the )?"
    r"(?:journal|jornal|diary|notes?|entries|entry)\b(?: (?:for|about|on|where|when))?(?P<what>.*)$",
    re.I,
)
_WROTE = re.compile(
    r"\b(?:wr[oi]te|written|wrote|note[d]?|jot(?:ted)?|put|said|say|record(?:ed)?|log(?:ged)?|mention(?:ed)?)"
    r"(?: (?:down|anything|something|before|already|in my (?:journal|diary|notes)|that))*"
    r" (?:about|on|regarding|of)? ?(?P<what>.+)$",
    re.I,
)
_TAIL = re.compile(
    r"[\s,]*\b(?:please|pls|thanks|thank you|in my (?:journal|diary|notes|entries)|last (?:week|month|year)"
    r"|this (?:week|month|year)|yesterday|recently|lately|before|somewhere|anywhere)\b[\s.?!]*$",
    re.I,
)
_NAMED = re.compile(
    r"\b(?:my (?:partner|mentor|mentee|director|boss)(?:'s name)? is (?:called |named )?"
    r"|(?:call|rename) (?:her|him|them|my (?:partner|mentor|mentee))(?: to)? "
    r"|(?:her|his|their) name is )(?P<name>[A-Z][\w'’-]{1,30})\b"
)
_LONGEST = 2_000


class Heard:
    """What `text` says; each part is looked for when it is first asked for."""

    def __init__(
        self, text: str, now: datetime, *, partner: str = "", own: str = "", listed: int = 0
    ) -> None:
        """`now` is aware; `listed` is how many things the last list had, for “the second one”."""
        self.text = text
        self._now = now
        self._partner = partner
        self._own = own
        self._listed = listed

    @cached_property
    def length(self) -> Minutes | None:
        """A length of time, the newest."""
        found = durations_in(self.text)
        return found[-1].value if found else None

    @property
    def minutes(self) -> int | None:
        """How long, in minutes; what no session can last is given as well."""
        length = self.length
        return None if length is None or length.change else length.value

    @property
    def bare_minutes(self) -> int | None:
        """Minutes in an answer that is nothing but a number."""
        return bare_minutes(self.text)

    @cached_property
    def _day(self) -> Day | None:
        found = days_in(self.text, self._now)
        return found[-1].value if found else None

    @property
    def day(self) -> date | None:
        """A day that is named."""
        return self._day.date if self._day else None

    @property
    def other_day(self) -> date | None:
        """Another day that may have been meant."""
        return self._day.alternative if self._day else None

    @property
    def past(self) -> bool:
        """Whether the day is over."""
        return self._day is not None and self._day.past

    @cached_property
    def span(self) -> Span | None:
        """The days to look back on: a stretch of them, or one day."""
        spans = spans_in(self.text, self._now)
        if spans:
            return spans[-1].value
        days = days_in(self.text, self._now, back=True)
        return Span(days[-1].value.date, days[-1].value.date) if days else None

    @cached_property
    def clock(self) -> Clock | None:
        """A time of day, the newest."""
        found = times_in(self.text)
        return found[-1].value if found else None

    @property
    def at(self) -> time | None:
        """A time of day."""
        return self.clock.at if self.clock else None

    @cached_property
    def topic(self) -> str | None:
        """The name of the topic that is mentioned, the likeliest."""
        found = topic_of(self.text[:_LONGEST])
        return found.value if found is not None else None

    @property
    def topic_words(self) -> str:
        """The topic as it is said; "" without one."""
        return subjects()[self.topic].title if self.topic else ""

    @cached_property
    def about(self) -> str:
        """What follows “about” or “on”, in the person's words; "" where that is nothing, or a day."""
        found = _ABOUT.search(self.text[:_LONGEST])
        if found is None:
            return ""
        what = _TAIL.sub("", found["what"]).strip(" .?!,")
        dated = days_in(what, self._now) or durations_in(what) or times_in(what)
        return "" if dated or what.lower() in _NOTHING else what[:200]

    @cached_property
    def picked(self) -> Picked | None:
        """What is picked of the last list."""
        return picked_in(self.text, self._listed) if self._listed else None

    @property
    def index(self) -> tuple[int, ...]:
        """Places picked, from 1."""
        return self.picked.index if self.picked else ()

    @cached_property
    def count(self) -> int | None:
        """How many are asked for."""
        found = count_in(self.text)
        return found.value if found else None

    @cached_property
    def session_no(self) -> int | None:
        """Which session."""
        found = session_numbers_in(self.text)
        return found[0].value if found else None

    @cached_property
    def role(self) -> Side | None:
        """As which side the person says they are here."""
        found = role_in(self.text)
        return Side(found.value) if found else None

    @cached_property
    def person(self) -> str | None:
        """Whom it is about: “partner”, or another that the pair knows."""
        found = people_in(self.text, self._partner, self._own)
        return found[0].value if found else None

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Changes that are asked for in an agenda."""
        return edits_in(self.text)

    @cached_property
    def note_text(self) -> str | None:
        """The text of a note, exactly; None where only the cue is there, or none."""
        return note_text(self.text)

    @cached_property
    def search_text(self) -> str:
        """What to look for in a journal; "" where only days are named, or nothing."""
        text = self.text[:_LONGEST]
        for pattern in (_WANTS, _WROTE, _ABOUT):
            found = pattern.search(text)
            if found and found["what"].strip(" .?!,"):
                what = found["what"]
                for _ in range(3):
                    what = _TAIL.sub("", what)
                return what.strip(" .?!,:")[:300]
        return ""

    @property
    def partner_name(self) -> str:
        """A name the partner is given; "" where none is."""
        found = _NAMED.search(self.text[:_LONGEST])
        return found["name"] if found else ""

    def slots(self) -> dict[str, object]:
        """All of it that was said, normalised: ISO dates, HH:MM, minutes, names of topics."""
        told: dict[str, object | None] = {
            "duration_min": self.minutes,
            "date": self.day.isoformat() if self.day else None,
            "time": f"{self.at:%H:%M}" if self.at else None,
            "topic": self.topic,
            "person": self.person,
            "count": self.count,
            "index": list(self.index) or None,
            "session_no": self.session_no,
            "role": self.role.value if self.role else None,
            "note_text": self.note_text,
        }
        return {name: value for name, value in told.items() if value is not None}


_NOTHING = frozenset({"it", "that", "this", "them", "the agenda", "me", "us", "my own", "top"})
