"""What is in hand in Progress, in full and in words: beside the list, or over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from assistant.life.actions import due_words, since
from assistant.life.days import full_day, plain_day
from assistant.life.figures import begun
from assistant.life.goal import Aim, Baseline, Goal, GoalState, Look, Win
from assistant.life.goals import path_words, suggestions
from assistant.life.milestones import WORDS
from assistant.life.pulse import QUESTIONS
from assistant.life.rhythms import usual_zone
from assistant.life.session import Action, Given, other
from assistant.life.snapshot import SIDES
from assistant.wording import SCORES
from tui.text import lines, plain, said
from tui.widgets.progress_pictures import goal_legend, goal_line
from tui.widgets.progress_seen import Seen

AIMS = {
    Aim.LEARNING: "learning: find ways to do it",
    Aim.OUTCOME: "outcome: bring something about",
}
_MONTHS = 24
_SESSIONS = 40


def detail(seen: Seen, key: str) -> Content:
    """The row called `key` in full."""
    found = seen.document(key)
    if isinstance(found, Goal):
        return lines(*_goal(seen, found))
    if isinstance(found, Win):
        return lines(*_win(seen, found))
    if isinstance(found, Action):
        return lines(*_action(seen, found))
    if isinstance(found, Given):
        return lines(*_given(seen, found))
    kind, _, name = key.partition(":")
    part = _PARTS.get(name if kind == "section" else kind)
    return lines(*part(seen)) if part is not None else Content()


def _quiet(text: str) -> Content:
    return said("[$quiet]$text[/]", text=text)


def _bold(text: str) -> Content:
    return said("[b]$text[/b]", text=text)


# --- one of them -----------------------------------------------------------------------------------


def _goal(seen: Seen, goal: Goal) -> Iterator[Content]:
    yield _bold(goal.what)
    yield _quiet(f"{seen.whose(goal.side)} goal · {goal.field.value} · {AIMS[goal.aim]}")
    yield _quiet(f"{goal.quarter} · since {seen.day(goal.since)}")
    if goal.if_ or goal.then:
        yield plain(f"If {goal.if_}, then {goal.then}.")
    line = goal_line(seen.path(goal))
    if line is not None:
        whose = "your" if goal.side is seen.me else f"{seen.life.called(goal.side)}'s"
        words = begun(path_words(goal, whose=whose))
        yield from (plain(""), line, goal_legend(), _quiet(f"{words}."))
    yield from _rated(seen, goal)
    yield from _milestones(seen, goal)
    wins = [win.what for win in seen.life.wins if win.goal == goal.id]
    if wins:
        yield from (plain(""), _bold("Wins"), *(plain(f"★ {what}") for what in wins))
    if goal.state is not GoalState.OPEN:
        on = f" on {seen.day(goal.ended)}" if goal.ended else ""
        yield plain("")
        yield _bold(f"{begun(goal.state.value)}{on}")
        yield plain(goal.why)


def _rated(seen: Seen, goal: Goal) -> Iterator[Content]:
    start = goal.baseline
    if start is not None:
        yield plain("")
        yield _bold(f"The start, {seen.day(start.at)}: {start.rating} of 10")
        yield plain(start.task)
        yield from _result(start)
    for look in sorted(goal.looks, key=lambda one: one.at):
        yield plain("")
        yield _bold(f"Looked at, {seen.day(look.at)}: {look.rating} of 10")
        yield from _result(look)


def _result(rated: Baseline | Look) -> Iterator[Content]:
    if rated.result:
        yield plain(rated.result)
    if rated.file:
        yield _quiet(f"Kept in {rated.file}")


def _milestones(seen: Seen, goal: Goal) -> Iterator[Content]:
    done = [one for one in goal.milestones if one.done and one.words]
    told = [plain(f"{plain_day(one.on, seen.today)}: {one.words}") for one in done]
    due = seen.due.get(goal.id)
    if due is not None:
        told.append(plain(f"Due since {plain_day(due.on, seen.today)}. {WORDS[due.kind]}"))
    ahead = [one for one in goal.milestones if one.done is None and one.on > seen.today]
    if ahead and goal.open:
        told.append(_quiet(f"The next is on {full_day(ahead[0].on)}."))
    if told:
        yield from (plain(""), _bold("Days to look at it"), *told)


def _win(seen: Seen, win: Win) -> Iterator[Content]:
    yield _bold(win.what)
    yield _quiet(
        _joined(f"{seen.whose(win.side)} win", seen.day(win.at), seen.session(win.session))
    )
    yield plain("")
    yield _fact("Where it was used", win.where_used)
    yield _fact("Who noticed", win.who_noticed)
    yield from _for_goal(seen, win.goal)


def _action(seen: Seen, one: Action) -> Iterator[Content]:
    zone = usual_zone(seen.life)
    yield _bold(one.what)
    yield _quiet(_joined(f"{seen.whose(one.side)} action", seen.session(one.session)))
    yield plain("")
    if one.open:
        yield plain(f"Open {since(one, seen.now, zone)}.")
        due = due_words(one, seen.now, zone)
        yield plain(f"{begun(due)}{'' if due.endswith('?') else '.'}" if due else "")
    else:
        on = f" on {seen.day(one.ended)}" if one.ended else ""
        yield plain(f"Since {seen.day(one.since)}; {one.state.value}{on}.")
    yield from _for_goal(seen, one.goal)


def _given(seen: Seen, one: Given) -> Iterator[Content]:
    receiver = seen.life.called(other(one.side))
    yield _bold(one.what)
    yield _quiet(_joined(seen.day(one.at), seen.session(one.session)))
    yield plain("")
    yield plain(f"{seen.name(one.side)} gave it, {receiver} received it.")


def _for_goal(seen: Seen, name: str | None) -> Iterator[Content]:
    goal = seen.goal(f"goal:{name}")
    if goal is not None:
        yield _fact("For the goal", goal.what)


def _fact(label: str, words: str) -> Content:
    return said("[$quiet]$label:[/] $words", label=label, words=words or "–")


def _joined(*facts: str) -> str:
    return " · ".join(filter(None, facts))


# --- the sections ----------------------------------------------------------------------------------


def _goals(seen: Seen) -> Iterator[Content]:
    yield _bold("Goals")
    yield plain("Each is rated by its owner alone, 1 to 10, on a task done before and after.")
    yield goal_legend()
    asked = suggestions(seen.life, seen.me, seen.now)
    if asked:
        yield plain("")
        yield _quiet("Of these you have none this quarter; g sets one:")
        for field, question in asked.items():
            yield said("[b]$field[/b]  $question", field=begun(field.value), question=question)


def _rhythm(seen: Seen) -> Iterator[Content]:
    yield _bold("Rhythm")
    yield plain(seen.figures.rhythm_words)
    yield plain("")
    yield from (plain(one.words) for one in reversed(seen.figures.months[-_MONTHS:]))
    yield plain("")
    yield from _last(one.words for one in seen.figures.meetings)


def _last(words: Iterator[str]) -> Iterator[Content]:
    told = list(words)
    yield from (_quiet(one) for one in reversed(told[-_SESSIONS:]))
    if len(told) > _SESSIONS:
        yield _quiet(f"And {len(told) - _SESSIONS:,} before.")


def _pulse(seen: Seen) -> Iterator[Content]:
    yield _bold("Pulse")
    yield plain(
        "Three questions after a session, answered apart and opened when both have answered."
    )
    yield from (plain(f"· {question}") for question in QUESTIONS.values())
    yield _quiet(f"Answers: {', '.join(SCORES.values())}.")
    yield plain("")
    points = seen.figures.pulse
    yield from _last(one.words for one in points)
    if any(one.only_mine for one in points):
        yield _quiet("What only you see is on your screen alone, and in no review.")


def _talk(seen: Seen) -> Iterator[Content]:
    yield _bold("Talk")
    yield plain(seen.figures.talk_overall.words)
    yield plain("")
    yield from _last(one.words for one in seen.figures.talk if one.share is not None)
    told = "Told by the key for who is speaking, so it is rough. Neither of you has to reach half."
    yield _quiet(told)


def _wins(seen: Seen) -> Iterator[Content]:
    yield _bold("Wins")
    yield plain("A win is evidence: what worked, where it was used, who noticed.")
    yield plain(seen.figures.wins_words)


def _actions(seen: Seen) -> Iterator[Content]:
    yield _bold("Actions")
    yield plain(seen.figures.actions.words)
    yield plain("What is open is carried from session to session until it is done or dropped.")


def _gifts(seen: Seen) -> Iterator[Content]:
    yield _bold("Given and received")
    for side in SIDES:
        told: Sequence[str] = [one.what for one in seen.life.given if one.side is side]
        yield plain("")
        yield _quiet(f"{seen.name(side)} gave, {seen.life.called(other(side))} received")
        yield from (plain(f"→ {what}") for what in reversed(told[-_SESSIONS:]))
        if not told:
            yield _quiet("Nothing was written down.")


_PARTS = {
    "goals": _goals,
    "rhythm": _rhythm,
    "pulse": _pulse,
    "talk": _talk,
    "wins": _wins,
    "actions": _actions,
    "given": _gifts,
}
