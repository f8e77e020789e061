"""The forms of Progress about a goal: what they ask, and the change they make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.errors import wrong_usage
from assistant.life import goals
from assistant.life.document import MAX_WORDS, new_id
from assistant.life.goal import Aim, Goal, GoalField, GoalState
from assistant.life.made import months_after
from assistant.life.milestones import WORDS, milestone_done, with_milestones
from assistant.life.rewording import goal_reworded
from assistant.life.snapshot import PairLife
from tui.living import Change
from tui.screens.form import Field, Kind, Texts
from tui.screens.note_forms import now_of
from tui.widgets.progress_detail import AIMS
from tui.widgets.progress_seen import Seen, key_of

_FIELDS = {
    GoalField.WORK: "work",
    GoalField.UNDERSTANDING: "understanding",
    GoalField.RELATIONSHIP: "relationship: the two of you",
}
_ENDS = {
    GoalState.REACHED: "reached",
    GoalState.CHANGED: "changed: another takes its place",
    GoalState.DROPPED: "dropped",
}
_AIM_HINT = "While a skill is new, learning: three ways to do it help more than a score."
_MONTHS = 12
"""Months for which days to look are set where the pair has named no end (own)."""


@dataclass(frozen=True)
class Form:
    """What a FormSheet is made of; `wanted` is the row in hand afterwards."""

    name: str
    title: str
    fields: tuple[Field, ...]
    change: Callable[[Texts], Change]
    told: str
    note: str = ""
    wanted: str = ""


# --- setting ---------------------------------------------------------------------------------------


def goal_form(seen: Seen, goal: Goal | None = None) -> Form:
    """Set a goal of one's own, or change the wording of one."""
    asked = goals.suggestions(seen.life, seen.me, seen.now)
    first = next(iter(asked), GoalField.WORK)
    chosen = goal.field if goal else first
    this = goals.quarter_of(seen.today)
    quarters = dict.fromkeys((*((goal.quarter,) if goal else ()), *_quarters(seen)))
    fields = (
        Field("what", "What", goal.what if goal else ""),
        Field("field", "About", chosen.value, Kind.CHOICE, choices=_choices(_FIELDS)),
        Field(
            "aim",
            "Aim",
            (goal.aim if goal else Aim.LEARNING).value,
            Kind.CHOICE,
            _AIM_HINT,
            choices=_choices(AIMS),
        ),
        Field("if_", "If", goal.if_ if goal else "", hint="When this comes up; both, or neither."),
        Field("then", "Then I will", goal.then if goal else ""),
        Field(
            "quarter",
            "Quarter",
            goal.quarter if goal else this,
            Kind.CHOICE,
            choices=tuple((one, one) for one in quarters),
        ),
    )
    if goal is not None:
        note = "For another goal, end this one (c) and set a new one."
        return Form(
            f"goal-{goal.id}",
            "Change the wording",
            fields,
            lambda texts: _reworded(goal, texts),
            "Kept.",
            note,
        )
    name = new_id()
    left = ", ".join(field.value for field in asked)
    note = f"None of yours this quarter yet on {left}. {asked[first]}" if asked else ""
    return Form(
        "goal-new",
        "A new goal",
        fields,
        lambda texts: _set(seen, texts, name),
        "Kept. s says where it starts: a task, done once.",
        note,
        f"goal:{name}",
    )


def _choices(
    named: dict[GoalField, str] | dict[Aim, str] | dict[GoalState, str],
) -> tuple[tuple[str, str], ...]:
    return tuple((choice.value, label) for choice, label in named.items())


def _quarters(seen: Seen) -> tuple[str, ...]:
    return tuple(goals.quarter_of(months_after(seen.today, 3 * ahead)) for ahead in range(3))


def _set(seen: Seen, texts: Texts, name: str) -> Change:
    def change(life: PairLife, now: datetime) -> list[Goal]:
        goal = goals.new_goal(
            life,
            seen.me,
            texts["what"],
            GoalField(texts["field"] or GoalField.WORK),
            Aim(texts["aim"] or Aim.LEARNING),
            now,
            if_=texts["if_"],
            then=texts["then"],
            quarter=texts["quarter"],
            new_id=name,
        )
        until = life.rhythm.ends or months_after(goal.since.date(), _MONTHS)
        return [with_milestones(goal, until)]

    return change


def _reworded(goal: Goal, texts: Texts) -> Change:
    return lambda life, _now: [
        goal_reworded(
            life,
            now_of(life.goals, goal),
            texts["what"],
            GoalField(texts["field"] or goal.field),
            Aim(texts["aim"] or goal.aim),
            if_=texts["if_"],
            then=texts["then"],
            quarter=texts["quarter"],
        )
    ]


