"""Finding what to offer, or what is missing, by five questions: for those who start by themselves.

Answers are nobody's but their writer's until they keep the lines that are proposed from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.life.document import MAX_LINE
from assistant.life.made import lines_of
from assistant.wording import Side, clean

_MOST = 10
"""Lines that are proposed of a kind: the rest is too much for a first list."""


@dataclass(frozen=True)
class GuidedQuestion:
    """A question, an example to be shown in a quiet voice, and what its answer becomes."""

    text: str
    example: str
    becomes: str
    """`offers`, `needs` or `not_discussed`."""
    first: bool = False
    """Whether its lines come before those of earlier questions."""


TITLES = {Side.MENTOR: "Find your offer", Side.MENTEE: "Name your gap"}
QUESTIONS = {
    # Brief, T8.3 (offers, needs, limits) and T3 (what the mentor knows and enjoys; T3.13; T3.16).
    Side.MENTOR: (
        GuidedQuestion(
            "What have colleagues asked you for in the last month?",
            "how to filter the sales sheet; what to write in the team channel",
            "offers",
        ),
        GuidedQuestion(
            "Which of these do you like explaining?",
            "the filter: I have a good two-minute way in",
            "offers",
            first=True,
        ),
        GuidedQuestion(
            "What do you see every day that somebody senior never sees?",
            "how long a new starter waits for a login",
            "offers",
        ),
        GuidedQuestion(
            "What would you like to understand in return?",
            "who decides on the budget, and when",
            "needs",
        ),
        GuidedQuestion(
            "What will you not talk about? No reason is asked.",
            "my team lead; my health",
            "not_discussed",
        ),
    ),
    # Brief, T8.13 (name your gap), T3 (start from the work), T8.14 (read first), T7.2 to T7.4, T8.3.
    Side.MENTEE: (
        GuidedQuestion(
            "What did you nod through in meetings this month?",
            "“pipeline coverage”; the chart with the two axes",
            "needs",
        ),
        GuidedQuestion(
            "What do you pass to somebody else because you cannot do it yourself, though you need it?",
            "getting next month’s slide from the live figures",
            "needs",
            first=True,
        ),
        GuidedQuestion(
            "What have you read up on or tried alone, and where did you get stuck?",
            "the shared board: I could not find who moved my card",
            "needs",
        ),
        GuidedQuestion(
            "What could you explain or open in return?",
            "how the board reads a paper; an hour in the pricing meeting",
            "offers",
        ),
        GuidedQuestion(
            "What will you not talk about? No reason is asked.",
            "the reorganisation; anybody’s pay",
            "not_discussed",
        ),
    ),
}
AFTERWARDS = {
    Side.MENTOR: "Show three of these at the start and keep the rest. A subject you enjoy lasts longer.",
    Side.MENTEE: (
        "Bring two of these. If you have no mentor yet: write to somebody who does this with ease and "
        "does not report to you, ask for one hour, and leave room for a no."
    ),
}
"""What is said once the lines are there."""


@dataclass(frozen=True)
class Proposed:
    """Lines made of the answers, for the person to change and keep."""

    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    not_discussed: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class GuidedSteps:
    """Where somebody is in their five questions. Immutable: every step gives another."""

    side: Side
    place: int = 0
    answers: tuple[str, ...] = ("",) * 5
    """An answer for each question; "" where there is none, or it was skipped."""

    @property
    def title(self) -> str:
        """What the five questions are called."""
        return TITLES[self.side]

    @property
    def questions(self) -> tuple[GuidedQuestion, ...]:
        """All five."""
        return QUESTIONS[self.side]

    @property
    def finished(self) -> bool:
        """Whether all questions were passed."""
        return self.place >= len(self.questions)

    @property
    def question(self) -> GuidedQuestion | None:
        """The one that is asked now; None at the end."""
        return None if self.finished else self.questions[self.place]

    @property
    def answer(self) -> str:
        """What was answered to it before."""
        return "" if self.finished else self.answers[self.place]

    def answered(self, text: str) -> GuidedSteps:
        """On to the next question with an answer to this one; as it is at the end."""
        if self.finished:
            return self
        answers = list(self.answers)
        answers[self.place] = clean(text.encode("utf-8", "replace").decode()).strip()
        return replace(self, place=self.place + 1, answers=tuple(answers))

    def skipped(self) -> GuidedSteps:
        """On to the next question; what was answered to this one before is let go."""
        return self.answered("")

    def back(self) -> GuidedSteps:
        """Back to the question before, its answer kept; at the first one it stays there."""
        return replace(self, place=max(0, self.place - 1))

    @property
    def proposed(self) -> Proposed:
        """Lines for the person's page from what was answered so far."""
        found: dict[str, list[str]] = {"offers": [], "needs": [], "not_discussed": []}
        for question, answer in zip(self.questions, self.answers, strict=True):
            kind = found[question.becomes]
            lines = list(_lines(answer))
            found[question.becomes] = lines + kind if question.first else kind + lines
        return Proposed(**{kind: lines_of(lines)[:_MOST] for kind, lines in found.items()})

    def __repr__(self) -> str:
        """Say nothing of the answers."""
        return f"GuidedSteps({self.side.value}, {self.place})"


_ENDS = re.compile(r"\n+|;\s+|(?<=[.!?])\s+(?=\w)")
_MARKS = " \t-–—•*·;"


def _lines(answer: str) -> Iterable[str]:
    """An answer as lines: by line, semicolon and sentence; what is longer than a line is cut at a word."""
    for part in _ENDS.split(answer):
        line = part.strip(_MARKS)
        if line.endswith(".") and not line.endswith(".."):
            line = line[:-1]
        if len(line) > MAX_LINE:
            line = f"{line[: MAX_LINE - 1].rpartition(' ')[0] or line[: MAX_LINE - 1]}…"
        yield line
