"""What the items of an agenda can be about: goals in turn, what was put off, what somebody wants."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.choosing import Place
from assistant.life.about import About
from assistant.life.goal import Goal
from assistant.life.needs import GOAL, PARKED, GoalTurn, Needs, name
from assistant.life.pulse import QUESTIONS
from assistant.life.pulse_words import LOW_ANSWER
from assistant.life.session import Action, Parked
from assistant.life.snapshot import SIDES, PairLife
from assistant.life.stage import said, short
from assistant.wording import BlockKind, Side, Stage

RelevanceOf = Callable[[str], Mapping[str, float]]
"""The search score of each card that is near a text."""

ABOUT, ACTION, PULSE = About.KIND, Action.KIND, "pulse"
_MOST_TEXTS = 4
"""Texts looked up for one suggestion: each costs a search."""
_PULSE_TEXTS = {
    "useful": "our sessions are not useful to one of us",
    "going": "we are losing momentum and wonder whether to go on",
}
_ABOUT_NOTHING = frozenset({Stage.BEFORE, Stage.STUCK})
"""Before the first session there is nothing to go on with; when stuck, repair has the turn."""


@dataclass(frozen=True)
class Matter:
    """Something an item can be about: the record, the text it is looked up by, why, and what to ask."""

    about: str
    text: str
    because: str
    prompts: tuple[str, ...] = ()


FOCUS = Matter("", "", "")
"""The place of what the session was asked to be about; that is told elsewhere."""


def with_matter(place: Place, matter: Matter, near: Nearness) -> Place:
    """`place`, to be about that matter."""
    return replace(
        place,
        near=near(matter.text),
        about=matter.about,
        told=matter.because,
        asks=matter.prompts,
    )


class Nearness:
    """Looks texts up, each once and no more than a few; past those nothing is near."""

    def __init__(self, relevance_of: RelevanceOf) -> None:
        self._relevance_of = relevance_of
        self._found: dict[str, Mapping[str, float]] = {"": {}}

    def __call__(self, text: str) -> Mapping[str, float]:
        """The search score of each card near `text`."""
        if text not in self._found:
            if len(self._found) > _MOST_TEXTS:
                return {}
            self._found[text] = self._relevance_of(text)
        return self._found[text]


class Matters:
    """The matters of a pair, for the kinds of items that can be about them."""

    def __init__(self, life: PairLife, needs: Needs, now: datetime) -> None:
        self._life, self._needs, self._now = life, needs, now

    def known(self, about: str) -> Matter:
        """The matter that an item says it is about; FOCUS where it is gone."""
        kind, _, id_ = about.partition(" ")
        found: list[Matter] = []
        if kind == GOAL:
            turns = [turn for turn in self._needs.goals if turn.goal.id == id_]
            found = [self._goal(turn, Stage.EARLY) for turn in turns]
        elif kind == PARKED:
            found = [self._parked(one) for one in self._needs.parked if one.id == id_]
        elif kind == ACTION:
            found = [self._action(one) for one in self._needs.actions if one.id == id_]
        elif kind == ABOUT:
            listed = [*map(self._wants, SIDES), *map(self._offers, SIDES)]
            found = [one for some in listed for one in some if one.about == about]
        elif kind == PULSE:
            found = self._to_reflect(Stage.EARLY)
        return found[0] if found else FOCUS

    def placed(
        self, places: Sequence[Place], stage: Stage, near: Nearness, *, focus: bool, one: bool
    ) -> list[Place]:
        """Return `places`, each with what it is about.

        With `focus` the first item of learning is left to that; with `one` every other one is too, or
        to the first matter.
        """
        queues = {
            BlockKind.LEARN: self._to_learn(stage),
            BlockKind.GIVE_BACK: self._to_give_back(stage),
            BlockKind.REFLECT: self._to_reflect(stage),
        }
        learn = queues[BlockKind.LEARN]
        if focus:
            learn.insert(0, FOCUS)
        if one:
            learn[1:] = learn[:1] * len(places)
        found = []
        for place in places:
            queue = queues.get(place.slot.kind)
            matter = queue.pop(0) if queue and not place.slot.keeps_its_card else FOCUS
            found.append(with_matter(place, matter, near))
        return found

    # --- queues ------------------------------------------------------------------------------------

    def _to_learn(self, stage: Stage) -> list[Matter]:
        """The mentee's goals in turn, what was put off, else needs, an open action, what is offered."""
        if stage in _ABOUT_NOTHING:
            return []
        goals = self._goals(Side.MENTEE, stage)
        wants = [] if goals else self._wants(Side.MENTEE)
        found = [*goals, *map(self._parked, self._needs.parked), *wants]
        found = found or [self._action(one) for one in self._needs.actions[:1]]
        return found or self._offers(Side.MENTOR)

    def _to_give_back(self, stage: Stage) -> list[Matter]:
        """The mentor's goals in turn, else what they want in return (brief, T6.14 and T7.5).

        Where nobody said what that is, what the mentee offers.
        """
        if stage in _ABOUT_NOTHING:
            return []
        wanted = self._goals(Side.MENTOR, stage) or self._wants(Side.MENTOR)
        return wanted or self._offers(Side.MENTEE)

    def _to_reflect(self, stage: Stage) -> list[Matter]:
        low = self._needs.low
        if stage in _ABOUT_NOTHING or not low:
            return []
        because = LOW_ANSWER.format(day=self._needs.low_on, question=QUESTIONS[low])
        return [Matter(PULSE, _PULSE_TEXTS[low], because)]

    def _goals(self, side: Side, stage: Stage) -> list[Matter]:
        turns = [turn for turn in self._needs.goals if turn.goal.side is side]
        if stage is Stage.FIRST:  # where a goal starts is found out first
            turns.sort(key=lambda turn: turn.goal.baseline is not None)
        if stage is Stage.CLOSING:  # and looked at again at the end (brief, T12.5)
            turns.sort(key=lambda turn: turn.goal.baseline is None)
        return [self._goal(turn, stage) for turn in turns]

    # --- matters -----------------------------------------------------------------------------------

    def _goal(self, turn: GoalTurn, stage: Stage) -> Matter:
        goal, who = turn.goal, name(self._life, turn.goal.side, first=True)
        told = f"{who}'s goal “{short(goal.what)}”"
        if stage is Stage.FIRST and goal.baseline is None:
            because = f"{told} has no starting point yet."
        elif stage is Stage.CLOSING and goal.baseline is not None:
            because = f"{told} began with a task on {said(goal.baseline.at, self._now)}."
        elif turn.last is None:
            because = f"{told} has not had a turn yet."
        else:
            because = f"{told} has not had a turn since {said(turn.last, self._now)}."
        return Matter(f"{GOAL} {goal.id}", goal.what, because, self._asked(goal, stage, who))

    def _asked(self, goal: Goal, stage: Stage, who: str) -> tuple[str, ...]:
        prompts = []
        if stage is Stage.CLOSING and goal.baseline is not None:
            prompts.append(f"The first task: “{short(goal.baseline.task, 200)}”.")
        if goal.if_ and goal.then:
            prompts.append(
                f"{who}'s plan: if {short(goal.if_, 100)}, then {short(goal.then, 100)}."
            )
        return tuple(prompts)

    def _parked(self, one: Parked) -> Matter:
        because = f"You put “{short(one.what)}” off on {said(one.since, self._now)}."
        return Matter(f"{PARKED} {one.id}", one.what, because)

    def _wants(self, side: Side) -> list[Matter]:
        """What a side's page says they want to learn, what had no turn for longest first."""
        return self._listed(f"{ABOUT} {side}", side, "learn", self._life.abouts[side].needs)

    def _offers(self, side: Side) -> list[Matter]:
        """What it says they can show, in the same order."""
        return self._listed(f"{ABOUT} {side} offers", side, "show", self._life.abouts[side].offers)

    def _listed(self, about: str, side: Side, todo: str, lines: Sequence[str]) -> list[Matter]:
        who = name(self._life, side)
        found = [
            Matter(
                f"{about} {_mark(line)}",
                line,
                f"On {who}'s list of what to {todo}: “{short(line)}”.",
            )
            for line in lines
        ]
        turns = self._needs.turns
        return sorted(found, key=lambda one: (one.about in turns, turns.get(one.about, self._now)))

    def _action(self, one: Action) -> Matter:
        who = name(self._life, one.side)
        since = said(one.since, self._now)
        about = f"{ACTION} {one.id}"
        return Matter(about, one.what, f"{short(one.what)}: open for {who} since {since}.")


def _mark(line: str) -> str:
    """What tells a line of a page from its other lines, wherever it stands there."""
    return hashlib.sha256(line.casefold().encode()).hexdigest()[:8]
