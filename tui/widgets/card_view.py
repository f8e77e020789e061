"""One card as a side reads it, or whatever else stands where cards are read."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from assistant.wording import GRADES, SIDES, STAGES, THEMES, Side
from assistant.workspace import Card, Source
from tui.text import lines, plain, said


class CardView(VerticalScroll):
    """A scrolling card: idea, tries, words to say, what to avoid, questions, sources."""

    def compose(self) -> ComposeResult:
        """One column of text."""
        yield Static(id="card-text")

    def show(self, card: Card, side: Side, sources: Mapping[str, Source]) -> None:
        """Show `card` as `side` reads it, from its top."""
        self.read(card_content(card, side, sources))

    def read(self, text: Content) -> None:
        """Show `text`, from its top."""
        self.query_one("#card-text", Static).update(text)
        self.scroll_home(animate=False)

    def clear(self) -> None:
        """Show nothing."""
        self.query_one("#card-text", Static).update("")

    def action_scroll_down(self) -> None:
        """Scroll; where there is nothing below, Down does not fall through to the screen."""
        if self.allow_vertical_scroll:
            super().action_scroll_down()


def card_content(card: Card, side: Side, sources: Mapping[str, Source]) -> Content:
    """`card` as text for a widget."""
    sides = " and ".join(SIDES[own] for own in card.sides)
    parts = [
        said("[b]$title[/b]", title=card.title),
        said("[$quiet]$theme · for the $sides[/]", theme=THEMES[card.theme], sides=sides),
        plain(""),
        plain(card.idea),
    ]
    if card.steps:
        heading = f"Alone, in {card.minutes} minutes"
        parts += [plain(""), said("[b]$heading[/b]", heading=heading)]
        parts += [plain(f"{number} {step}") for number, step in enumerate(card.steps, 1)]
    for title, advice in (("Try", card.tries), ("Say", card.say)):
        heard = advice.heard_by(side)
        last: Side | None = None
        for own, line in heard:
            if own is not last:
                heading = f"{title}, {_addressed(own)}"
                parts += [plain(""), said("[b]$heading[/b]", heading=heading)]
                last = own
            parts.append(plain(f"· {line}"))
    if card.avoid:
        parts += [plain(""), said("[b]Avoid[/b]"), *(plain(f"· {line}") for line in card.avoid)]
    questions = card.questions_for(side)
    if questions:
        parts += [plain(""), said("[b]To think about[/b]")]
        parts += [
            plain(
                f"? {question.text}" + (f" · {SIDES[question.side]}" if side is Side.BOTH else "")
            )
            for question in questions
        ]
    where = " ".join(
        sources[source].citation if source in sources else "Our own judgement."
        for source in card.sources
    )
    stages = ", ".join(STAGES[stage] for stage in card.stages)
    parts += [
        plain(""),
        said("[$quiet]Strength: $grade. From: $where[/]", grade=GRADES[card.grade], where=where),
        said("[$quiet]When: $stages. Card: $card[/]", stages=stages, card=card.id),
    ]
    return lines(*parts)


def _addressed(side: Side) -> str:
    return "together" if side is Side.BOTH else f"for the {SIDES[side]}"
