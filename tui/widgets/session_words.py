"""What a running session shows, in words: the item, its time, who speaks, what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from assistant.life.figures import counted
from assistant.life.live import LiveSession, TimeLeft
from assistant.wording import Lead, Side
from tui.text import lines, plain, said

if TYPE_CHECKING:
    from assistant.life.snapshot import PairLife

_MARK = "▲"
_FULL, _REST = "▓", "░"
_MOST_PROMPTS = 6
_LONG_NAME = 18


def clock(seconds: int) -> str:
    """“12:40”."""
    minutes, left = divmod(abs(seconds), 60)
    return f"{minutes}:{left:02}"


def minutes_words(seconds: int) -> str:
    """How much that is, rounded up: “2 minutes”, “1 minute”, “40 seconds”."""
    if seconds < 60:
        return counted(seconds, "second") if seconds else "no time"
    return counted(-(-seconds // 60), "minute")


def short(text: str, most: int = _LONG_NAME) -> str:
    """A name as it fits beside others."""
    return plain(text).truncate(most, ellipsis=True).plain


# --- time ----------------------------------------------------------------------------------------------


def time_words(live: LiveSession) -> Content:
    """What is left of the item; near its end and past it with a mark, in another colour."""
    minutes = live.item.minutes if live.item else live.session.minutes
    if live.time_left is TimeLeft.OVER:
        return said("[b $warning]$mark over by $time[/]", mark=_MARK, time=clock(live.left))
    if live.time_left is TimeLeft.NEAR:
        much = minutes_words(live.left)
        template = "[b $warning]$mark $much left[/] [$quiet]· $time[/]"
        return said(template, mark=_MARK, much=much, time=clock(live.left))
    return said("[b]$time[/b] left [$quiet]of $minutes[/]", time=clock(live.left), minutes=minutes)


def whole_words(live: LiveSession) -> str:
    """What is left of the whole session."""
    if live.session_left < 0:
        return f"the session is over by {minutes_words(-live.session_left)}"
    return f"{minutes_words(live.session_left)} left of the session"


def place_words(live: LiveSession, name: str, *, roomy: bool) -> Content:
    """“2 of 5”, and what is left of the whole where there is room."""
    if live.item is None:
        return said("[b]$name[/b]", name=name)
    where = f"{live.place + 1} of {len(live.elapsed)}"
    rest = f" · {whole_words(live)}" if roomy else ""
    return said("[b]$where[/b][$quiet]$rest[/]", where=where, rest=rest)


# --- the item ------------------------------------------------------------------------------------------


def leader_words(life: PairLife, lead: Lead) -> str:
    """Who leads an item."""
    if lead is Lead.BOTH:
        return "both of you"
    return f"{short(life.called(Side(lead.value)), 40)} leads"


def item_words(live: LiveSession, life: PairLife, width: int) -> Content:
    """The item in full, for `width` columns: title, who leads, what for, what to ask."""
    item = live.item
    if item is None:
        parts = [
            said("[b]No agenda[/b]"),
            plain(""),
            plain("You meet without one: talk, and take down what you agree on."),
        ]
        return lines(*parts)
    parts = [
        said("[b]$title[/b]", title=item.title),
        said("[$quiet]$who[/]", who=leader_words(life, item.lead)),
        plain(""),
        plain(item.purpose),
    ]
    for prompt in item.prompts[:_MOST_PROMPTS]:
        parts += [plain(""), *_indented(prompt, width)]
    return lines(*parts)


def _indented(prompt: str, width: int) -> list[Content]:
    wrapped = plain(prompt).wrap(max(10, width - 3)) or [plain("")]
    return [plain("   ") + line.rstrip() for line in wrapped]


def next_words(live: LiveSession, life: PairLife) -> Content:
    """What comes next."""
    agenda, place = live.session.agenda, live.place + 1
    if agenda is None:
        return Content("")
    if place >= len(agenda.items):
        return said("[$quiet]This is the last; e ends the session[/]")
    item = agenda.items[place]
    return said(
        "[$quiet]then  $minutes  $title · $who[/]",
        minutes=item.minutes,
        title=item.title,
        who=leader_words(life, item.lead),
    )


# --- who speaks ----------------------------------------------------------------------------------------


def balance(live: LiveSession, life: PairLife, width: int) -> Content:
    """Who speaks, and how the time that was marked lies between the two."""
    mentee, mentor = (short(life.called(side)) for side in (Side.MENTEE, Side.MENTOR))
    now = live.speaker
    left = _speaker(mentee, now is Side.MENTEE)
    right = _speaker(mentor, now is Side.MENTOR)
    total = live.mentee_spoke + live.mentor_spoke
    told = "nobody is marked" if now is None else f"{short(life.called(now))} speaks"
    length = min(20, max(6, width - left.cell_length - right.cell_length - 2))
    if not total:
        bar = said("[$quiet]$bar[/]", bar=_REST * length)
    else:
        full = round(length * live.mentee_spoke / total)
        bar = said("$full[$quiet]$rest[/]", full=_FULL * full, rest=_REST * (length - full))
    line = left + plain(" ") + bar + plain(" ") + right
    times = ""
    if total:
        times = f" · {clock(live.mentee_spoke)} and {clock(live.mentor_spoke)}"
    under = said(
        "[$quiet]$told$times · Space switches$stop[/]",
        told=told,
        times=times,
        stop=" · x nobody" if now is not None else "",
    )
    parts = [line, under]
    if live.told:
        parts.append(said("[$quiet]$told[/]", told=live.told))
    return lines(*parts)


def _speaker(name: str, speaks: bool) -> Content:
    return said("[b]● $name[/b]", name=name) if speaks else plain(name)


# --- what was said -------------------------------------------------------------------------------------


def taken_words(live: LiveSession) -> str:
    """How much was taken down: “2 actions, 1 win”; "" for nothing."""
    counts = (
        (len(live.actions), "action"),
        (len(live.wins), "win"),
        (len(live.notes), "note"),
        (len(live.given), "thing given"),
    )
    parts = [counted(count, what) for count, what in counts if count and what != "thing given"]
    if live.given:
        many = len(live.given)
        parts.append("1 thing given" if many == 1 else f"{many} things given")
    if live.parked:
        parts.append(f"{len(live.parked)} for later")
    return ", ".join(parts)


def course(live: LiveSession, life: PairLife) -> Content:
    """The items with where it stands, and all that was taken down: for the second pane."""
    agenda = live.session.agenda
    parts: list[Content] = []
    for at, item in enumerate(agenda.items if agenda else ()):
        template = (
            "[b]$mark $minutes  $title[/b]"
            if at == live.place
            else "$mark [$quiet]$minutes[/]  $title"
        )
        mark = "▸" if at == live.place else "✓" if live.elapsed[at] else " "
        parts.append(
            said(template, mark=mark, minutes=f"{item.minutes:3}", title=short(item.title, 32))
        )
    for title, taken in _taken(live, life):
        parts += [plain(""), said("[$quiet]$title[/]", title=title)]
        parts += [plain(f"· {one}") for one in taken]
    return lines(*parts)


def _taken(live: LiveSession, life: PairLife) -> list[tuple[str, list[str]]]:
    def of(side: Side, what: str) -> str:
        return f"{short(life.called(side))}: {what}"

    found = [
        ("Actions", [of(one.side, one.what) for one in live.actions]),
        ("Wins", [of(one.side, one.what) for one in live.wins]),
        ("Given", [of(one.side, one.what) for one in live.given]),
        ("Notes", list(live.notes)),
        ("For later", [one.what for one in live.parked]),
    ]
    return [(title, taken) for title, taken in found if taken]
