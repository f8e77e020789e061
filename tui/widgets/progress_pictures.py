"""Pictures of Progress in plain characters: a goal's line, months, pulse, talk. Marks, not colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from assistant.life.days import MONTHS
from assistant.life.figures import GoalPath, Meeting, Outcome, Talk, bar
from assistant.life.pictures import MARKS, MOVED, spark
from assistant.life.pulse import QUESTIONS
from assistant.life.snapshot import SIDES
from assistant.wording import SCORES, Side
from tui.text import lines, plain, said
from tui.widgets.progress_seen import Seen

_START, _LOOK, _NOW, _BACK = "○", "•", "●", "◇"
_RATINGS = range(1, 11)
_MOST_MONTHS = 12
_MOST_SESSIONS = 12
"""Sessions of a row of the pulse; the earlier ones are told in words."""
_MOST_TALKS = 5
_LABEL = 12
_OUTCOMES = {
    "●": "held",
    MOVED: "held after a move",
    "×": "did not take place",
    "○": "to come",
    "?": "nobody said yet",
}


# --- a goal ----------------------------------------------------------------------------------------


def goal_line(path: GoalPath) -> Content | None:
    """The line from 1 to 10 with start, looks, where it stands and the start seen from now.

    None where nothing was rated.
    """
    ratings = [point.rating for point in path.points]
    if not ratings:
        return None
    start, latest = ratings[0], ratings[-1]
    reach = range(min(start, latest), max(start, latest))
    parts = [Content.styled("1 ", "$quiet")]
    for rating in _RATINGS:
        parts.append(_mark(rating, ratings, path.hindsight))
        if rating < _RATINGS[-1]:
            parts.append(Content.styled("──", "$primary") if rating in reach else Content("  "))
    return Content("").join([*parts, Content.styled(" 10", "$quiet")])


def _mark(rating: int, ratings: Sequence[int], hindsight: int | None) -> Content:
    if rating == ratings[-1]:
        return Content.styled(_NOW, "bold $accent")
    if rating == ratings[0]:
        return Content.styled(_START, "$primary")
    if rating == hindsight:
        return Content.styled(_BACK, "$secondary")
    if rating in ratings:
        return Content.styled(_LOOK, "$primary")
    between = min(ratings[0], ratings[-1]) < rating < max(ratings[0], ratings[-1])
    return Content.styled("─" if between else "·", "$primary" if between else "$quiet")


def goal_legend() -> Content:
    """What the marks of a goal's line mean."""
    marks = f"{_START} the start   {_LOOK} a look   {_NOW} now   {_BACK} the start, looking back"
    return said("[$quiet]$marks[/]", marks=marks)


# --- rhythm ----------------------------------------------------------------------------------------


