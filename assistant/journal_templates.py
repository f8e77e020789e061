"""Skeletons to write along: headings with a question or two under each, in the words of either side.

The quick one follows Borton (1970, BOR70 in the guide's sources), the slow one the six steps of Gibbs
(1988, GIB88, known to us at second hand). The wording is our own.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import wrong_usage
from knowledge.vocabulary import Side


@dataclass(frozen=True)
class Part:
    """A heading with its question for the mentor, for the mentee, and for whoever is neither."""

    heading: str
    mentor: str
    mentee: str
    other: str

    def question(self, side: Side) -> str:
        """The question for `side`."""
        return {Side.MENTOR: self.mentor, Side.MENTEE: self.mentee}.get(side, self.other)


@dataclass(frozen=True)
class Template:
    """A skeleton: `when` says in a line what it is good for."""

    id: str
    name: str
    when: str
    parts: tuple[Part, ...]

    def text(self, side: Side) -> str:
        """The skeleton as Markdown for `side`: a heading, a quoted question, room to write."""
        return "\n".join(f"## {part.heading}\n\n> {part.question(side)}\n\n" for part in self.parts)


TEMPLATES = (
    Template(
        id="what-so-what",
        name="What · So what · Now what",
        when="Five minutes after a session, while it is fresh.",
        parts=(
            Part(
                "What",
                "Which moment with my mentee stays with me, and what did I say or do in it?",
                "Which moment with my mentor stays with me, and what did I say or do in it?",
                "Which moment stays with me, and what did I say or do in it?",
            ),
            Part(
                "So what",
                "What does it show me about how I teach, or about what I hold back?",
                "What does it show me about what I took for granted, or about my rank in the room?",
                "What does it show me that I did not see before?",
            ),
            Part(
                "Now what",
                "What will I try, say or leave out next time?",
                "What will I do differently by next time, where my mentor can see it?",
                "What will I do differently, and by when?",
            ),
        ),
    ),
    Template(
        id="six-steps",
        name="Six slow steps",
        when="Half an hour, for something that will not let go of you.",
        parts=(
            Part(
                "What happened",
                "What would somebody watching my mentee and me have seen and heard?",
                "What would somebody watching my mentor and me have seen and heard?",
                "What would somebody watching us have seen and heard?",
            ),
            Part(
                "What I felt",
                "What did I feel before, during and after, and how much of it did I show?",
                "What did I feel before, during and after, most of all when I was the learner?",
                "What did I feel before, during and after?",
            ),
            Part(
                "What went well, what did not",
                "What helped my mentee to learn, and what got in the way?",
                "What helped me to learn, and what got in the way?",
                "What helped, and what got in the way?",
            ),
            Part(
                "How I explain it",
                "What part had my way of teaching in it, and what part the difference in rank?",
                "What part had my habits in it, and what part the difference in rank?",
                "What part had I in it, and what else was at work?",
            ),
            Part(
                "What I conclude",
                "What else could I have done, and where was a limit that I would set again?",
                "What else could I have done, and what do I now hold less firmly?",
                "What else could I have done?",
            ),
            Part(
                "What I will do",
                "If it happens again, what will I do first, and what do I want to ask for?",
                "If it happens again, what will I do first, and what can I change from my place?",
                "If it happens again, what will I do first?",
            ),
        ),
    ),
)


def template(template_id: str, side: Side) -> str:
    """The skeleton called `template_id` as Markdown for `side`. Raises Trouble if there is none."""
    for each in TEMPLATES:
        if each.id == template_id:
            return each.text(side)
    known = ", ".join(each.id for each in TEMPLATES)
    raise wrong_usage("There is no template of that name.", f"There are: {known}.")