# --- from where to where ---------------------------------------------------------------------------

_RATING = Field(
    "rating",
    "How well, 1 to 10",
    most=3,
    hint="How well can you do it? 1: not at all yet. 10: any day, with ease.",
)
_RESULT = Field("result", "What came of it", kind=Kind.WORDS, most=MAX_WORDS)
_FILE = Field("file", "Kept where", hint="A path or a place. The file itself is never read.")


def _rating(texts: Texts) -> int:
    typed = texts["rating"].strip()
    if not (typed.isdecimal() and len(typed) <= _RATING.most):
        raise wrong_usage("A rating is a number from 1 to 10.")
    return int(typed)


def start_form(goal: Goal) -> Form:
    """Where a goal starts."""
    start = goal.baseline
    known = {"task": "", "result": "", "file": "", "rating": ""}
    if start is not None:
        known = {"task": start.task, "result": start.result, "file": start.file}
        known["rating"] = str(start.rating)
    task = Field("task", "The task", hint="A real one, done once now; later you do it again.")
    fields = [_with(one, known[one.name]) for one in (task, _RESULT, _FILE, _RATING)]
    return Form(
        f"start-{goal.id}",
        "Where it starts",
        tuple(fields),
        lambda texts: (
            lambda life, now: [
                goals.based(
                    now_of(life.goals, goal),
                    texts["task"],
                    texts["result"],
                    _rating(texts),
                    now,
                    file=texts["file"],
                )
            ]
        ),
        "Kept. l looks at it again, whenever you like.",
        goal.what,
    )


def _with(field: Field, value: str) -> Field:
    return replace(field, value=value)


def look_form(seen: Seen, goal: Goal) -> Form:
    """Look again: the same task, the same question. The former rating is not shown beside it."""
    note = f"The same task: {goal.baseline.task}" if goal.baseline else goal.what
    due = seen.due.get(goal.id)

    def change(texts: Texts) -> Change:
        def made(life: PairLife, now: datetime) -> list[Goal]:
            looked = goals.looked_at(
                now_of(life.goals, goal),
                _rating(texts),
                now,
                result=texts["result"],
                file=texts["file"],
            )
            return [milestone_done(looked, due.on, "", now) if due is not None else looked]

        return made

    told = "Kept, and the look that was due is done with it." if due else "Kept."
    if goal.hindsight is None:
        told += " h asks where you started, as you see it now."
    return Form(
        f"look-{goal.id}", "Look at it again", (_RESULT, _FILE, _RATING), change, told, note
    )


def back_form(goal: Goal) -> Form:
    """Hindsight."""
    value = str(goal.hindsight or "")
    asked = Field(
        "rating", "Then, 1 to 10", value, most=3, hint="Higher or lower than you said then."
    )
    return Form(
        f"back-{goal.id}",
        "Looking back",
        (asked,),
        lambda texts: (
            lambda life, _now: [goals.in_hindsight(now_of(life.goals, goal), _rating(texts))]
        ),
        "Kept.",
        "Knowing what you know now: where did you start?",
    )


def milestone_form(seen: Seen, goal: Goal) -> Form:
    """The look that is due, in words."""
    due = seen.due[goal.id]
    words = Field("words", "What you see", kind=Kind.WORDS, most=MAX_WORDS)
    return Form(
        f"milestone-{goal.id}",
        goal.what,
        (words,),
        lambda texts: (
            lambda life, now: [
                milestone_done(now_of(life.goals, goal), due.on, texts["words"], now)
            ]
        ),
        "Kept.",
        WORDS[due.kind],
    )


_ENDINGS = {
    GoalState.REACHED: goals.reached,
    GoalState.CHANGED: goals.changed,
    GoalState.DROPPED: goals.dropped,
}


def end_form(goal: Goal) -> Form:
    """End a goal, with why."""
    fields = (
        Field("state", "It is", kind=Kind.CHOICE, choices=_choices(_ENDS)),
        Field(
            "why", "Why", kind=Kind.WORDS, hint="What shows it, or what changed.", most=MAX_WORDS
        ),
    )

    def change(texts: Texts) -> Change:
        if not texts["state"]:
            raise wrong_usage("Say what became of it: reached, changed or dropped.")
        end = _ENDINGS[GoalState(texts["state"])]
        return lambda life, now: [end(now_of(life.goals, goal), texts["why"], now)]

    note = "A goal may change or go; what is said of it stays honest."
    return Form(f"end-{goal.id}", goal.what, fields, change, "Kept.", note, key_of(goal))
