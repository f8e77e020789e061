"""The rows of Progress: short sections one below the other, what is long folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual.content import Content

from assistant.life.actions import due_words, since
from assistant.life.days import said_day
from assistant.life.document import Document
from assistant.life.figures import begun, counted
from assistant.life.goal import Goal, MilestoneKind, Win
from assistant.life.goals import path_words
from assistant.life.rhythms import usual_zone
from assistant.life.session import Action, ActionState, Given, other
from tui.text import lines, plain, said
from tui.widgets.progress_pictures import (
    goal_legend,
    goal_line,
    months,
    own_rows,
    pulse_rows,
    rhythm_legend,
    talk_rows,
)
from tui.widgets.progress_seen import Seen, key_of

_D = TypeVar("_D", bound=Document)
_FEW = 5
_MOST = 80
"""Rows of a part that is unfolded: what is beyond them is in the review."""
_PULSE_LINES = 3


@dataclass(frozen=True)
class Row:
    """Something to be taken in hand; without a key, what stands between."""

    key: str
    content: Content


def section(name: str) -> str:
    """The key of a section's heading."""
    return f"section:{name}"


def rows(seen: Seen, unfolded: frozenset[str], width: int) -> list[Row]:
    """All rows, for so many columns; `unfolded` has the names of the parts shown whole."""
    found: list[Row] = []
    for part in (_goals, _rhythm, _pulse, _talk, _wins, _actions, _given):
        if found:
            found.append(Row("", Content()))
        found += part(seen, unfolded, width)
    return found


def _heading(name: str, title: str, words: str, *more: Content) -> Row:
    head = said("[b]$title[/b]   [$quiet]$words[/]", title=title, words=words)
    return Row(section(name), lines(head, *more))


def _none(told: str, key: str, does: str) -> Content:
    """What an empty section says, and the key that begins it."""
    return said("[$quiet]$told[/] [$accent]$key[/] [$quiet]$does[/]", told=told, key=key, does=does)


def _folded(
    seen: Seen,
    some: Sequence[_D],
    row: Callable[[Seen, _D], Row],
    unfolded: frozenset[str],
    name: str,
    told: str = "",
    most: int = _FEW,
) -> Iterator[Row]:
    """Rows of the first, and one that stands for the others until it is unfolded."""
    whole = name in unfolded
    yield from (row(seen, one) for one in some[: _MOST if whole else most])
    if len(some) <= most:
        return
    told = told or f"{len(some) - most:,} more"
    if whole:
        beyond = len(some) > _MOST
        told = f"The first {_MOST} of {len(some):,}" if beyond else "That is all"
    key = "Enter shows fewer" if whole else "Enter shows them"
    yield Row(f"more:{name}", said("[$quiet]$told ·[/] [$accent]$key[/]", told=told, key=key))


# --- goals -----------------------------------------------------------------------------------------


def _goals(seen: Seen, unfolded: frozenset[str], _width: int) -> Iterator[Row]:
    if not seen.life.goals:
        yield _heading("goals", "Goals", "", _none("No goal is set yet.", "g", "sets one."))
        return
    yield _heading("goals", "Goals", seen.figures.goals_words)
    for side in (seen.me, other(seen.me)):
        theirs = [goal for goal in seen.life.goals if goal.side is side and goal.open]
        whose = "Yours" if side is seen.me else f"{seen.name(side)}'s"
        between = said("\n[$quiet]$whose[/]", whose=whose)
        for row in _folded(seen, theirs, _goal, unfolded, f"goals-{side.value}"):
            yield from (Row("", between), row)
            between = Content()
    ended = [goal for goal in reversed(seen.life.goals) if not goal.open]
    told = f"{counted(len(ended), 'goal')} ended"
    yield from _folded(seen, ended, _goal, unfolded, "ended", told, 0)
    if any(path.points for path in seen.figures.goals):
        yield Row("", goal_legend())


def _goal(seen: Seen, goal: Goal) -> Row:
    told = [plain(goal.what)]
    line = goal_line(seen.path(goal))
    told += [line] if line is not None else []
    whose = "your" if goal.side is seen.me else f"{seen.life.called(goal.side)}'s"
    words = begun(path_words(goal, whose=whose))
    if goal.baseline is None and not goal.looks and goal.side is seen.me and goal.open:
        told.append(_none("No start yet.", "s", "does a task once and rates it."))
    elif goal.open:
        told.append(said("[$quiet]$words.[/]", words=words))
    else:
        told.append(said("[$quiet]$words; $ended.[/]", words=words, ended=goal.state.value))
    due = seen.due.get(goal.id)
    if due is not None:
        kind = "A longer look" if due.kind is MilestoneKind.QUARTERLY else "A short look"
        on = "today" if due.on == seen.today else f"since {said_day(due.on, seen.today)}"
        told.append(said("[$accent]$kind is due $on: m[/]", kind=kind, on=on))
    return Row(key_of(goal), lines(*told))


