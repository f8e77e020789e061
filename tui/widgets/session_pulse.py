"""The pulse in words: whose turn it is, a question, and what both answered once both are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.life.pulse import QUESTIONS, Answers
from assistant.life.pulses import PulseState
from assistant.wording import SCORES, Side
from tui.text import lines, plain, said
from tui.widgets.session_words import short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from assistant.life.snapshot import PairLife

NAMES = tuple(QUESTIONS)
_NAME = 30
_NOT_SEALED = (
    "Both of you have answered, and the answers that were opened are not those that were sealed. Ask each "
    "other."
)


def turn_words(me: str, partner: str, session: str, *, together: bool) -> Content:
    """Who answers now, and what becomes of it."""
    me, partner = short(me, _NAME), short(partner, _NAME)
    first = said("[b]$me answers now; $them, please look away.[/b]", me=me, them=partner)
    if not together:
        first = said(
            "[b]Three questions about $session[/b]", session=session[:1].lower() + session[1:]
        )
    words = (
        f"Each answer is hidden as soon as it is given. They are sealed under your own key: {partner} "
        "does not see them before both of you have answered, and then you both see both."
    )
    return lines(
        first,
        plain(""),
        plain(words),
        plain(""),
        said("[$accent]Enter begins[/] [$quiet]· Esc goes back[/]"),
    )


def question_words(number: int) -> Content:
    """One of the three."""
    head = said("[$quiet]$number of 3[/]", number=number + 1)
    return lines(head, plain(""), said("[b]$question[/b]", question=QUESTIONS[NAMES[number]]))


def answered_words() -> Content:
    """All three are given and not sealed yet."""
    return lines(
        said("[b]All three are answered.[/b]"),
        plain(""),
        plain("Sealed, they stay as they are."),
        plain(""),
        said(
            "[$accent]Enter seals them[/] [$quiet]· Backspace answers again · Esc keeps nothing[/]"
        ),
    )


def state_words(state: PulseState, partner: str, *, complete: bool, shown: bool = False) -> Content:
    """How far it is once I have answered; `shown` says that mine are open to the other already."""
    partner = short(partner, _NAME)
    when = f"{partner} has not answered yet: they do when they unlock their own journal."
    if not complete:
        when = f"{partner} has not joined yet. Once they have, they can answer too."
    words = {
        PulseState.ME: f"Your answers are sealed. {when}",
        PulseState.BOTH: f"Both of you have answered. They open when {partner} unlocks next.",
    }.get(state, "")
    if shown and state is PulseState.ME:
        gone = (
            f"Your answers were opened, and {partner}'s are not there any more: taken back, or the files "
            "are not all there. Ask each other."
        )
        return lines(said("[b]Not shown[/b]"), plain(""), plain(gone), plain(""), _BACK)
    if state is PulseState.OPENED:
        return lines(said("[b]Not shown[/b]"), plain(""), plain(_NOT_SEALED), plain(""), _BACK)
    return lines(said("[b]Sealed[/b]"), plain(""), plain(words), plain(""), _BACK)


_BACK = said("[$quiet]Esc goes back[/]")


def opened_words(life: PairLife, told: Mapping[Side, Answers]) -> Content:
    """What both answered, side by side, in words."""
    parts = [said("[b]Both have answered[/b]")]
    for name, question in QUESTIONS.items():
        parts += [plain(""), plain(question)]
        for side in (Side.MENTOR, Side.MENTEE):
            who = short(life.called(side), _NAME)
            answer = SCORES[getattr(told[side], name)]
            parts.append(said("   $who: [b]$answer[/b]", who=who, answer=answer))
    low = any(answers.low for answers in told.values())
    if low:
        parts += [
            plain(""),
            plain("A low answer is for talking about: the next agenda takes it up first."),
        ]
    return lines(*parts, plain(""), _BACK)
