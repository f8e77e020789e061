"""Pictures of plain characters, each row with the same in words; colour is for whoever shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.life.figures import Outcome, Progress, PulsePoint, Talk, bar
from assistant.life.pulse import QUESTIONS
from assistant.life.snapshot import SIDES, PairLife
from assistant.wording import Side

_STEPS = "▁▂▃▄▅▆▇█"
_NONE = "·"
_MOST = 40
"""Points in a row: more would not fit beside the words."""
MARKS = {Outcome.HELD: "●", Outcome.MISSED: "×", Outcome.TO_COME: "○", Outcome.UNSAID: "?"}
MOVED = "◐"
LEGEND = "● held   ◐ held after a move   × did not take place   ○ to come   ? nobody said yet"


@dataclass(frozen=True)
class Row:
    """A label, its marks and a sentence that says what they show."""

    label: str
    marks: str
    words: str


@dataclass(frozen=True)
class Picture:
    """Rows under a title; `words` says the whole, `legend` what the marks mean."""

    title: str
    rows: tuple[Row, ...]
    words: str
    legend: str = ""


def spark(values: Sequence[int | None], least: int, most: int) -> str:
    """A step for each value from `least` to `most`, the latest last; a dot where there is none.

    Of more than 40 values the latest are shown, behind “…”.
    """
    shown = values[-_MOST:]
    steps = "".join(_step(value, least, most) for value in shown)
    return steps if len(shown) == len(values) else f"…{steps[1:]}"


def _step(value: int | None, least: int, most: int) -> str:
    if value is None:
        return _NONE
    span = max(1, most - least)
    place = round((len(_STEPS) - 1) * (value - least) / span)
    return _STEPS[max(0, min(len(_STEPS) - 1, place))]


def pictures(life: PairLife, figures: Progress) -> tuple[Picture, ...]:
    """All pictures of `figures`, in the order in which they are shown."""
    return (
        _goals(figures),
        _rhythm(figures),
        _pulse(life, figures),
        _talk(life, figures),
        Picture(
            "Wins",
            tuple(
                Row(life.called(win.side), "★", f"{win.what.rstrip('.')}.") for win in figures.wins
            ),
            figures.wins_words,
        ),
        _actions(figures),
    )


def _goals(figures: Progress) -> Picture:
    rows = [
        Row(path.owner, spark([point.rating for point in path.points], 1, 10) or _NONE, path.words)
        for path in figures.goals
    ]
    legend = "Each step is a rating of one's own, 1 to 10." if rows else ""
    return Picture("Goals", tuple(rows), figures.goals_words, legend)


def _rhythm(figures: Progress) -> Picture:
    marks = [
        MOVED if one.moved and one.outcome is Outcome.HELD else MARKS[one.outcome]
        for one in figures.meetings
    ]
    shown = " ".join(marks[-_MOST:])
    rows = [Row("Sessions", shown, figures.rhythm_words)] if marks else []
    for month in figures.months:
        name = month.words.partition(":")[0]
        rows.append(Row(name, f"{month.held} of {month.planned}", month.words))
    return Picture("Rhythm", tuple(rows), figures.rhythm_words, LEGEND if rows else "")


def _pulse(life: PairLife, figures: Progress) -> Picture:
    rows = []
    for name, question in QUESTIONS.items():
        for side in SIDES:
            values = [_answer(point, side, name) for point in figures.pulse]
            if any(value is not None for value in values):
                told = ", ".join("none" if value is None else str(value) for value in values)
                words = f"{question} {life.called(side)}, session by session: {told}."
                rows.append(Row(f"{life.called(side)}, {name}", spark(values, 1, 5), words))
    legend = "Each step is an answer, from 1, no, to 5, yes." if rows else ""
    if any(point.only_mine for point in figures.pulse):
        legend += " What is not opened yet is on your screen alone."
    return Picture("Pulse", tuple(rows), figures.pulse_words, legend)


def _answer(point: PulsePoint, side: Side, name: str) -> int | None:
    answers = point.answers.get(side)
    return None if answers is None else int(getattr(answers, name))


def _talk(life: PairLife, figures: Progress) -> Picture:
    timed = [one for one in figures.talk if one.share is not None]
    rows = [Row(_label(one), bar(one.share or 0.0), one.words) for one in timed]
    if figures.talk_overall.share is not None:
        rows.append(Row("All", bar(figures.talk_overall.share), figures.talk_overall.words))
    legend = f"▓ {life.called(Side.MENTOR)}   ░ {life.called(Side.MENTEE)}" if rows else ""
    return Picture("Talk", tuple(rows), figures.talk_overall.words, legend)


def _label(talk: Talk) -> str:
    return "A session" if talk.number is None else f"Session {talk.number}"


def _actions(figures: Progress) -> Picture:
    found = figures.actions
    counts = (("Done", "●", found.done), ("Open", "○", found.open), ("Dropped", "×", found.dropped))
    rows = tuple(
        Row(label, _counted(mark, count), f"{label}: {count}.")
        for label, mark, count in counts
        if count
    )
    return Picture("Actions", rows, found.words)


def _counted(mark: str, count: int) -> str:
    return mark * count if count <= _MOST else f"{mark * (_MOST - 1)}… {count}"