# --- rhythm, pulse, talk ---------------------------------------------------------------------------


def _rhythm(seen: Seen, _unfolded: frozenset[str], width: int) -> Iterator[Row]:
    meetings = seen.figures.meetings
    if not meetings:
        told = said("[$quiet]No session is planned yet; [/][$accent]7[/] [$quiet]plans them.[/]")
        yield _heading("rhythm", "Rhythm", "", told)
        return
    words = said("[$quiet]$words[/]", words=seen.figures.rhythm_words)
    picture = (months(meetings, seen.today, width), rhythm_legend(meetings), words)
    yield _heading("rhythm", "Rhythm", "planned and held, by month", *picture)


def _pulse(seen: Seen, _unfolded: frozenset[str], _width: int) -> Iterator[Row]:
    own = own_rows(seen)
    if own:
        until = f"Only you see this until {seen.partner} has answered too:"
        own.insert(0, said("[$quiet]$until[/]", until=until))
    yield _heading("pulse", "Pulse", seen.figures.pulse_words, *own)
    told = pulse_rows(seen)
    for at in range(0, len(told), _PULSE_LINES):
        yield Row(f"pulse:{at}", lines(*told[at : at + _PULSE_LINES]))
    if told:
        legend = "Each step is an answer, from 1, no, to 5, yes; the latest is last."
        yield Row("", said("[$quiet]$legend[/]", legend=legend))


def _talk(seen: Seen, _unfolded: frozenset[str], _width: int) -> Iterator[Row]:
    drawn = talk_rows(seen)
    words = "who spoke, by the key for it" if drawn else seen.figures.talk_overall.words
    yield _heading("talk", "Talk", words, *drawn)


# --- wins, actions, given --------------------------------------------------------------------------


def _wins(seen: Seen, unfolded: frozenset[str], _width: int) -> Iterator[Row]:
    if not seen.life.wins:
        none = _none("No win noted yet.", "w", "notes one: what, where used, who noticed.")
        yield _heading("wins", "Wins", "", none)
        return
    yield _heading("wins", "Wins", seen.figures.wins_words)
    yield from _folded(seen, seen.life.wins[::-1], _win, unfolded, "wins")


def _win(seen: Seen, win: Win) -> Row:
    noticed = f"noticed by {win.who_noticed}" if win.who_noticed else ""
    facts = _facts(seen.name(win.side), win.where_used, noticed, seen.day(win.at))
    return Row(key_of(win), lines(_marked("★", win.what), facts))


def _actions(seen: Seen, unfolded: frozenset[str], _width: int) -> Iterator[Row]:
    yield _heading("actions", "Actions", seen.figures.actions.words)
    still = [one for one in seen.life.actions if one.open]
    still.sort(key=lambda one: one.side is not seen.me)
    yield from _folded(seen, still, _action, unfolded, "open", most=2 * _FEW)
    ended = [one for one in reversed(seen.life.actions) if not one.open]
    figures = seen.figures.actions
    dropped = f", {figures.dropped} dropped" if figures.dropped else ""
    told = f"{figures.done} done{dropped}"
    yield from _folded(seen, ended, _action, unfolded, "done", told, 0)


_ENDS = {ActionState.OPEN: "○", ActionState.DONE: "●", ActionState.DROPPED: "×"}


def _action(seen: Seen, one: Action) -> Row:
    zone = usual_zone(seen.life)
    if one.open:
        state = [since(one, seen.now, zone), due_words(one, seen.now, zone)]
    else:
        state = [one.state.value, seen.day(one.ended) if one.ended else ""]
    who = "You" if one.side is seen.me else seen.name(one.side)
    return Row(key_of(one), lines(_marked(_ENDS[one.state], one.what), _facts(who, *state)))


def _given(seen: Seen, unfolded: frozenset[str], _width: int) -> Iterator[Row]:
    title = "Given and received"
    if not seen.life.given:
        none = _none("Nothing noted yet.", "n", "notes what one of you gave the other.")
        yield _heading("given", title, "", none)
        return
    yield _heading("given", title, f"{begun(counted(len(seen.life.given), 'line'))} noted.")
    yield from _folded(seen, seen.life.given[::-1], _gift, unfolded, "given")


def _gift(seen: Seen, one: Given) -> Row:
    gave = f"{seen.name(one.side)} gave, {seen.life.called(other(one.side))} received"
    return Row(key_of(one), lines(_marked("→", one.what), _facts(gave, seen.day(one.at))))


def _marked(mark: str, words: str) -> Content:
    return said("[$quiet]$mark[/] $words", mark=mark, words=words)


def _facts(*facts: str) -> Content:
    return said("  [$quiet]$facts[/]", facts=" · ".join(filter(None, facts)))
