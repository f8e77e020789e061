"""The scripts of tests/eval/dialogues.jsonl, told to real conversations on real stores, and judged.

Only what can be observed is judged: fields of the reply and what the stores hold.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from assistant.locations import Locations
from assistant.pair_space import PairSpace
from assistant.people import People
from assistant.sample_pair import PASSPHRASES, make_sample
from assistant.talk.grounding import grounded
from assistant.talk.reply import Reply
from assistant.talk.state import View
from assistant.talk_effects import IN_HAND
from assistant.talking import Conversation, Told
from assistant.wording import Side
from assistant.workspace import Workspace
from scripts.retrieval import read

_PHRASE = "marble lantern orchard seven quiet rivers"


@dataclass
class Judged:
    """A script and what did not hold in it: turn, key, what was expected, what was there."""

    id: str
    failed: list[str] = field(default_factory=list)
    turns: int = 0
    elapsed: list[float] = field(default_factory=list)
    replies: list[tuple[str, Reply]] = field(default_factory=list)
    agenda_turns: int | None = None

    @property
    def passed(self) -> bool:
        """Whether all held."""
        return not self.failed


class _Clock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def run_all(work: Workspace, only: str = "") -> list[Judged]:
    """Tell every script, or those whose id begins so, to a conversation of its own."""
    return [
        run(work, script) for script in read("dialogues.jsonl") if script["id"].startswith(only)
    ]


def run(work: Workspace, script: Mapping[str, Any]) -> Judged:
    """Tell one script."""
    judged = Judged(script["id"])
    clock = _Clock(datetime.fromisoformat(script["now"]))
    with tempfile.TemporaryDirectory(prefix="viceversa-talk-") as folder:
        home = Path(folder)
        pair = _space(home, script, clock)
        own = Workspace(Locations.find(home))
        own._opened = work.library
        role = Side(script["role"]) if script["role"] else None
        talk = Conversation(own, pair, clock, role=role, view=View(script["view"]))
        try:
            for number, turn in enumerate(script["turns"], 1):
                _turn(judged, talk, pair, clock, number, turn)
        finally:
            if pair is not None:
                pair.close()
    return judged


def _space(home: Path, script: Mapping[str, Any], clock: _Clock) -> PairSpace | None:
    side = Side(script["role"] or "mentor")
    if script["space"] == "none":
        return None
    if script["space"] == "sample":
        make_sample(home, clock).close()
        return People(home, clock).unlock(PASSPHRASES[side])
    people = People(home, clock)
    return people.save(people.new_pair("Noor", side, "Alex", _PHRASE))


def _turn(
    judged: Judged,
    talk: Conversation,
    pair: PairSpace | None,
    clock: _Clock,
    number: int,
    turn: Mapping[str, Any],
) -> None:
    said, expected = turn["user"], turn.get("expect", {})
    if isinstance(said, dict):
        if "view" in said:
            talk.switch(View(said["view"]))
        if "now" in said:
            clock.moment = datetime.fromisoformat(said["now"])
        return
    before, last = _counts(pair), _last_cited(judged)
    told = talk.say(said)
    judged.turns += 1
    judged.elapsed.append(told.report["elapsed_ms"])
    judged.replies.append((said, told.reply))
    if "agenda_saved" in told.report["effects"] and judged.agenda_turns is None:
        judged.agenda_turns = judged.turns
    after = _counts(pair)
    found = {name: after[name] - before[name] for name in after}
    for key, wanted in expected.items():
        if not _holds(key, wanted, told, found, last):
            there = told.report.get(key, found)
            judged.failed.append(
                f"{judged.id}.{number} {said[:60]!r}: {key} {wanted!r}, there {str(there)[:160]!r}"
            )
    grounded(told.reply, talk.cards)


def _counts(pair: PairSpace | None) -> dict[str, int]:
    if pair is None:
        return {"journal_entries": 0, "saved_agendas": 0, "facts": 0}
    life = pair.records.life
    kept = sum(one.agenda is not None for one in life.sessions) + bool(pair.forms.texts(IN_HAND))
    return {
        "journal_entries": len(pair.journal),
        "saved_agendas": kept,
        "facts": len(pair.talk.facts),
    }


def _last_cited(judged: Judged) -> set[str]:
    for _, reply in reversed(judged.replies):
        if reply.sources:
            return {source.id for source in reply.sources}
    return set()


def _any_of(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _holds(key: str, wanted: Any, told: Told, found: Mapping[str, int], last: set[str]) -> bool:
    report = told.report
    text = report["text"].lower()
    fields = ("kind", "intent", "safety_category", "pending", "view")
    counts = ("citations_min", "offers_min", "questions_min")
    if key in fields:
        return report[key] in _any_of(wanted)
    if key in counts:
        return len(report[key.removesuffix("_min")]) >= wanted
    if key.endswith("_delta"):
        return found[key.removesuffix("_delta")] in _any_of(wanted)
    judge: dict[str, bool] = {
        "not_kind": report["kind"] not in _any_of(wanted),
        "effects": key == "effects" and set(wanted) <= set(report["effects"]),
        "no_effects": not report["effects"],
        "slots": key == "slots" and _slots_hold(wanted, report["slots"]),
        "draft": key == "draft" and bool(report["draft"]) and _draft_holds(wanted, report["draft"]),
        "no_draft": report["draft"] is None,
        "questions_exact": len(report["questions"]) == wanted,
        "same_citations_as_last": bool(last & set(report["citations"])),
        "new_citations": bool(set(report["citations"]) - last),
        "text_has_any": any(str(word).lower() in text for word in _any_of(wanted)),
        "text_lacks": not any(str(word).lower() in text for word in _any_of(wanted)),
        "words_max": key == "words_max" and len(text.split()) <= wanted,
    }
    return judge[key]


def _slots_hold(wanted: Mapping[str, Any], there: Mapping[str, Any]) -> bool:
    return all(slot_holds(name, one, there.get(name)) for name, one in wanted.items())


def slot_holds(name: str, wanted: Any, there: Any) -> bool:
    """Whether a slot has one of the values that are right; an index is right as a whole."""
    if name == "index":
        return there == wanted
    return there in _any_of(wanted)


def _draft_holds(wanted: Mapping[str, Any], draft: Mapping[str, Any]) -> bool:
    titles = [item["title"].lower() for item in draft["items"]]
    whole = " ".join([draft["title"].lower(), *titles])
    themes = " ".join([*draft["themes"], whole])
    judge = {
        "minutes": lambda one: draft["minutes"] in _any_of(one),
        "date": lambda one: draft["date"] in _any_of(one),
        "time": lambda one: draft["time"] in _any_of(one),
        "items_min": lambda one: len(titles) >= one,
        "items_sum": lambda one: sum(item["minutes"] for item in draft["items"]) in _any_of(one),
        "title_has": lambda one: any(word in whole for word in _any_of(one)),
        "title_lacks": lambda one: not any(word in whole for word in _any_of(one)),
        "first_has": lambda one: any(word in titles[0] for word in _any_of(one)),
        "theme_has": lambda one: any(word in themes for word in _any_of(one)),
    }
    return all(judge[key](one) for key, one in wanted.items())


def repeats(judged: list[Judged]) -> float:
    """The share of sentences said again within ten replies, outside of safety."""
    again = said = 0
    for one in judged:
        recent: list[set[str]] = []
        for _, reply in one.replies:
            if reply.kind.value == "safety":
                continue
            now = {piece.text for piece in reply.pieces if len(piece.text.split()) > 3}
            said += len(now)
            again += sum(any(text in former for former in recent[-9:]) for text in now)
            recent.append(now)
    return again / max(1, said)


def agenda_turns(judged: list[Judged]) -> float:
    """The median of turns until an agenda was kept, in scripts where one was."""
    return median([one.agenda_turns for one in judged if one.agenda_turns is not None] or [0])


def failures(judged: list[Judged]) -> Iterator[str]:
    """What did not hold, a line each."""
    for one in judged:
        yield from one.failed
