"""The keys that do something with what is in hand, said where it is."""

from __future__ import annotations

from textual.content import Content

from assistant.life.goal import Goal, GoalState
from assistant.life.session import Action
from tui.text import lines, said
from tui.widgets.progress_seen import Seen

Ways = tuple[tuple[str, str], ...]
"""Keys, each with what it does."""

_BETWEEN = "   "
_SECTIONS: dict[str, Ways] = {
    "goals": (("g", "a new goal"), ("v", "the quarter's review")),
    "wins": (("w", "a win"),),
    "given": (("n", "note what was given"),),
}


def keys(seen: Seen, key: str, width: int) -> Content:
    """What can be done with the row called `key`, with the key for it, in lines of `width`."""
    return _in_lines(_ways(seen, key), width)


def _ways(seen: Seen, key: str) -> Ways:
    found = seen.document(key)
    if found is None:
        return _of_part(key)
    if isinstance(found, Goal) and found.side is not seen.me:
        return (("Enter", f"read it; {seen.name(found.side)} alone changes it"),)
    if isinstance(found, Goal):
        return _goal(found, due=found.id in seen.due)
    if isinstance(found, Action):
        ways = (("x", "done"), ("D", "no longer wanted")) if found.open else (("x", "open again"),)
        return (*ways, ("e", "change"))
    return (("e", "change"), ("Enter", "read it in full"))


def _of_part(key: str) -> Ways:
    kind, _, name = key.partition(":")
    if kind == "more":
        return (("Enter", "more of these, or fewer"),)
    return _SECTIONS.get(name, (("Enter", "the same in words"),))


def _goal(goal: Goal, *, due: bool) -> Ways:
    if goal.state is GoalState.REACHED and goal.baseline:
        again = ("l", "look again"), *([("h", "look back")] if goal.looks else [])
        return (*again, ("Enter", "read it in full"))
    if not goal.open:
        return (("Enter", "read it in full"),)
    ways = [("m", "the due look")] if due else []
    ways += [("l", "look again")] if goal.baseline else [("s", "its start")]
    ways += [("h", "look back")] if goal.looks else []
    return (*ways, ("e", "change"), ("c", "end it"))


def _in_lines(ways: Ways, width: int) -> Content:
    """Each key stays with its words."""
    rows: list[list[Content]] = []
    left = 0
    for key, does in ways:
        way = said("[$accent]$key[/] [$quiet]$does[/]", key=key, does=does)
        if not rows or way.cell_length > left:
            rows.append([])
            left = width
        rows[-1].append(way)
        left -= way.cell_length + len(_BETWEEN)
    return lines(*(Content(_BETWEEN).join(row) for row in rows))
