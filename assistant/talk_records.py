"""What a conversation keeps across days, encrypted with its owner's key: facts, questions, transcripts.

Facts are few and have names (role, usual length, focus, an unsaved draft); transcripts go after 90 days,
and none are kept where their owner switched them off.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from assistant.clock import Clock

if TYPE_CHECKING:
    from assistant.storage.records import Place
    from assistant.storage.space import Space
    from assistant.talk.mind import Fact
    from assistant.talk.state import AgendaDraft

KIND = "c"
KEPT_DAYS = 90
MOST_FACTS = 40
MOST_QUESTIONS = 200
_TURN_LONGEST = 20_000


class TalkRecords:
    """One person's facts, questions and transcripts. Writing raises ReadOnly and NotKept."""

    def __init__(self, space: Space, clock: Clock) -> None:
        self._space = space
        self._clock = clock

    # --- facts -------------------------------------------------------------------------------------

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is remembered, the oldest first."""
        found = {}
        for _, record in self._of("fact"):
            fact = _fact(record)
            if fact is not None:
                found[fact.name] = fact
        return tuple(sorted(found.values(), key=lambda fact: (fact.day, fact.name)))

    def remember(self, name: str, said: str) -> None:
        """Remember `said` under `name`, in place of what was remembered under it."""
        if any(fact.name == name and fact.said == said for fact in self.facts):
            return
        former = self._places("fact", "name", name)
        self._add({"type": "fact", "name": name, "said": said, "day": self._today.isoformat()})
        self._erase(former)
        oldest = self.facts[:-MOST_FACTS]
        for fact in oldest:
            self.erase_fact(fact.name)

    def erase_fact(self, name: str) -> None:
        """Forget what is remembered under `name`, and the draft where it is that."""
        self._erase(self._places("fact", "name", name))
        if name == "draft":
            self._erase([place for place, _ in self._of("draft")])

    def erase_facts(self) -> None:
        """Forget all facts, questions and the draft."""
        kinds = ("fact", "question", "draft")
        self._erase([place for kind in kinds for place, _ in self._of(kind)])

    # --- the open draft ----------------------------------------------------------------------------

    @property
    def draft(self) -> AgendaDraft | None:
        """The agenda that was left unsaved; None where none was, or it cannot be read."""
        from assistant.talk.state import AgendaDraft

        draft = None
        for _, record in self._of("draft"):
            try:
                draft = AgendaDraft.model_validate_json(record["draft"])
            except (KeyError, ValueError):
                continue
        return draft

    def keep_draft(self, draft: AgendaDraft | None) -> None:
        """Keep the open draft for another day; with None there is none any more."""
        former = [place for place, _ in self._of("draft")]
        if draft is not None:
            bare = draft.model_copy(update={"former": ()})
            self._add({"type": "draft", "draft": bare.model_dump_json()})
        self._erase(former)

    # --- questions ---------------------------------------------------------------------------------

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that were kept, the oldest first."""
        return tuple(str(record.get("text", "")) for _, record in self._of("question"))

    def keep_question(self, text: str) -> str:
        """Keep a question; returns the key that drops it."""
        key = secrets.token_hex(8)
        self._add({"type": "question", "id": key, "text": text})
        oldest = [place for place, _ in self._of("question")][:-MOST_QUESTIONS]
        self._erase(oldest)
        return key

    def drop_question(self, key: str) -> None:
        """Take a question off."""
        self._erase(self._places("question", "id", key))

    # --- transcripts -------------------------------------------------------------------------------

    def keep_turn(self, talk: str, said: str, replied: str) -> None:
        """Add a turn to the transcript of the conversation `talk`."""
        at = self._clock().isoformat()
        self._add(
            {
                "type": "turn",
                "talk": talk,
                "at": at,
                "said": said[:_TURN_LONGEST],
                "replied": replied[:_TURN_LONGEST],
            }
        )

    @property
    def transcript(self) -> tuple[tuple[datetime, str, str], ...]:
        """All turns that are kept, the oldest first: when, what was said, what was replied."""
        found = []
        for _, record in self._of("turn"):
            try:
                at = datetime.fromisoformat(record["at"])
                found.append((at, str(record["said"]), str(record["replied"])))
            except (KeyError, TypeError, ValueError):
                continue
        return tuple(sorted(found, key=lambda turn: turn[0].timestamp()))

    def erase_transcripts(self) -> None:
        """Forget all turns."""
        self._erase([place for place, _ in self._of("turn")])

    def tidy(self) -> None:
        """Forget the turns that are more than 90 days old."""
        before = self._clock() - timedelta(days=KEPT_DAYS)
        self._erase([place for place, record in self._of("turn") if _older(record, before)])

    # --- records -----------------------------------------------------------------------------------

    @property
    def _today(self) -> date:
        return self._clock().date()

    def _of(self, kind: str) -> Iterator[tuple[Place, dict[str, Any]]]:
        for place, record in list(self._space.records(KIND)):
            if record.get("type") == kind:
                yield place, record

    def _places(self, kind: str, field: str, value: str) -> list[Place]:
        return [place for place, record in self._of(kind) if record.get(field) == value]

    def _add(self, record: dict[str, Any]) -> None:
        self._space.records(KIND).add(record)

    def _erase(self, places: list[Place]) -> None:
        if places:
            self._space.records(KIND).erase(places)


def _fact(record: dict[str, Any]) -> Fact | None:
    from assistant.talk.mind import Fact

    try:
        return Fact(str(record["name"]), str(record["said"]), date.fromisoformat(record["day"]))
    except (KeyError, TypeError, ValueError):
        return None


def _older(record: dict[str, Any], moment: datetime) -> bool:
    try:
        return datetime.fromisoformat(record["at"]).timestamp() < moment.timestamp()
    except (KeyError, TypeError, ValueError):
        return True