def months(meetings: Sequence[Meeting], today: date, width: int) -> Content:
    """The months of the last year and those ahead, each with a mark for every session in it."""
    by_month: dict[int, list[str]] = {}
    for one in meetings:
        moved = one.moved and one.outcome is Outcome.HELD
        by_month.setdefault(_month(one.day), []).append(MOVED if moved else MARKS[one.outcome])
    if not by_month:
        return Content()
    last = max(by_month)
    first = max(min(by_month), min(last, _month(today)) - _MOST_MONTHS + 1)
    shown = range(first, min(last, first + 2 * _MOST_MONTHS) + 1)
    room = max(1, width)
    cells = [_cell(month, by_month.get(month, []), month == first, room) for month in shown]
    rows: list[Content] = []
    for some in _in_rows(cells, room):
        rows.append(said("[$quiet]$names[/]", names="".join(name for name, _ in some).rstrip()))
        rows.append(plain("".join(marks for _, marks in some).rstrip()))
    return lines(*rows)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _cell(month: int, marks: Sequence[str], first: bool, room: int) -> tuple[str, str]:
    """The name of a month and its marks, both equally wide."""
    year, number = divmod(month, 12)
    name = MONTHS[number][:3]
    if first or number == 0:
        name = f"{name} {year}"
    most = max(1, min(8, room // 2 - 2))
    shown = list(marks) if len(marks) <= most else [*marks[: most - 1], "…"]
    told = " ".join(shown) or "–"
    wide = max(len(name), len(told), 4) + 2
    return name.ljust(wide), told.ljust(wide)


def _in_rows(cells: Sequence[tuple[str, str]], room: int) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    left = 0
    for cell in cells:
        if not found or len(cell[0].rstrip()) > left:
            found.append([])
            left = room
        found[-1].append(cell)
        left -= len(cell[0])
    return found


def rhythm_legend(meetings: Sequence[Meeting]) -> Content:
    """What those marks mean that are in the picture."""
    there = {
        MOVED if one.moved and one.outcome is Outcome.HELD else MARKS[one.outcome]
        for one in meetings
    }
    told = "   ".join(f"{mark} {words}" for mark, words in _OUTCOMES.items() if mark in there)
    return said("[$quiet]$told[/]", told=told)


# --- pulse -----------------------------------------------------------------------------------------


def pulse_rows(seen: Seen) -> list[Content]:
    """For each question a row of each side with the answers that were opened, the latest last."""
    opened = [one for one in seen.figures.pulse if not one.only_mine][-_MOST_SESSIONS:]
    rows: list[Content] = []
    for name, question in QUESTIONS.items() if opened else ():
        rows.append(plain(question))
        for side in SIDES:
            values = [int(getattr(one.answers[side], name)) for one in opened]
            steps = " ".join(spark([value], 1, 5) for value in values)
            rows.append(_row(seen.name(side), steps, _course(values), _voice(side)))
    return rows


def _course(values: Sequence[int]) -> str:
    first, last = SCORES[values[0]], SCORES[values[-1]]
    return f"lately {last}" if first == last else f"first {first}, lately {last}"


def own_rows(seen: Seen) -> list[Content]:
    """One's own answers that are not opened yet, in words: nobody else sees them."""
    told = [one.words for one in seen.figures.pulse if one.only_mine][-_MOST_SESSIONS:]
    return [said("[$quiet]◌[/] $words", words=words) for words in told]


# --- talk ------------------------------------------------------------------------------------------


def talk_rows(seen: Seen) -> list[Content]:
    """A bar for each of the last timed sessions, and one for all."""
    timed = [one for one in seen.figures.talk if one.share is not None]
    rows = [_talk_row(seen, one) for one in timed[-_MOST_TALKS:]]
    if len(timed) > 1:
        rows.append(_talk_row(seen, seen.figures.talk_overall))
    return rows


def _talk_row(seen: Seen, talk: Talk) -> Content:
    label = "A session" if talk.number is None else f"Session {talk.number}"
    if talk.day is None:
        label = "All"
    share = talk.share or 0.0
    drawn = bar(share)
    full = drawn.count("▓")
    mentor, mentee = seen.name(Side.MENTOR), seen.name(Side.MENTEE)
    percent = round(100 * share)
    picture = Content.styled(drawn[:full], "$primary") + Content.styled(drawn[full:], "$secondary")
    words = f"{mentor} {percent}%, {mentee} {100 - percent}%"
    return Content("").join([_label(label), picture, plain("  "), plain(words)])


# --- rows ------------------------------------------------------------------------------------------


def _voice(side: Side) -> str:
    return "$primary" if side is Side.MENTOR else "$secondary"


def _row(label: str, picture: str, words: str, voice: str) -> Content:
    drawn = Content.styled(picture, voice)
    return Content("").join([_label(label), drawn, said("   [$quiet]$words[/]", words=words)])


def _label(text: str) -> Content:
    """`text` in so many columns, however wide its characters."""
    shown = plain(text).truncate(_LABEL - 1, ellipsis=True)
    return shown + " " * (_LABEL - shown.cell_length)
